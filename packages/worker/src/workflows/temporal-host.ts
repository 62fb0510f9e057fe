import type { StepFailure, StepRequest } from '@odp/dsl/plan'
import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  proxyActivities,
  proxyLocalActivities,
  sleep,
  TimeoutFailure,
} from '@temporalio/workflow'
import { StepError, failureOf as thrownFailure } from '../activities/step-error.js'
import { LARGEST_VALUE } from '../payload-store/value-limits.js'
import { IN_WORKFLOW } from './in-workflow.js'
import type { CallOptions, CallOutcome, Host, Running } from './interpreter/host.js'
import { LocalTurns } from './local-turns.js'
import { packRequest, type SentRequest } from './sent-request.js'
import { type SentResult, unpackResult } from './sent-result.js'

/** A worker that is killed is missed after this time, and its executions go on two seconds later. It sends heartbeats by itself. */
const HEARTBEAT_TIMEOUT = '4s'

/** The same for work that may block its worker: what is made for it, what seemed lost before, and what is not tried again. */
const PATIENT_HEARTBEAT_TIMEOUT = '30s'

const WORKER_LOST = 'the worker stopped answering during the attempt: it was ended, or a method blocked its event loop'

/** Task queues by the kind of machine. */
export type TaskQueues = Readonly<Partial<Record<NonNullable<CallOptions['resource_class']> | 'io', string>>>

type Result = Extract<CallOutcome, { kind: 'returned' }>['result']
type Activities = Record<string, (sent: SentRequest) => Promise<SentResult>>

/** Runs steps as Temporal activities: one activity type a step type, the activity id is the step with its iteration. */
export class TemporalHost implements Host {
  readonly #queues: TaskQueues
  readonly #localTurns = new LocalTurns()

  constructor(queues: TaskQueues = {}) {
    this.#queues = queues
  }

  now(): number {
    return Date.now()
  }

  sleep(seconds: number, fired: () => void): Running {
    const scope = new CancellationScope()
    // A cancelled timer never fires: whoever waited for it has gone on.
    scope.run(() => sleep(seconds * 1000)).then(fired, () => {})
    return { cancel: () => scope.cancel() }
  }

  call(request: StepRequest, options: CallOptions, answer: (outcome: CallOutcome) => void): Running {
    const inWorkflow = options.placement === 'workflow' ? IN_WORKFLOW[request.type] : undefined
    if (inWorkflow !== undefined) return answerLater(() => inWorkflow(request), answer)
    const tooLarge = sizeFailure(request)
    if (tooLarge !== undefined) return answerLater(() => Promise.reject(tooLarge), answer)
    const work =
      options.placement === 'local'
        ? () => this.#localTurns.take(() => callLocally(request, options))
        : () => this.#schedule(request, options)
    // A scope of its own costs as much as the rest of the call; the end of the run cancels what stands in the run's scope.
    const scope = options.separate ? new CancellationScope() : undefined
    let isCancelled = false
    const answered = scope === undefined ? work() : scope.run(work)
    answered.then(
      (sent) => isCancelled || answer({ kind: 'returned', result: unpackResult(sent, request) }),
      (error) => isCancelled || answer({ kind: 'failed', failure: failureOf(error) }),
    )
    return {
      cancel() {
        isCancelled = true
        scope?.cancel()
      },
    }
  }

  #schedule(request: StepRequest, options: CallOptions): Promise<SentResult> {
    const { attempt, timeout_seconds, resource_class } = options
    const { type, step } = request
    const summary = summaryOf(request)
    const taskQueue = this.#queues[resource_class ?? 'io']
    const activities = proxyActivities<Activities>({
      activityId: attempt === 1 ? step : `${step}#${attempt}`,
      startToCloseTimeout: timeout_seconds * 1000,
      heartbeatTimeout: heartbeatTimeout(options),
      cancellationType: ActivityCancellationType.TRY_CANCEL,
      // The interpreter retries itself, the same way on every host, and tells about it.
      retry: { maximumAttempts: 1 },
      ...(summary === undefined ? {} : { summary }),
      ...(taskQueue === undefined ? {} : { taskQueue }),
    })
    return activities[type]?.(packRequest(request)) ?? Promise.reject(noActivity(type))
  }
}

function heartbeatTimeout({ patient, resource_class }: CallOptions): string {
  return patient || resource_class === 'cpu' ? PATIENT_HEARTBEAT_TIMEOUT : HEARTBEAT_TIMEOUT
}

/** In the worker of the workflow, without the server: no queue, no heartbeat, a third of the cost. */
function callLocally(request: StepRequest, { attempt, timeout_seconds }: CallOptions): Promise<SentResult> {
  const activities = proxyLocalActivities<Activities>({
    startToCloseTimeout: timeout_seconds * 1000,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: { maximumAttempts: 1 },
  })
  const { type, step } = request
  return activities[type]?.(packRequest(request, { step, attempt })) ?? Promise.reject(noActivity(type))
}

function answerLater(work: () => Result | Promise<Result>, answer: (outcome: CallOutcome) => void): Running {
  let isCancelled = false
  void Promise.resolve()
    .then(work)
    .then(
      (result) => isCancelled || answer({ kind: 'returned', result }),
      (error) => isCancelled || answer({ kind: 'failed', failure: thrownFailure(error) }),
    )
  return {
    cancel() {
      isCancelled = true
    },
  }
}

function failureOf(error: unknown): StepFailure {
  const cause = error instanceof ActivityFailure ? error.cause : error
  if (cause instanceof ApplicationFailure) {
    const code = (cause.type ?? 'step_failed') as StepFailure['code']
    return { code, message: cause.message, retryable: cause.nonRetryable !== true, ...costOf(cause) }
  }
  if (cause instanceof TimeoutFailure) {
    return cause.timeoutType === 'HEARTBEAT'
      ? { code: 'worker_lost', message: WORKER_LOST, retryable: true }
      : { code: 'step_timed_out', message: 'timed out', retryable: true }
  }
  return { code: 'step_failed', message: cause instanceof Error ? cause.message : String(cause), retryable: true }
}

function costOf({ details }: ApplicationFailure): Pick<StepFailure, 'cost_units'> {
  const [told] = (details ?? []) as readonly (Pick<StepFailure, 'cost_units'> | undefined)[]
  return typeof told?.cost_units === 'number' ? { cost_units: told.cost_units } : {}
}

function sizeFailure(request: StepRequest): StepError | undefined {
  const size = JSON.stringify(request).length
  if (size <= LARGEST_VALUE) return undefined
  const message = `the step would receive ${size} characters of JSON; at most ${LARGEST_VALUE} fit into one call`
  return new StepError('value_too_large', message)
}

function noActivity(type: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`no activity for type '${type}'`, 'interpreter_failed')
}

/** What Temporal's own web page shows beside type and id of the activity: the method, the model or the format. */
function summaryOf(request: StepRequest): string | undefined {
  const name = Object.values(request.config ?? {}).find((value) => typeof value === 'string')
  return typeof name === 'string' ? name.slice(0, 200) : undefined
}
