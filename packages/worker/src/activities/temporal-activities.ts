import type { JsonObject, StepRequest } from '@odp/dsl/plan'
import { Context } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import type { SentRequest } from '../workflows/sent-request.js'
import type { Activity, Equipment, StepContext } from './activity.js'
import { executeStep } from './execute-step.js'
import { ACTIVITIES } from './index.js'
import { outputsAsJson } from './measure-outputs.js'
import { failureOf } from './step-error.js'

/** Often enough that one lost heartbeat does no harm; a worker that is killed is missed after ten seconds. */
const HEARTBEAT_INTERVAL_MS = 3_000

/** The activities as a Temporal worker registers them, by step type. */
export function temporalActivities(equipment: Equipment): Record<string, (sent: SentRequest) => Promise<JsonObject>> {
  return Object.fromEntries(
    Object.entries(ACTIVITIES).map(([type, activity]) => [
      type,
      (sent: SentRequest) => runActivity(activity, type, sent, equipment),
    ]),
  )
}

async function runActivity(
  activity: Activity,
  type: string,
  sent: SentRequest,
  equipment: Equipment,
): Promise<JsonObject> {
  const temporal = Context.current()
  const { activityId, workflowExecution } = temporal.info
  // The attempt is no part of the step: `crawl#2` is the second try of `crawl`.
  const request: StepRequest = { ...sent, type, step: activityId.replace(/#\d+$/, '') }
  const context: StepContext = {
    signal: temporal.cancellationSignal,
    execution_id: workflowExecution?.workflowId ?? '',
    heartbeat: (details) => temporal.heartbeat(details),
  }
  const beat = setInterval(() => temporal.heartbeat(), HEARTBEAT_INTERVAL_MS)
  try {
    const outputs = await executeStep(activity, request, context, equipment)
    outputsAsJson(outputs)
    return outputs
  } catch (error) {
    const { code, message, retryable } = failureOf(error)
    throw ApplicationFailure.create({
      message,
      type: code,
      nonRetryable: !retryable,
      ...(error instanceof Error ? { cause: error } : {}),
    })
  } finally {
    clearInterval(beat)
  }
}
