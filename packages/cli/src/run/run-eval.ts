import { createHash } from 'node:crypto'
import { draftRequests, type GoldRequest, type Prediction, preparePlannerCatalog, scoreRequests } from '@odp/agent'
import { type Json, readYaml } from '@odp/dsl'
import type { LlmClient } from '@odp/worker/llm'
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

/** One answer of a model, as it came. */
interface RawAnswer {
  readonly model: string
  readonly rung: string
  readonly instructions: string
  readonly text: string
  readonly usage: { readonly calls: number; readonly input_tokens: number; readonly output_tokens: number }
}

const EXPECTATIONS = new Set<unknown>(['plan', 'question', 'abstain', 'policy'])

/** Drafts, scores and records. */
export async function runEval(flags: EvalFlags, context: CliContext): Promise<ExitCode> {
  const { catalog: source } = await readCatalog(flags.catalog, context)
  const catalog = preparePlannerCatalog(source)
  const text = await readText(flags.requests, context)
  const { context: session, requests } = readGold(text, flags.requests)
  const raw: RawAnswer[] = []
  const predictions: Prediction[] = []
  if (flags.planner === 'llm' || flags.planner === 'hybrid') {
    const { draftRequestsWithModel } = await import('@odp/agent/llm')
    const options = await modelOptions(flags.planner, session, context)
    const recorded = { ...options, client: recording(options.client, raw) }
    for await (const prediction of draftRequestsWithModel(requests, catalog, recorded)) {
      predictions.push(prediction)
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
function recording(client: LlmClient, raw: RawAnswer[]): LlmClient {
  return {
    settings: client.settings,
    async ask(question) {
      const answer = await client.ask(question)
      const { model, rung, text, usage } = answer
      raw.push({ model, rung, instructions: digestOf(question.messages[0]?.content ?? ''), text, usage })
      return answer
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
