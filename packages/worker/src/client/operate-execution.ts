import { randomUUID } from 'node:crypto'
import {
  type OperationArguments,
  type OperationName,
  type OperationResult,
  REFUSAL_CODES,
  type RefusalCode,
} from '@odp/dsl/plan'
import {
  ApplicationFailure,
  type Client,
  type WorkflowHandle,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client'
import type { PayloadStoreError } from '../payload-store/payload-store-error.js'
import { ExecutionHandle, ExecutionNotFoundError, WorkerUnavailableError } from './execution-handle.js'
import { patiently } from './patient.js'
import { payloadStoreProblem } from './payload-store-problem.js'

/** How long an operation waits for a worker, in milliseconds. */
const PATIENCE_MS = 60_000

/**
 * What an operation is given. Without `request_id` every call is a request of its own; with one it can be repeated without harm.
 *
 * @example
 * ```ts
 * import type { OperationRequest } from '@odp/worker/client'
 *
 * const request: OperationRequest<'skipStep'> = { step: 'others[3].crawl', by: 'ada', reason: 'the profile is private' }
 * ```
 */
export type OperationRequest<Name extends OperationName> = Omit<OperationArguments[Name], 'request_id'> & {
  readonly request_id?: string
}

/**
 * An operation that cannot be carried out now. It has had no effect and has left no trace.
 *
 * @example
 * ```ts
 * import { OperationRefusedError, operateExecution, temporalClient } from '@odp/worker/client'
 * import { Connection } from '@temporalio/client'
 *
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * await operateExecution(client, 'ada-1', 'resume', {}).catch((error: unknown) => {
 *   if (error instanceof OperationRefusedError) console.error(error.code, error.message)
 * })
 * ```
 */
export class OperationRefusedError extends Error {
  override readonly name = 'OperationRefusedError'
  readonly code: RefusalCode

  constructor(code: RefusalCode, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * Does something to an execution, as one Temporal update whose id is its name with that of the request. Where the payload store keeps an
 * execution from taking any task, `cancel` terminates it in Temporal.
 *
 * @throws OperationRefusedError, ExecutionNotFoundError, PayloadStoreError when a value is gone without which nothing can be done, and WorkerUnavailableError when no worker answers for a minute: then
 * nobody knows whether it was carried out, and it can be repeated with the same `request_id`
 * @example
 * ```ts
 * import { operateExecution, temporalClient } from '@odp/worker/client'
 * import { Connection } from '@temporalio/client'
 *
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * const { applied } = await operateExecution(client, 'ada-1', 'pause', { by: 'ada', request_id: 'ada-7' })
 * ```
 */
export async function operateExecution<Name extends OperationName>(
  client: Client,
  id: string,
  name: Name,
  request: OperationRequest<Name>,
): Promise<OperationResult> {
  const request_id = request.request_id ?? randomUUID()
  const given = { ...request, request_id } as unknown as OperationArguments[Name]
  // With the name, or Temporal would answer another operation of the same id with what the first one did.
  const update = { args: [given] as [OperationArguments[Name]], updateId: `${name}:${request_id}` }
  const handle = client.workflow.getHandle(id)
  const problem = await payloadStoreProblem(client, id).catch(() => undefined)
  if (problem !== undefined && name === 'cancel') return await terminate(handle, problem, given)
  // No worker will ever take it up.
  if (problem?.nonRetryable === true) throw problem
  const giveUpAt = Date.now() + PATIENCE_MS
  const send = () =>
    client.connection.withDeadline(giveUpAt, () =>
      handle.executeUpdate<OperationResult, [OperationArguments[Name]]>(name, update),
    )
  try {
    return await patiently(send)
  } catch (error) {
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) throw new WorkerUnavailableError(id, error)
    if (error instanceof WorkflowNotFoundError) return await afterEnd(client, id, name, request_id)
    throw refusalOf(error) ?? error
  }
}

/** Ends an execution whose tasks fail, so that it cannot end itself. */
async function terminate(
  handle: WorkflowHandle,
  { code, message }: PayloadStoreError,
  { by, reason }: Pick<OperationArguments['cancel'], 'by' | 'reason'>,
): Promise<OperationResult> {
  const who = [by === undefined ? '' : ` by ${by}`, reason === undefined ? '' : ` (${reason})`].join('')
  await handle.terminate(`cancelled${who}, ${code}: ${message}`)
  return { applied: true, sequence: 0 }
}

/** What an operation means for an execution that takes none any more: nothing, when it was carried out before. */
async function afterEnd(client: Client, id: string, name: OperationName, request_id: string): Promise<OperationResult> {
  const handle = new ExecutionHandle(client, id)
  const { status } = await client.workflow
    .getHandle(id)
    .describe()
    .catch((error: unknown) => {
      throw error instanceof WorkflowNotFoundError ? new ExecutionNotFoundError(id) : error
    })
  const state = await handle.status().catch(() => undefined)
  if (state?.audit.some((entry) => entry.request_id === request_id && entry.operation === name))
    return { applied: false, sequence: state.sequence }
  const how = state?.status ?? status.name.toLowerCase()
  throw new OperationRefusedError('execution_ended', `the execution '${id}' has ended as ${how}`)
}

function refusalOf(error: unknown): OperationRefusedError | undefined {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined
  if (!(cause instanceof ApplicationFailure) || typeof cause.type !== 'string') return undefined
  if (!Object.hasOwn(REFUSAL_CODES, cause.type)) return undefined
  return new OperationRefusedError(cause.type as RefusalCode, cause.message)
}
