import type { Client } from '@temporalio/client'
import { PayloadStoreError } from '../payload-store/payload-store-error.js'

/** Events of the history that are looked at, from its end. */
const LAST_EVENTS = 50

/**
 * Why the workflow task of an execution fails again and again, where that is its payload store: it does not answer, or a value is
 * gone. The server repeats such a task for ever, and refuses queries meanwhile.
 */
export async function payloadStoreProblem(client: Client, id: string): Promise<PayloadStoreError | undefined> {
  const { raw } = await client.workflow.getHandle(id).describe()
  if (Number(raw.pendingWorkflowTask?.attempt ?? 1) < 2) return undefined
  const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: client.options.namespace,
    execution: { workflowId: id },
    maximumPageSize: LAST_EVENTS,
  })
  for (const {
    workflowTaskFailedEventAttributes: failed,
    workflowTaskCompletedEventAttributes: done,
  } of history?.events ?? []) {
    if (done) return undefined
    const { message, applicationFailureInfo: info } = failed?.failure ?? {}
    if (info?.type !== 'payload_store_failed') continue
    return new PayloadStoreError(message ?? '', { retryable: info.nonRetryable !== true })
  }
  return undefined
}
