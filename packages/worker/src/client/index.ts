/**
 * Starts executions and asks about them.
 *
 * @module
 */

export { SEARCH_ATTRIBUTES } from '../search-attributes.js'
export { dataConverterFor } from './data-converter.js'
export {
  type EventsOptions,
  ExecutionEndedError,
  ExecutionHandle,
  ExecutionNotFoundError,
  WorkerUnavailableError,
} from './execution-handle.js'
export { OperationRefusedError, type OperationRequest, operateExecution } from './operate-execution.js'
export { readReplaySource, taskQueueOf } from './replay-source.js'
export { ExecutionExistsError, type StartOptions, StartTooLargeError, startExecution } from './start-execution.js'
export { DEFAULT_TASK_QUEUE } from './task-queue.js'
export { type TemporalClientOptions, temporalClient } from './temporal-client.js'
