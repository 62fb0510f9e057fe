import type { ExecutionEvent, StepFailure, StepState } from '@odp/dsl/plan'
import type { Colors } from '../output/colors.js'
import { count } from '../output/count.js'
import { formatDuration } from '../output/format-duration.js'
import { plainLine } from '../output/plain-text.js'
import type { SkipReasons } from './skip-reasons.js'
import { itemsText } from './step-detail.js'
import { stepMark } from './step-mark.js'

/** What is known about the step of an event besides. */
export interface EventFacts {
  readonly started_at: number | undefined
  readonly attempts: number
  /** For a loop that has ended. */
  readonly items?: StepState['items']
}

/** An event of a step on one line; undefined for events that have none. */
export function eventLine(
  event: ExecutionEvent,
  known: EventFacts,
  reasons: SkipReasons,
  colors: Colors,
): string | undefined {
  const took = known.started_at === undefined ? '' : formatDuration(event.time - known.started_at)
  const tries = known.attempts > 1 ? `, ${count(known.attempts, 'attempt')}` : ''
  const items = known.items === undefined ? '' : `, ${itemsText(known.items)}`
  const line = (status: Parameters<typeof stepMark>[0]['status'], what: string) =>
    `${stepMark({ status }, colors)} ${event.step_id}  ${what}`
  switch (event.type) {
    case 'step.started':
      return line('running', 'started')
    case 'step.retrying':
      return line('running', `attempt ${event.attempt} follows: ${failureText(event.failure)}`)
    case 'step.completed':
      return line('completed', `completed${took && ` in ${took}`}${items}${tries}`)
    case 'step.failed':
      return line('failed', `failed${took && ` after ${took}`}${items}${tries}: ${failureText(event.failure)}`)
    case 'step.skipped':
      return line('skipped', `skipped: ${reasons.of(event.step_id ?? '', event.reason ?? '')}`)
    case 'step.cancelled':
      return line('cancelled', 'cancelled')
    default:
      return undefined
  }
}

function failureText(failure: StepFailure | undefined): string {
  return failure === undefined ? 'no reason was recorded' : `${failure.code}: ${plainLine(failure.message)}`
}
