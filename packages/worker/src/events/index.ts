/**
 * Events of executions, pushed to whoever wants them.
 *
 * @module
 */
export { type EventBus, EventGapError } from './event-bus.js'
export type { EventDelivery } from './event-subscription.js'
export { type FileEventBus, type FileEventBusOptions, fileEventBus } from './file-event-bus.js'
export { type InProcessEventBus, inProcessEventBus, type SubscribeOptions } from './in-process-event-bus.js'
export { EventFileError, type ReadEventsOptions, readEvents } from './read-events.js'
