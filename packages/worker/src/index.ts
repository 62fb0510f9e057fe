/**
 * The durable side of ODP: a Temporal worker that runs plans.
 *
 * @module
 */
export type { Activity, Equipment, StepContext } from './activities/activity.js'
export { StepError } from './activities/step-error.js'
export { CacheError } from './cache/cache-error.js'
export { cacheOf } from './cache/open-cache.js'
export type { CacheEntry, ResultCache } from './cache/result-cache.js'
export { DEFAULT_TASK_QUEUE } from './client/task-queue.js'
export {
  type RunningWorker,
  ServerUnreachableError,
  type StartWorkerOptions,
  startWorker,
} from './embedded-worker.js'
export type { EquipmentOptions } from './equipment.js'
export {
  type EventBus,
  type EventDelivery,
  EventFileError,
  EventGapError,
  type FileEventBus,
  type FileEventBusOptions,
  fileEventBus,
  type InProcessEventBus,
  inProcessEventBus,
  type ReadEventsOptions,
  readEvents,
  type SubscribeOptions,
} from './events/index.js'
export { workerInstallation } from './installation.js'
export { installQuietRuntime, MetricsAddressError, type TelemetrySettings } from './operations/install-runtime.js'
export { WORKER_METRICS } from './operations/metrics.js'
export type { WorkKind } from './operations/served-queues.js'
export type {
  Bar,
  Block,
  Cell,
  Fact,
  Finding,
  GraphData,
  GraphEdge,
  GraphNode,
  ReportDocument,
  ReportSection,
  Severity,
  TableColumn,
} from './reports/index.js'
export { createWorker, type WorkerOptions } from './worker.js'
