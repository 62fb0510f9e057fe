import type { Client } from '@temporalio/client'
import { Runtime } from '@temporalio/worker'
import { ExecutionHandle } from '../client/execution-handle.js'
import type { EventBus } from './event-bus.js'
import { EventPublisher } from './event-publisher.js'

/** Publishes what workflows tell of on a bus; what is missing is asked for through a client. */
export function publishEvents(bus: EventBus, client: Client): EventPublisher {
  return new EventPublisher({
    bus,
    read: (execution_id, after, limit) => new ExecutionHandle(client, execution_id).readEvents(after, limit),
    onError: (error, execution_id) =>
      Runtime.instance().logger.warn('events cannot be published yet and are tried again', { execution_id, error }),
  })
}
