import { type PipelineDocument, planPipeline } from '@odp/dsl'
import type {
  Answer,
  BatchResult,
  ExecutionEvent,
  ExecutionInput,
  ExecutionState,
  Operation,
  Plan,
  PlanNode,
  StepRequest,
  StepResult,
} from '@odp/dsl/plan'
import fc from 'fast-check'
import { expect } from 'vitest'
import { failureOf, StepError } from '../activities/step-error.js'
import { VirtualClock } from './clock.js'
import type { Work } from './in-process-host.js'
import { weatherOf } from './random-document.fixture.js'
import { type InProcessExecution, runInProcess } from './run-in-process.js'

/** Something that a person tries: what it is about is chosen among what there is at its time. */
interface Attempt {
  readonly at: number
  readonly what: (typeof WHATS)[number]
  readonly pick: number
  /** Number of its request, so that two attempts may be the same request. */
  readonly request: number
}

const WHATS = ['approve', 'pause', 'resume', 'answer', 'answer', 'answer', 'retry', 'skip', 'cancel', 'reject'] as const
const ANSWERS: readonly Answer[] = ['continue', 'continue', 'retry', 'retry', 'skip', 'fail', 'replan']

/** What people try in the first two minutes. Ends of the whole run are rare, so that the rest has its turn. */
export const attempts = fc.array(
  fc
    .record({ at: fc.nat(120), what: fc.constantFrom(...WHATS), pick: fc.nat(999), request: fc.nat(40) })
    .filter(({ what, pick }) => !['cancel', 'reject'].includes(what) || pick % 8 === 0),
  { maxLength: 20 },
)

export interface OperatedOptions {
  readonly document: PipelineDocument
  readonly seed: number
  readonly attempts: readonly Attempt[]
  readonly safe?: boolean
  readonly hold_failures?: boolean
  readonly continue_every?: number
  /** Operations of which more is known beforehand. */
  readonly operations?: readonly { readonly at: number; readonly make: (state: ExecutionState) => Operation }[]
}

interface Call {
  readonly step: string
  /** Of the execution when it was made. Absent for those that it begins with. */
  readonly status: ExecutionState['status'] | undefined
  /** Whether it was made after the execution was re-planned. */
  readonly replanned: boolean
}

const WEEK = 7 * 24 * 3600

/** Runs a document whose steps fail, ask and get lost, while people operate it; in the end everything is approved and resumed. */
export async function operatedRun(options: OperatedOptions) {
  const clock = new VirtualClock()
  const told: ExecutionEvent[] = []
  const calls: Call[] = []
  const applied: Operation[] = []
  let refusals = 0
  let runs = 0
  let execution: InProcessExecution | undefined

  const one = async (step: string, number: number): Promise<StepResult> => {
    const { fails, retryable, seconds, v } = weatherOf(step, number, { seed: options.seed, failures: 30 })
    await clock.sleep(seconds).fired
    const isLost = fails && v % 3 === 0
    if (fails) throw new StepError(isLost ? 'worker_lost' : 'step_failed', 'bad weather', { retryable })
    return { outputs: { v }, ...(v === 6 ? { question: ASKED } : {}) }
  }
  const work: Work = async ({ step, batch }: StepRequest, { number }) => {
    const [status, replanned] = [execution?.state().status, told.some(({ type }) => type === 'pipeline.replanned')]
    for (const item of batch ?? [{ step }]) calls.push({ step: item.step, status, replanned })
    if (batch === undefined) return one(step, number)
    const results = batch.map(async (item): Promise<BatchResult['results'][number]> => {
      try {
        return { result: await one(item.step, number) }
      } catch (error) {
        return { failure: failureOf(error) }
      }
    })
    return { results: await Promise.all(results) }
  }

  const operate = (operation: Operation): void => {
    if (execution === undefined) return
    const repeated = applied.some(({ request_id }) => request_id === operation.request_id)
    const before = execution.state()
    const refusal = execution.refusal(operation)
    expect(execution.state()).toEqual(before)
    if (refusal !== undefined) {
      refusals += 1
      return
    }
    const { applied: isApplied } = execution.operate(operation)
    expect(isApplied).toBe(!repeated)
    if (repeated) {
      expect(execution.state()).toEqual(before)
      return
    }
    applied.push(operation)
    const after = execution.state()
    expect(execution.operate(operation)).toEqual({ applied: false, sequence: after.sequence })
    expect(execution.state()).toEqual(after)
  }
  const at = (seconds: number, make: (state: ExecutionState) => Operation) =>
    void clock.sleep(seconds).fired.then(() => execution !== undefined && operate(make(execution.state())))

  for (const attempt of options.attempts) at(attempt.at, (state) => operationOf(attempt, state))
  for (const { at: seconds, make } of options.operations ?? []) at(seconds, make)
  for (const seconds of [1_000, 2_000, 3_000]) {
    at(seconds, ({ approval }) => ({
      operation: 'approve',
      request_id: `approve-${seconds}`,
      digest: approval?.digest ?? 'none',
    }))
    at(seconds, () => ({ operation: 'resume', request_id: `resume-${seconds}` }))
  }
  const plan = planOf(options.document, options.safe === true)
  const start: ExecutionInput = {
    execution_id: 'e',
    input: {},
    answer_expires_minutes: 5,
    ...(options.hold_failures === true ? { hold_failures: true } : {}),
    ...(options.safe === true ? { approval: { digest: 'shown', estimate: UNKNOWN } } : {}),
  }
  const result = await runInProcess(plan, start, {
    work,
    clock,
    onEvent: (event) => told.push(event),
    onStart: (started) => {
      execution = started
      runs += 1
    },
    ...(options.continue_every === undefined ? {} : { continue_every: options.continue_every }),
  })
  return { ...result, told, calls, applied, refusals, runs }
}

/** The plan of a document whose work must not be done twice where it is lost, and whose loops of one step make batches. */
export function planOf(document: PipelineDocument, safe: boolean): Plan {
  const prepared = (node: PlanNode): PlanNode => ({
    ...node,
    ...(node.type === 'function' ? { idempotent: false, takes_batches: true } : {}),
    ...(node.type === 'loop' ? { config: { ...node.config, batch_size: 2 } } : {}),
    ...(node.nodes === undefined ? {} : { nodes: node.nodes.map(prepared) }),
  })
  const plan = planPipeline(document)
  return { ...plan, mode: safe ? 'safe' : 'brave', timeout_seconds: WEEK, nodes: plan.nodes.map(prepared) }
}

const UNKNOWN = { cost_units: null, duration_seconds: null }
const ASKED = { kind: 'below_threshold', message: 'is it good?', choices: ['continue', 'fail', 'replan'] } as const

function operationOf({ what, pick, request }: Attempt, state: ExecutionState): Operation {
  const author = { request_id: `r${request}`, by: 'ada' }
  const all = [...state.steps, ...state.questions]
  const asking = all.filter(({ status }) => status === 'waiting')
  const among = pick % 7 > 0 && asking.length > 0 ? asking : all
  const step = among[pick % Math.max(1, among.length)]?.id ?? 'nobody'
  switch (what) {
    case 'approve':
      return { operation: 'approve', ...author, digest: pick % 3 === 0 ? 'another' : 'shown' }
    case 'answer':
      return { operation: 'answerStep', ...author, step, value: ANSWERS[pick % ANSWERS.length] ?? 'fail' }
    case 'retry':
      return { operation: 'retryStep', ...author, step: all[pick % Math.max(1, all.length)]?.id ?? 'nobody' }
    case 'skip':
      return { operation: 'skipStep', ...author, step: all[pick % Math.max(1, all.length)]?.id ?? 'nobody' }
    default:
      return { operation: what, ...author }
  }
}
