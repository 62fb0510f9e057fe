import { isDeepStrictEqual } from 'node:util'
import {
  type CatalogDocument,
  checkInput,
  checkPipeline,
  documentDigest,
  ISSUE_CODES,
  type Issue,
  type Json,
  type JsonObject,
  type PipelineDocument,
  parseCatalog,
  parsePipeline,
  planPipeline,
  readYaml,
  sampleValue,
  stringifyPipeline,
  type ValidateOptions,
  type ValidationReport,
} from '@odp/dsl'
import { isJsonObject, type Plan, type StepRequest, type StepResult } from '@odp/dsl/plan'
import { runInProcess, VirtualClock } from '@odp/worker/in-process'
import { depthOf, MOST_LEVELS } from './depth.ts'
import type { FuzzInput } from './make-input.ts'
import { LONGEST_TEXT } from './mutate-text.ts'

/** One answer that took too long, threw, or broke a law. */
export interface Violation {
  /** Name of the law, and where the answer threw, the place in the code: equal for equal causes. */
  readonly law: string
  readonly detail: string
}

/** What one input did. */
export interface Verdict {
  readonly violations: readonly Violation[]
  /** The slowest of the answers, in milliseconds. */
  readonly slowest: { readonly name: string; readonly milliseconds: number }
  readonly valid: boolean
  readonly ran: boolean
}

/** Milliseconds that this thread has worked: others may use the machine too. */
function ownTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** The longest that one answer may take, in milliseconds, for a text of at most 1 MB. */
export const SLOWEST_ANSWER_MS = 1000

const INSTALLATION = {
  connectors: ['openfaas'],
  isRunnable: (_kind: string, id: string) => (id.length > 9 ? undefined : id !== 'm'),
}
const MOST_STEPS_TO_RUN = 300
/** A run that takes longer has no end, however busy the machine is. */
const LONGEST_RUN_MS = 60_000
/** Longer texts, in UTF-16 units, are not asked everything: that would only cost time. */
const LONGEST_FOR_EVERYTHING = 50_000

const prototypes = [Object.prototype, Array.prototype, String.prototype, Function.prototype, Map.prototype]
const prototypeNames = () => prototypes.map((prototype) => Reflect.ownKeys(prototype).map(String).join(' ')).join('\n')
const CLEAN = prototypeNames()

/** Asks everything of one input, and checks what must hold of the answers. */
export class LawChecker {
  readonly #options: ValidateOptions
  readonly #mayRun: boolean
  readonly #violations: Violation[] = []
  #slowest = { name: 'nothing', milliseconds: 0 }
  #valid = false
  #ran = false

  /** With a catalog everything is checked on all levels; without, more documents are valid. */
  constructor(catalog: CatalogDocument | undefined, mayRun: boolean) {
    this.#options = catalog === undefined ? {} : { catalog, installation: INSTALLATION }
    this.#mayRun = mayRun
  }

  async check({ face, text }: FuzzInput): Promise<Verdict> {
    if (face === 'catalog') this.#catalogText(text)
    else if (face === 'text') await this.#text(text)
    else await this.#document(JSON.parse(text) as Json)
    if (prototypeNames() !== CLEAN) this.#broken('prototypes stay as they are', 'a prototype has other properties')
    return { violations: this.#violations, slowest: this.#slowest, valid: this.#valid, ran: this.#ran }
  }

  #catalogText(text: string): void {
    const parsed = this.#ask('parseCatalog', () => parseCatalog(text))
    if (parsed === undefined) return
    this.#issues(parsed.issues, text)
    const { catalog } = parsed
    if (catalog === undefined) return
    const [model, method] = [catalog.models?.[0]?.id ?? 'm', catalog.methods?.[0]?.id ?? 'm']
    const common = { outputs: { a: 'a' }, inputs: { a: '{{input.a}}', b: 1 } }
    const document = {
      version: '1.0',
      pipeline_id: 'p',
      name: 'P',
      workspace_id: 'w',
      project_id: 'q',
      steps: [
        { ...common, id: 'one', type: catalog.methods?.[0]?.step_type ?? 'crawler', method },
        { ...common, id: 'two', type: 'ml_model', model, inputs: { a: '{{one.a}}' } },
        {
          id: 'three',
          type: 'function',
          method: 'm{{input.a}}',
          inputs: { a: { or: ['{{two.a.b[*]}}', '{{one.a}}'] } },
        },
      ],
    }
    const checked = this.#ask('checkPipeline against the catalog', () =>
      checkPipeline(document as unknown as PipelineDocument, { catalog }),
    )
    if (checked !== undefined) this.#report(checked.report)
  }

  async #text(text: string): Promise<void> {
    const checked = this.#ask('checkPipeline of a text', () => checkPipeline(text, this.#options))
    if (checked === undefined) return
    this.#report(checked.report, text)
    const reading = this.#ask('readYaml', () => readYaml(text))
    if (text.length < LONGEST_FOR_EVERYTHING) {
      const parsed = this.#ask('parsePipeline', () => parsePipeline(text))
      if (parsed !== undefined) this.#issues(parsed.issues, text)
      if (checked.report.valid && !isDeepStrictEqual(parsed?.pipeline, checked.pipeline))
        this.#broken('parsePipeline gives what checkPipeline gives', '')
    }
    if (reading?.value === undefined || !reading.issues.every(({ severity }) => severity === 'warning')) return
    const value = reading.value
    // A text handed over as a value is read as YAML again.
    if (typeof value === 'string') return
    if (text.length < LONGEST_FOR_EVERYTHING) this.#roundTrip(value)
    const fromValue = this.#ask('checkPipeline of the value', () =>
      checkPipeline(value as unknown as PipelineDocument, this.#options),
    )
    if (fromValue === undefined) return
    const inText = checked.report.diagnostics.filter(({ code }) => reading.issues.every((issue) => issue.code !== code))
    const [left, right] = [findings(inText), findings(fromValue.report.diagnostics)]
    if (!isDeepStrictEqual(left, right)) this.#broken('both faces have the same findings', firstDifference(left, right))
    if (checked.report.valid && checked.pipeline !== undefined) await this.#planned(checked.pipeline, checked.methods)
  }

  async #document(value: Json): Promise<void> {
    const document = value as unknown as PipelineDocument
    const before = JSON.stringify(value)
    const checked = this.#ask('checkPipeline of a document', () => checkPipeline(document, this.#options))
    if (checked === undefined) return
    this.#report(checked.report)
    if (
      before.length < LONGEST_FOR_EVERYTHING &&
      !isDeepStrictEqual(checkPipeline(document, this.#options).report, checked.report)
    ) {
      this.#broken('the same document has the same findings', '')
    }
    if (JSON.stringify(value) !== before) this.#broken('checking leaves the document as it is', '')
    if (depthOf(value) <= MOST_LEVELS) this.#roundTrip(value)
    if (checked.report.valid && checked.pipeline !== undefined) await this.#planned(checked.pipeline, checked.methods)
  }

  #roundTrip(value: Json): void {
    const text = this.#ask('stringifyPipeline', () => stringifyPipeline(value as unknown as PipelineDocument))
    if (text === undefined || text.length > LONGEST_TEXT) return
    const read = this.#ask('readYaml of what was written', () => readYaml(text))
    if (read === undefined) return
    const error = read.issues.find(({ severity }) => severity === 'error')
    if (error !== undefined) this.#broken('what was written can be read', error.message)
    else if (!isDeepStrictEqual(read.value, value)) this.#broken('what was written is read as it was', '')
  }

  async #planned(document: PipelineDocument, methods: ReadonlyMap<string, readonly string[]>): Promise<void> {
    this.#valid = true
    const plan = this.#ask('planPipeline', () => planPipeline(document, { methods }))
    if (plan === undefined) return
    if (!isDeepStrictEqual(planPipeline(document, { methods }), plan)) this.#broken('a plan is deterministic', '')
    if (documentDigest(structuredClone(document)) !== plan.digest)
      this.#broken('equal documents have equal digests', '')
    const input = this.#inputFor(document)
    const issues = this.#ask('checkInput', () => checkInput(document, input))
    if (issues === undefined) return
    this.#issues(issues)
    for (const { path } of issues)
      if (typeof path[1] === 'string' && path.length === 2)
        Object.defineProperty(input, path[1], { value: 'x', enumerable: true, configurable: true })
    const second = this.#ask('checkInput', () => checkInput(document, input))
    if (document.input_schema === undefined && second !== undefined && second.length > 0)
      this.#broken('an input with the keys that were asked for is enough', second[0]?.message ?? '')
    if (this.#mayRun && JSON.stringify(plan).length < 400_000 && countSteps(plan) <= MOST_STEPS_TO_RUN)
      await this.#run(plan, input)
  }

  #inputFor({ input_schema }: PipelineDocument): JsonObject {
    if (input_schema === undefined) return {}
    const sample = this.#ask('sampleValue', () => sampleValue(input_schema, { seed: 1 }))
    return isJsonObject(sample) ? sample : {}
  }

  async #run(plan: Plan, input: JsonObject): Promise<void> {
    this.#ran = true
    const clock = new VirtualClock()
    const started = ownTime()
    let calls = 0
    const work = async (request: StepRequest): Promise<StepResult> => {
      calls += 1
      if (calls % 7 === 0) await clock.sleep(calls % 50).fired
      return { outputs: answerOf(request, calls) }
    }
    try {
      const abort = new AbortController()
      const guard = setTimeout(() => abort.abort(), LONGEST_RUN_MS)
      const result = await runInProcess(plan, { execution_id: 'fuzz', input }, { work, clock, signal: abort.signal })
      clearTimeout(guard)
      if (abort.signal.aborted) this.#broken('a run comes to an end', `cancelled after ${calls} calls`)
      if (result.status !== 'completed' && result.status !== 'failed' && !abort.signal.aborted)
        this.#broken('a run ends completed or failed', result.status)
      const open = result.state.steps.filter(
        ({ status }) => !['completed', 'failed', 'skipped', 'cancelled'].includes(status),
      )
      if (open.length > 0) this.#broken('every step is settled at the end', `${open[0]?.id} is ${open[0]?.status}`)
    } catch (error) {
      this.#broken(`a run does not throw: ${place(error)}`, String(error))
    }
    this.#timed('run', ownTime() - started)
  }

  #report(report: ValidationReport, text?: string): void {
    this.#issues(report.diagnostics, text)
    const errors = report.diagnostics.filter(({ severity }) => severity === 'error')
    if (report.valid !== (errors.length === 0)) this.#broken('valid means no error', '')
    if (report.errors.length + report.warnings.length !== report.diagnostics.length)
      this.#broken('every finding is an error or a warning', '')
  }

  #issues(issues: readonly Issue[], text?: string): void {
    const starts = text === undefined ? undefined : text.split('\n')
    let last = [0, 0]
    for (const issue of issues) {
      const { code, level, severity, message, line, column, end_line, end_column } = issue
      if (!Object.hasOwn(ISSUE_CODES, code)) this.#broken('a finding has a known code', code)
      else if (ISSUE_CODES[code].level !== level)
        this.#broken('a finding has the level of its code', `${code} ${level}`)
      if (severity !== 'error' && severity !== 'warning') this.#broken('a finding is an error or a warning', code)
      if (typeof message !== 'string' || message === '') this.#broken('a finding says something', code)
      if (starts === undefined) continue
      const isInside = (row = 0, at = 0) =>
        row >= 1 && row <= starts.length && at >= 1 && at <= (starts[row - 1]?.length ?? 0) + 1
      if (!isInside(line, column)) this.#broken('a finding stands within the text', `${code} at ${line}:${column}`)
      if (end_line !== undefined && !isInside(end_line, end_column))
        this.#broken('a finding ends within the text', `${code} ends at ${end_line}:${end_column}`)
      if (end_line !== undefined && (end_line - (line ?? 0) || (end_column ?? 0) - (column ?? 0)) < 0)
        this.#broken('a finding ends after it began', code)
      const now = [line ?? 0, column ?? 0]
      if ((now[0] ?? 0) - (last[0] ?? 0) < 0 || (now[0] === last[0] && (now[1] ?? 0) < (last[1] ?? 0)))
        this.#broken('findings stand in the order of the text', code)
      last = now
    }
  }

  #ask<T>(name: string, answer: () => T): T | undefined {
    const started = ownTime()
    try {
      return answer()
    } catch (error) {
      this.#broken(`${name} does not throw: ${place(error)}`, String(error).slice(0, 300))
      return undefined
    } finally {
      this.#timed(name, ownTime() - started)
    }
  }

  #timed(name: string, milliseconds: number): void {
    if (milliseconds > this.#slowest.milliseconds) this.#slowest = { name, milliseconds }
  }

  #broken(law: string, detail: string): void {
    if (this.#violations.every((known) => known.law !== law)) this.#violations.push({ law, detail })
  }
}

function answerOf({ outputs = [] }: StepRequest, call: number): JsonObject {
  if (call % 11 === 0) throw new Error('the work failed')
  const values: readonly Json[] = [call, 'text', [1, 2], { a: [] }, null]
  return Object.fromEntries(outputs.map((field, index) => [field, values[(call + index) % values.length] ?? null]))
}

function findings(issues: readonly Issue[]): string[] {
  return issues.map(({ code, path, message }) => `${code} ${JSON.stringify(path)} ${message}`).sort()
}

function firstDifference(left: readonly string[], right: readonly string[]): string {
  const at = left.findIndex((line, index) => line !== right[index])
  return at === -1 ? `only as a value: ${right[left.length]}` : `as a text: ${left[at]}; as a value: ${right[at]}`
}

function countSteps(plan: Plan): number {
  return JSON.stringify(plan).split('"type":').length
}

/** Where an error was thrown, without line numbers of other files in between. */
function place(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const line = error.stack?.split('\n').find((entry) => entry.includes('/src/')) ?? ''
  return `${error.name} in ${/src\/([\w/.-]+:\d+)/.exec(line)?.[1] ?? 'unknown'}`
}
