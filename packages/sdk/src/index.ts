/**
 * Client of ODP: submit a pipeline, follow it, read its typed result.
 *
 * @module
 */
export { type ClientOptions, createClient, type OdpClient, type SubmitOptions } from './create-client.js'
export {
  ExecutionCancelledError,
  ExecutionFailedError,
  PipelineInvalidError,
  ServerUnreachableError,
} from './errors.js'
export { Execution, type OperationOptions } from './execution.js'
export type { ReplayPreview, ReplayRequest, StartSettings } from './starter.js'
