import { type Catalog, type CatalogDocument, type PipelineDocument, pipelineSamples } from '@odp/dsl'
import { describeAlternatives, type ExecutionEvent, type JsonObject, type Plan } from '@odp/dsl/plan'
import { VirtualClock } from '../in-process/clock.js'
import { type InProcessResult, runInProcess } from '../in-process/run-in-process.js'
import { DryRunError } from './dry-run-error.js'
import { type BranchName, everyNode, forceBranches } from './force-branches.js'
import { type Fault, sampledWork } from './sampled-work.js'
import { Trace, type TraceLine } from './trace.js'

/**
 * How a dry run goes.
 *
 * @example
 * ```ts
 * import type { PipelineDocument } from '@odp/dsl'
 * import type { DryRunOptions } from '@odp/worker/in-process'
 *
 * const options = (document: PipelineDocument): DryRunOptions => ({
 *   document, seed: 1, sample_input: true, branches: { is_risky: 'if_true' }, faults: { collect: { times: 2 } },
 * })
 * ```
 */
export interface DryRunOptions {
  /** The document that the plan was made from. */
  readonly document: PipelineDocument
  /** Says what methods return and how long they take; it needs no code. */
  readonly catalog?: Catalog | CatalogDocument
  /** The same seed gives the same run. */
  readonly seed: string | number
  /** Branches that conditionals take whatever their condition says, by step id. */
  readonly branches?: Readonly<Record<string, BranchName>>
  /** Steps that fail, by step id; `others[3].crawl` names one item of a loop, `crawl` all of them. */
  readonly faults?: Readonly<Record<string, Fault>>
  /** True makes up what `input` leaves out. Default: false. */
  readonly sample_input?: boolean
  /** Cancels the run when it is aborted: it then ends as `cancelled`. */
  readonly signal?: AbortSignal
  /** Called with every event, in order. */
  readonly onEvent?: (event: ExecutionEvent) => void
}

/**
 * How a dry run ended, and its story.
 *
 * @example
 * ```ts
 * import type { DryRunResult } from '@odp/worker/in-process'
 *
 * const print = ({ status, trace }: DryRunResult) => console.log(status, trace.map(({ event }) => event))
 * ```
 */
export interface DryRunResult extends InProcessResult {
  /** What went in, made-up values included. */
  readonly input: JsonObject
  readonly trace: readonly TraceLine[]
}

/**
 * Runs a plan with the interpreter that runs it on Temporal, but on made-up outputs and in virtual time: nothing outside is called, no
 * file is written and no secret is needed. Every step takes the time that the catalog estimates, none where it does not. In safe mode
 * every approval counts as given.
 *
 * @throws DryRunError when a branch or a fault names a step that has none
 * @example
 * ```ts
 * import { pipeline, planPipeline } from '@odp/dsl'
 * import { dryRun } from '@odp/worker/in-process'
 *
 * const meta = { pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' }
 * const document = pipeline(meta).function('greet', { method: 'greet' }).build()
 * const faults = { greet: { times: 2 } }
 * const { status, trace } = await dryRun(planPipeline(document), {}, { document, seed: 1, faults })
 * ```
 */
export async function dryRun(plan: Plan, input: JsonObject, options: DryRunOptions): Promise<DryRunResult> {
  const { document, catalog, seed, faults = {}, signal, onEvent } = options
  const forced = forceBranches({ ...plan, mode: 'brave' }, options.branches ?? {})
  checkFaults(plan, Object.keys(faults))
  const samples = pipelineSamples(document, catalog === undefined ? {} : { catalog })
  const whole = options.sample_input === true ? { ...samples.input(`${seed}/input`), ...input } : input
  const clock = new VirtualClock()
  const trace = new Trace()
  const work = sampledWork({
    samples,
    seed,
    clock,
    faults: new Map(Object.entries(faults)),
    onCall: (step, inputs) => trace.received(step, inputs),
    onReturn: (step, outputs) => trace.returned(step, outputs),
  })
  const start = { execution_id: `dry-run-${seed}`, input: whole }
  const result = await runInProcess(forced, start, {
    work,
    clock,
    ...(signal === undefined ? {} : { signal }),
    ...(onEvent === undefined ? {} : { onEvent }),
  })
  return { ...result, input: whole, trace: trace.lines(result.events, result.outputs) }
}

function checkFaults(plan: Plan, names: readonly string[]): void {
  if (names.length === 0) return
  const ids = everyNode(plan).flatMap(({ id, type }) => (plan.types[type]?.run === 'control' ? [] : [id]))
  for (const name of names) {
    const id = name.slice(name.lastIndexOf('.') + 1)
    if (!ids.includes(id))
      throw new DryRunError(`there is no step '${id}' that does work and could fail; ${describeAlternatives(id, ids)}`)
  }
}
