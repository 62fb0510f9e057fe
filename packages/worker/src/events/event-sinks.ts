import type { InjectedSinks } from '@temporalio/worker'
import type { WorkObserver } from '../operations/work-observer.js'
import type { EventPublisher } from './event-publisher.js'
import type { EventSinks } from './event-sink.js'

/**
 * The worker's end of what workflows tell. Without anybody to tell it hears and does nothing: a missing end would be logged as
 * an error.
 */
export function eventSinks(
  publisher?: EventPublisher,
  observers: readonly WorkObserver[] = [],
): InjectedSinks<EventSinks> {
  return {
    events: {
      emitted: {
        fn(info, events) {
          const { isReplayingHistoryEvents } = info.unsafe
          publisher?.accept(events, isReplayingHistoryEvents)
          if (isReplayingHistoryEvents) return
          for (const observer of observers) observer.happened(events)
        },
        // A replay tells which events Temporal has taken.
        callDuringReplay: true,
      },
    },
  }
}
