/**
 * Where and how models are asked.
 *
 * @example
 * ```ts
 * import type { LlmSettings } from '@odp/worker/llm'
 *
 * const local: LlmSettings = { base_url: 'http://127.0.0.1:11434/v1', model: 'qwen3:8b', timeout_seconds: 120 }
 * ```
 */
export interface LlmSettings {
  /** Address of an OpenAI-compatible service, with its `/v1`. Default: that of OpenAI. */
  readonly base_url?: string
  /** Key of the service; a local one often needs none. */
  readonly api_key?: string
  /** Model that is asked when nobody names one. */
  readonly model: string
  /** Models by the names that documents and catalogs use. With any here, no other name is taken. */
  readonly aliases?: Readonly<Record<string, string>>
  /** Seconds for one call with its tries. Default 60. */
  readonly timeout_seconds?: number
  /** Tries after the first where the service is busy or away. Default 2. */
  readonly max_retries?: number
  /** Cost units of 1,000 tokens, read and written alike. Default 1. */
  readonly cost_units_per_1000_tokens?: number
  /** Characters that an answer may have at most; a longer one is cut off and refused. Default 1,000,000. */
  readonly longest_answer?: number
}

/** Asked when `ODP_LLM_MODEL` says nothing. */
const DEFAULT_MODEL = 'gpt-4o-mini'

/**
 * What the environment says about language models; undefined where neither `OPENAI_API_KEY` nor `OPENAI_BASE_URL` is set, then there are none.
 * `ODP_LLM_MODEL` names the model, `ODP_LLM_MODELS` aliases (`fast=gpt-4o-mini,strong=gpt-4o`), `ODP_LLM_TIMEOUT_SECONDS` and
 * `ODP_LLM_COST_UNITS` (of 1,000 tokens) are numbers above zero.
 *
 * @throws RangeError where a variable is none of what it may be
 *
 * @example
 * ```ts
 * import { llmSettings } from '@odp/worker/llm'
 *
 * llmSettings({ OPENAI_BASE_URL: 'http://127.0.0.1:8000/v1' })?.model // 'gpt-4o-mini'
 * ```
 */
export function llmSettings(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): LlmSettings | undefined {
  const api_key = environment.OPENAI_API_KEY?.trim() || undefined
  const base_url = environment.OPENAI_BASE_URL?.trim() || undefined
  if (api_key === undefined && base_url === undefined) return undefined
  const timeout_seconds = numberOf(environment, 'ODP_LLM_TIMEOUT_SECONDS')
  const cost_units_per_1000_tokens = numberOf(environment, 'ODP_LLM_COST_UNITS')
  const aliases = aliasesOf(environment.ODP_LLM_MODELS)
  return {
    model: environment.ODP_LLM_MODEL?.trim() || DEFAULT_MODEL,
    ...(api_key === undefined ? {} : { api_key }),
    ...(base_url === undefined ? {} : { base_url }),
    ...(aliases === undefined ? {} : { aliases }),
    ...(timeout_seconds === undefined ? {} : { timeout_seconds }),
    ...(cost_units_per_1000_tokens === undefined ? {} : { cost_units_per_1000_tokens }),
  }
}

function numberOf(environment: Readonly<Record<string, string | undefined>>, name: string): number | undefined {
  const text = environment[name]?.trim()
  if (!text) return undefined
  const value = Number(text)
  if (!Number.isFinite(value) || value <= 0) throw new RangeError(`${name} is '${text}', but must be a number above 0`)
  return value
}

function aliasesOf(text: string | undefined): Readonly<Record<string, string>> | undefined {
  if (!text?.trim()) return undefined
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const at = pair.indexOf('=')
      const [alias, model] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
      if (at < 1 || alias === '' || model === '')
        throw new RangeError(`ODP_LLM_MODELS has '${pair}', but must be a list such as fast=gpt-4o-mini,strong=gpt-4o`)
      return [alias, model]
    }),
  )
}
