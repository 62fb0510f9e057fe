import type { JsonObject, StepRequest } from '@odp/dsl/plan'
import { Context } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import type { Activity, Equipment } from './activity.js'
import { executeStep } from './execute-step.js'
import { ACTIVITIES } from './index.js'
import { failureOf, StepError } from './step-error.js'

/** A result of 2 MB is refused by Temporal after the work was done; this says so with a name. */
const LARGEST_RESULT = 1_900_000

/** Often enough that one lost heartbeat does no harm; a worker that is killed is missed after ten seconds. */
const HEARTBEAT_INTERVAL_MS = 3_000

/** The activities as a Temporal worker registers them, by step type. */
export function temporalActivities(equipment: Equipment): Record<string, (request: StepRequest) => Promise<JsonObject>> {
  return Object.fromEntries(
    Object.entries(ACTIVITIES).map(([type, activity]) => [type, (request: StepRequest) => runActivity(activity, request, equipment)]),
  )
}

async function runActivity(activity: Activity, request: StepRequest, equipment: Equipment): Promise<JsonObject> {
  const context = Context.current()
  const { workflowId } = context.info.workflowExecution ?? { workflowId: '' }
  const execution = request.execution ?? { id: workflowId, workspace_id: '', project_id: '', pipeline_id: '' }
  const beat = setInterval(() => context.heartbeat(), HEARTBEAT_INTERVAL_MS)
  try {
    const signal = context.cancellationSignal
    const outputs = await executeStep(activity, request, { signal, execution, heartbeat: (details) => context.heartbeat(details) }, equipment)
    const size = JSON.stringify(outputs).length
    if (size <= LARGEST_RESULT) return outputs
    throw new StepError('value_too_large', `the step returned ${size} characters; at most ${LARGEST_RESULT} fit into one result`)
  } catch (error) {
    const { code, message, retryable } = failureOf(error)
    throw ApplicationFailure.create({ message, type: code, nonRetryable: !retryable, ...(error instanceof Error ? { cause: error } : {}) })
  } finally {
    clearInterval(beat)
  }
}
