import { createHash } from 'node:crypto'
import { draftRequests, type GoldRequest, type Prediction, preparePlannerCatalog, scoreRequests } from '@odp/agent'
import { type Json, readYaml } from '@odp/dsl'
import { type LlmClient, LlmError, type LlmUsage } from '@odp/worker/llm'
import { modelOptions } from '../chat/model-options.js'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import type { EvalFlags } from '../commands/eval.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { writeJson } from '../output/write-json.js'
import { readCatalog } from '../sources/read-catalog.js'
import { readText } from '../sources/read-text.js'
import { writeText } from '../sources/write-text.js'
import { readContext } from './run-draft.js'

/** What a model said to one question, word for word, and what became of it. */
interface RawAnswer {
  readonly model: string
  readonly instructions: string
  /** All of its answers; where there are several, only the last one fitted, if any. */
  readonly texts: readonly string[]
  readonly rung?: string
  readonly usage?: LlmUsage
  readonly failure?: { readonly code: string; readonly message: string }
}
/** The line that a question sets around its data is another for other data, and says nothing of the instructions. */
const DATA_MARK = /DATA-[0-9a-f]{16}/g

const EXPECTATIONS = new Set<unknown>(['plan', 'question', 'abstain', 'policy'])

/** Drafts, scores and records. */
export async function runEval(flags: EvalFlags, context: CliContext): Promise<ExitCode> {
  const { catalog: source } = await readCatalog(flags.catalog, context)
  const catalog = preparePlannerCatalog(source)
  const text = await readText(flags.requests, context)
  const { context: session, requests } = readGold(text, flags.requests)
  const raw: (RawAnswer & { readonly request: string })[] = []
  const predictions: Prediction[] = []
  if (flags.planner === 'llm' || flags.planner === 'hybrid') {
    const { draftRequestsWithModel } = await import('@odp/agent/llm')
    const options = await modelOptions(flags.planner, session, context)
    const answers: RawAnswer[] = []
    const recorded = { ...options, client: recording(options.client, answers) }
    for await (const prediction of draftRequestsWithModel(requests, catalog, recorded)) {
      predictions.push(prediction)
      for (const answer of answers.splice(0)) raw.push({ request: prediction.id, ...answer })
      context.stderr.write(`${prediction.id} ${prediction.outcome}\n`)
    }
  } else predictions.push(...draftRequests(requests, catalog, session, flags.planner))
  const figures = scoreRequests(requests, predictions)
  const planner = predictions[0]?.planner ?? flags.planner
  const digests = {
    catalog: digestOf(JSON.stringify(source)),
    requests: digestOf(text),
    instructions: [...new Set(raw.map(({ instructions }) => instructions))],
  }
  const record = { planner, date: new Date().toISOString(), digests, figures, predictions, raw }
  if (flags.out !== undefined) await writeText(flags.out, `${JSON.stringify(record, undefined, 2)}\n`, context)
  if (flags.json === true) {
    writeJson(context.stdout, record)
    return EXIT.fine
  }
  context.stdout.write(`planner ${planner}, ${predictions.length} requests\n`)
  for (const [name, { value, low, high, n }] of Object.entries(figures))
    context.stdout.write(`${name.padEnd(20)} ${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}] of ${n}\n`)
  return EXIT.fine
}

/** The same client, which keeps what the model said. */
function recording(client: LlmClient, answers: RawAnswer[]): LlmClient {
  return {
    settings: client.settings,
    async ask(question) {
      const texts: string[] = []
      const { model = client.settings.model } = question
      const instructions = digestOf((question.messages[0]?.content ?? '').replace(DATA_MARK, 'DATA'))
      try {
        const answer = await client.ask({ ...question, heard: (text) => texts.push(text) })
        const { rung, usage } = answer
        answers.push({ model: answer.model, instructions, texts, rung, usage })
        return answer
      } catch (error) {
        if (error instanceof LlmError) {
          const { code, message } = error
          answers.push({ model, instructions, texts, failure: { code, message } })
        }
        throw error
      }
    },
  }
}

function readGold(text: string, file: string): { context: ReturnType<typeof readContext>; requests: GoldRequest[] } {
  const { value, issues } = readYaml(text)
  const document = (value ?? {}) as { readonly context?: Json; readonly requests?: Json }
  if (!Array.isArray(document.requests))
    throw new CliError(
      `'${file}' has no list 'requests'${issues[0] === undefined ? '' : `: ${issues[0].message}`}`,
      EXIT.failed,
    )
  const requests = document.requests.map((entry, at) => {
    const { id, request, expect } = (entry ?? {}) as { id?: Json; request?: Json; expect?: Json }
    if (typeof id !== 'string' || typeof request !== 'string' || !EXPECTATIONS.has(expect))
      throw new CliError(
        `request ${at + 1} of '${file}' needs the texts 'id' and 'request', and 'expect': plan, question, abstain or policy`,
        EXIT.failed,
      )
    return entry as unknown as GoldRequest
  })
  return { context: readContext(document.context), requests }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
