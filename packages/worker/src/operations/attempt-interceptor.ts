import type { BatchResult, StepResult } from '@odp/dsl/plan'
import type { Context } from '@temporalio/activity'
import { ApplicationFailure, CancelledFailure } from '@temporalio/common'
import type { ActivityInboundCallsInterceptor, ActivityInterceptors } from '@temporalio/worker'
import { type SentRequest, unpackRequest } from '../workflows/sent-request.js'
import { type SentResult, unpackResult } from '../workflows/sent-result.js'
import type { Attempt, WorkObserver } from './work-observer.js'

/** Milliseconds that a method has to end after its signal when its worker is shut down. */
const LAST_MOMENT_MS = 1_000

/** Around every activity: tells how it went, and gives a step back at once when its worker ends before it does. */
export function attemptInterceptor(observers: readonly WorkObserver[]): (context: Context) => ActivityInterceptors {
  return (context) => ({
    inbound: {
      async execute(input, next) {
        const startedAt = performance.now()
        const request = unpackRequest(input.args[0] as SentRequest)
        const tell = (outcome: Pick<Attempt, 'outcome' | 'code'>, result?: StepResult | BatchResult): void => {
          const attempt = {
            ...attemptOf(context, request, performance.now() - startedAt),
            ...outcome,
            ...gains(result),
          }
          for (const observer of observers) observer.attempted(attempt)
        }
        try {
          const result = await untilShutdown(context, next(input))
          tell({ outcome: 'completed' }, unpackResult(result as SentResult, request))
          return result
        } catch (error) {
          const failure = isShutDown(context) ? workerLost() : error
          tell(outcomeOf(context, failure))
          throw failure
        }
      },
    } satisfies ActivityInboundCallsInterceptor,
  })
}

/** The work, or its end by the end of the worker. A method that does not listen to its signal goes on until the process ends. */
function untilShutdown(context: Context, work: Promise<unknown>): Promise<unknown> {
  const { cancellationSignal } = context
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined
    const giveBack = () => {
      if (isShutDown(context)) timer = setTimeout(() => reject(workerLost()), LAST_MOMENT_MS)
    }
    cancellationSignal.addEventListener('abort', giveBack, { once: true })
    const settled = () => {
      clearTimeout(timer)
      cancellationSignal.removeEventListener('abort', giveBack)
    }
    work.then(resolve, reject).finally(settled)
  })
}

function isShutDown({ cancellationSignal }: Context): boolean {
  const { aborted, reason } = cancellationSignal
  return aborted && reason instanceof CancelledFailure && reason.message === 'WORKER_SHUTDOWN'
}

/** Another worker takes the step over as soon as it hears of it; without this it would have to be missed first. */
function workerLost(): ApplicationFailure {
  return ApplicationFailure.retryable('the worker was shut down during the attempt', 'worker_lost')
}

function outcomeOf({ cancellationSignal }: Context, error: unknown): Pick<Attempt, 'outcome' | 'code'> {
  const code = error instanceof ApplicationFailure ? (error.type ?? 'step_failed') : 'step_failed'
  return cancellationSignal.aborted && code !== 'worker_lost' ? { outcome: 'cancelled' } : { outcome: 'failed', code }
}

function attemptOf({ info }: Context, request: ReturnType<typeof unpackRequest>, duration: number) {
  const [id = info.activityId, number = '1'] = info.activityId.split('#')
  const { step = id, attempt = Number(number), batch } = request
  return {
    execution_id: info.workflowExecution?.workflowId ?? '',
    step,
    type: info.activityType,
    attempt,
    task_queue: info.taskQueue,
    duration_ms: Math.round(duration),
    ...(batch === undefined ? {} : { items: batch.length }),
  }
}

function gains(result: StepResult | BatchResult | undefined): Pick<Attempt, 'cache_hits' | 'cost_units'> {
  if (result === undefined) return { cache_hits: 0, cost_units: 0 }
  const results =
    'results' in result ? result.results.flatMap((entry) => ('result' in entry ? [entry.result] : [])) : [result]
  return {
    cache_hits: results.filter(({ reused }) => reused === 'cache').length,
    cost_units: results.reduce((sum, { cost_units = 0 }) => sum + cost_units, 0),
  }
}
