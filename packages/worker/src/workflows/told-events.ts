import type { ExecutionEvent } from '@odp/dsl/plan'
import { isFinalEvent } from '../events/is-final-event.js'

/** Global of the sandbox, set by a worker that hears of ends only. What is told is outside of history, so each worker may have it as it likes. */
export const HEARS_ENDS_ONLY = 'ODP_HEARS_ENDS_ONLY'

/** Those of new events that the worker wants to hear. */
export function toldEvents(added: ExecutionEvent[]): ExecutionEvent[] {
  return Object.hasOwn(globalThis, HEARS_ENDS_ONLY) ? added.filter(isFinalEvent) : added
}
