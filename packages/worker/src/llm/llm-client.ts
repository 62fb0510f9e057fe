import { describeAlternatives } from '@odp/dsl/plan'
import type { OpenAI } from 'openai'
import { boundedFetch } from './bounded-fetch.js'
import { callError, isRefusedRequest } from './call-error.js'
import { type Capability, CapabilityMemory, LLM_RUNGS } from './capability.js'
import { extractJson } from './extract-json.js'
import { LlmBudget, type LlmUsage } from './llm-budget.js'
import { LlmError, quoted } from './llm-error.js'
import type { LlmAnswer, LlmCheck, LlmQuestion } from './llm-question.js'
import type { LlmSettings } from './llm-settings.js'
import { readCompletion, tokensOf } from './read-completion.js'
import { writeRequest } from './write-request.js'

/**
 * Asks language models for structured answers.
 *
 * @example
 * ```ts
 * import { type LlmClient, llmClient, llmSettings } from '@odp/worker/llm'
 *
 * const settings = llmSettings()
 * const client: LlmClient | undefined = settings && llmClient(settings)
 * ```
 */
export interface LlmClient {
  readonly settings: LlmSettings
  /**
   * Asks until an answer fits, going down the ladder of ways to ask where the service refuses one or does not hold to it.
   *
   * @throws LlmError where there is none within its bounds; the reason of the signal where it is aborted
   */
  ask<Value>(question: LlmQuestion<Value>): Promise<LlmAnswer<Value>>
}

const TIMEOUT_SECONDS = 60
const RETRIES = 2
const LONGEST_ANSWER = 1_000_000
const OUTPUT_TOKENS = 4_096
/** Of text in English; only used before a call, and where a service does not say what it counted. */
const CHARACTERS_PER_TOKEN = 4

const memory = new CapabilityMemory()

/**
 * Makes a client of an OpenAI-compatible service. Nothing is loaded or sent before the first question.
 *
 * @example
 * ```ts
 * import { llmClient } from '@odp/worker/llm'
 *
 * const client = llmClient({ base_url: 'http://127.0.0.1:11434/v1', model: 'qwen3:8b' })
 * const answer = await client.ask({
 *   name: 'greeting',
 *   messages: [{ role: 'user', content: 'Greet Ada.' }],
 *   schema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
 *   check: (value) => ({ value }),
 * })
 * ```
 */
export function llmClient(settings: LlmSettings): LlmClient {
  let service: Promise<OpenAI> | undefined
  return {
    settings,
    ask: async (question) => {
      service ??= connect(settings)
      return ask(await service, settings, question)
    },
  }
}

async function connect({ base_url, api_key, ...settings }: LlmSettings): Promise<OpenAI> {
  const { OpenAI } = await import('openai')
  return new OpenAI({
    // Local services take any key, but the client wants one.
    apiKey: api_key ?? 'none',
    ...(base_url === undefined ? {} : { baseURL: base_url }),
    timeout: 1_000 * (settings.timeout_seconds ?? TIMEOUT_SECONDS),
    maxRetries: settings.max_retries ?? RETRIES,
    fetch: boundedFetch(settings.longest_answer ?? LONGEST_ANSWER),
  })
}

async function ask<Value>(
  service: OpenAI,
  settings: LlmSettings,
  question: LlmQuestion<Value>,
): Promise<LlmAnswer<Value>> {
  const model = modelOf(settings, question.model)
  const budget = question.budget ?? new LlmBudget()
  const before = budget.usage
  let capability = memory.get(service.baseURL, model)
  let problem = new LlmError('llm_answer_invalid', `'${model}' gave no answer that fits`, { retryable: true })
  for (;;) {
    try {
      const text = await call(service, settings, question, model, capability, budget)
      question.heard?.(text)
      const outcome = await checked(text, question)
      if ('value' in outcome) {
        memory.set(service.baseURL, model, capability)
        const { rung } = capability
        return { value: outcome.value, text, model, rung, usage: difference(budget.usage, before) }
      }
      const problems = outcome.problems.slice(0, 5).map(quoted).join('; ')
      problem = new LlmError('llm_answer_invalid', `the answer of '${model}' does not fit: ${problems}`, {
        retryable: true,
      })
    } catch (error) {
      const other = otherLimit(error, capability)
      if (other !== undefined) {
        capability = other
        continue
      }
      problem = callError(error, model, question.signal)
      const isEmpty = error instanceof LlmError && error.code === 'llm_answer_invalid'
      if (!isEmpty && !isRefusedRequest(error)) throw problem
    }
    const next = LLM_RUNGS[LLM_RUNGS.indexOf(capability.rung) + 1]
    if (next === undefined) throw problem
    capability = { ...capability, rung: next }
  }
}

/** The same way to ask with the other name of the bound, where a service does not know the one. */
function otherLimit(error: unknown, capability: Capability): Capability | undefined {
  const { limit_field } = capability
  if (limit_field !== 'max_completion_tokens' || !isRefusedRequest(error)) return undefined
  return error.message.includes(limit_field) ? { ...capability, limit_field: 'max_tokens' } : undefined
}

async function call<Value>(
  service: OpenAI,
  settings: LlmSettings,
  question: LlmQuestion<Value>,
  model: string,
  capability: Capability,
  budget: LlmBudget,
): Promise<string> {
  const request = writeRequest(question, model, capability)
  const expected = Math.ceil(JSON.stringify(request.messages).length / CHARACTERS_PER_TOKEN)
  budget.begin(expected)
  const most = Math.max(1, Math.min(question.max_output_tokens ?? OUTPUT_TOKENS, budget.remainingTokens - expected))
  const timeout_ms = 1_000 * (settings.timeout_seconds ?? TIMEOUT_SECONDS)
  // One clock for all tries: a service that is always about to answer does not hold a caller for longer.
  const clock = AbortSignal.timeout(Math.ceil(Math.max(1, Math.min(timeout_ms, budget.remainingMs))))
  const signal = question.signal === undefined ? clock : AbortSignal.any([clock, question.signal])
  // What was sent is paid for, whatever comes back.
  let used = { input: expected, output: 0 }
  try {
    const limit = { [capability.limit_field]: Math.floor(most) }
    const completion = await service.chat.completions.create({ ...request, ...limit }, { signal })
    used = tokensOf(completion, expected)
    return readCompletion(completion, model)
  } finally {
    budget.charge(used.input, used.output)
  }
}

async function checked<Value>(text: string, question: LlmQuestion<Value>): Promise<LlmCheck<Value>> {
  const extraction = extractJson(text)
  if (extraction.kind === 'found') return question.check(extraction.value)
  return { problems: [extraction.kind === 'truncated' ? 'the JSON in it does not end' : 'there is no JSON in it'] }
}

function modelOf({ model, aliases }: LlmSettings, name: string | undefined): string {
  if (name === undefined) return model
  if (aliases === undefined || name === model) return name
  const found = Object.hasOwn(aliases, name) ? aliases[name] : undefined
  if (found !== undefined) return found
  const hint = describeAlternatives(name, Object.keys(aliases))
  throw new LlmError('llm_unavailable', `there is no model '${quoted(name)}'; ${hint}`)
}

function difference(after: LlmUsage, before: LlmUsage): LlmUsage {
  return {
    calls: after.calls - before.calls,
    input_tokens: after.input_tokens - before.input_tokens,
    output_tokens: after.output_tokens - before.output_tokens,
  }
}

/**
 * Cost units of what was used.
 *
 * @example
 * ```ts
 * import { llmCost } from '@odp/worker/llm'
 *
 * llmCost({ calls: 1, input_tokens: 900, output_tokens: 100 }, { model: 'm', cost_units_per_1000_tokens: 2 }) // 2
 * ```
 */
export function llmCost({ input_tokens, output_tokens }: LlmUsage, settings: LlmSettings): number {
  return ((input_tokens + output_tokens) / 1_000) * (settings.cost_units_per_1000_tokens ?? 1)
}
