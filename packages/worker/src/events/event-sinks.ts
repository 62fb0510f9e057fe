import type { InjectedSinks } from '@temporalio/worker'
import type { EventPublisher } from './event-publisher.js'
import type { EventSinks } from './event-sink.js'

/**
 * The worker's end of what workflows tell. Without a publisher it hears and does nothing: a missing end would be logged as an
 * error.
 */
export function eventSinks(publisher?: EventPublisher): InjectedSinks<EventSinks> {
  return {
    events: {
      emitted: {
        fn: (info, events) => publisher?.accept(events, info.unsafe.isReplayingHistoryEvents),
        // A replay tells which events Temporal has taken.
        callDuringReplay: true,
      },
    },
  }
}
