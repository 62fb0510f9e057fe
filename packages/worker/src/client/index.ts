/**
 * Starts executions and asks about them.
 *
 * @module
 */

export { dataConverterFor } from './data-converter.js'
export {
  type EventsOptions,
  ExecutionEndedError,
  ExecutionHandle,
  ExecutionNotFoundError,
  WorkerUnavailableError,
} from './execution-handle.js'
export { type StartOptions, StartTooLargeError, startExecution } from './start-execution.js'
export { DEFAULT_TASK_QUEUE } from './task-queue.js'
export { type TemporalClientOptions, temporalClient } from './temporal-client.js'
