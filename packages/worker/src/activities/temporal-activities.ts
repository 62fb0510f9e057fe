import type { BatchResult, StepRequest, StepResult } from '@odp/dsl/plan'
import { Context } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import { projectOutputs } from '../payload-store/project-outputs.js'
import { type SentRequest, unpackRequest } from '../workflows/sent-request.js'
import { packResult, type SentResult } from '../workflows/sent-result.js'
import type { Equipment, StepContext } from './activity.js'
import { executeBatch } from './execute-batch.js'
import { executeStep } from './execute-step.js'
import { ACTIVITIES } from './index.js'
import { LocalWork } from './local-work.js'
import { outputsAsJson } from './measure-outputs.js'
import { failureOf } from './step-error.js'

/** A worker that is killed is missed when some of these are, and a method that is cancelled hears of it with the next one. */
const HEARTBEAT_INTERVAL_MS = 1_000

/** Of this thread, whatever workers it has. */
const LOCAL_WORK = new LocalWork()

/** What a call gives: a result, or one for each item of a batch. */
type CallResult = StepResult | BatchResult

/** Activities as a Temporal worker registers them, by step type. */
export type TemporalActivities = Readonly<Record<string, (sent: SentRequest) => Promise<SentResult>>>

/** The activities of a worker with this equipment. */
export function temporalActivities(equipment: Equipment): TemporalActivities {
  return activitiesThat(async (type, request, context) => {
    if (request.batch !== undefined) return measured(await executeBatch(ACTIVITIES[type], request, context, equipment))
    const result = await executeStep(ACTIVITIES[type], request, context, equipment)
    const { payload_store } = equipment
    return payload_store === undefined
      ? measured(result)
      : { ...result, ...(await projectOutputs(result.outputs, request.reads, payload_store)) }
  })
}

/** One activity for each step type that does work, each of which does it by `perform`. */
export function activitiesThat(
  perform: (type: keyof typeof ACTIVITIES, request: StepRequest, context: StepContext) => Promise<CallResult>,
): TemporalActivities {
  const types = Object.keys(ACTIVITIES) as (keyof typeof ACTIVITIES)[]
  return Object.fromEntries(
    types.map((type) => [
      type,
      (sent: SentRequest) => runActivity(type, sent, (request, context) => perform(type, request, context)),
    ]),
  )
}

async function runActivity(
  type: string,
  sent: SentRequest,
  perform: (request: StepRequest, context: StepContext) => Promise<CallResult>,
): Promise<SentResult> {
  const temporal = Context.current()
  const { activityId, isLocal, workflowExecution } = temporal.info
  // `crawl#2` is the second attempt of `crawl`.
  const [id = activityId, number = '1'] = activityId.split('#')
  const { step = id, attempt = Number(number), ...request } = unpackRequest(sent)
  const context: StepContext = {
    signal: temporal.cancellationSignal,
    execution_id: workflowExecution?.workflowId ?? '',
    attempt,
    heartbeat(details) {
      // Of a step that is done beside its workflow nobody hears them.
      if (!isLocal) temporal.heartbeat(details)
    },
  }
  if (isLocal) await LOCAL_WORK.turn()
  const beat = isLocal ? undefined : setInterval(() => temporal.heartbeat(), HEARTBEAT_INTERVAL_MS)
  try {
    return packResult(await perform({ ...request, type, step }, context), request)
  } catch (error) {
    const { code, message, retryable, cost_units } = failureOf(error)
    const more = {
      ...(error instanceof Error ? { cause: error } : {}),
      ...(cost_units === undefined ? {} : { details: [{ cost_units }] }),
    }
    throw ApplicationFailure.create({ message, type: code, nonRetryable: !retryable, ...more })
  } finally {
    clearInterval(beat)
  }
}

/** The result, whose outputs can be recorded; what is projected is measured there. */
function measured<Result extends CallResult>(result: Result): Result {
  for (const { outputs } of resultsOf(result)) outputsAsJson(outputs)
  return result
}

function resultsOf(result: CallResult): readonly StepResult[] {
  return 'results' in result ? result.results.flatMap((entry) => ('result' in entry ? [entry.result] : [])) : [result]
}
