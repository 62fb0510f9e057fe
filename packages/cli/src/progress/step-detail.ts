import type { StepState } from '@odp/dsl/plan'
import { count } from '../output/count.js'
import { plainLine } from '../output/plain-text.js'
import { progressBar } from '../output/progress-bar.js'
import type { SkipReasons } from './skip-reasons.js'
import type { StepPlace } from './step-layout.js'

/** What stands behind a step: why it waits, how far it is, or why it did not do its work. */
export function stepDetail(
  step: StepState,
  place: StepPlace,
  states: ReadonlyMap<string, StepState>,
  reasons: SkipReasons,
): string {
  switch (step.status) {
    case 'pending':
      return pendingDetail(place, states)
    case 'running':
      return [runningItems(step), step.attempts > 1 ? `attempt ${step.attempts}` : ''].filter(Boolean).join(', ')
    case 'waiting':
      return step.question === undefined
        ? ''
        : `${plainLine(step.question.message)}: ${step.question.choices.join(', ')}?`
    case 'completed':
      return [settledItems(step), attempts(step)].filter(Boolean).join(', ')
    case 'failed':
      return [failureText(step), settledItems(step), attempts(step), rescue(step)].filter(Boolean).join(', ')
    case 'skipped':
      return reasons.of(step.id, step.reason ?? '')
    case 'cancelled':
      return 'cancelled'
  }
}

function pendingDetail({ parent, waits_for, on_demand }: StepPlace, states: ReadonlyMap<string, StepState>): string {
  const isOpen = (id: string) => states.get(id)?.status === 'pending' || states.get(id)?.status === 'running'
  const open = waits_for.filter(isOpen)
  const rest = open.length > 2 ? ` and ${open.length - 2} more` : ''
  if (open.length > 0) return `waits for ${open.slice(0, 2).join(', ')}${rest}`
  if (on_demand) return 'only when needed'
  return parent !== undefined && states.get(parent)?.status === 'pending' ? `waits for ${parent}` : 'ready'
}

function runningItems({ items }: StepState): string {
  if (items === undefined) return ''
  const { settled, count: all, running, failed } = items
  const failures = failed === 0 ? '' : `, ${failed} failed`
  return `${settled}/${all} ${progressBar(settled, all, 16)} ${running} at a time${failures}`
}

function settledItems({ items }: StepState): string {
  return items === undefined ? '' : itemsText(items)
}

/** The items of a loop that has ended. */
export function itemsText(items: NonNullable<StepState['items']>): string {
  return `${count(items.count, 'item')}${items.failed === 0 ? '' : `, ${items.failed} failed`}`
}

function attempts(step: StepState): string {
  return step.attempts > 1 ? count(step.attempts, 'attempt') : ''
}

function failureText({ failure }: StepState): string {
  return failure === undefined ? '' : `${failure.code}: ${plainLine(failure.message)}`
}

function rescue({ rescued_by }: StepState): string {
  return rescued_by === undefined ? '' : `${rescued_by} stands in`
}
