import type { Client } from '@temporalio/client'
import { Runtime } from '@temporalio/worker'
import { ExecutionHandle } from '../client/execution-handle.js'
import type { EventBus } from './event-bus.js'
import { EventPublisher } from './event-publisher.js'

/**
 * Publishes what workflows tell of on a bus; what is missing is asked for through a client, and first what was left unpublished
 * before.
 *
 * @throws the error of a bus that cannot be used
 */
export async function publishEvents(bus: EventBus, client: Client): Promise<EventPublisher> {
  const unfinished = await bus.unfinished()
  const publisher = new EventPublisher({
    bus,
    read: (execution_id, after, limit) => new ExecutionHandle(client, execution_id).readEvents(after, limit),
    onError: (error, execution_id) =>
      Runtime.instance().logger.warn('events cannot be published yet and are tried again', { execution_id, error }),
  })
  void publisher.catchUp(unfinished)
  return publisher
}
