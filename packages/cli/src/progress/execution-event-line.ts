import type { ExecutionEvent, ExecutionEventType } from '@odp/dsl/plan'
import type { Colors } from '../output/colors.js'
import { plainLine } from '../output/plain-text.js'

const MARKS: Readonly<Record<ExecutionEventType, readonly [mark: string, color: Color]>> = {
  'pipeline.submitted': ['○', 'dim'],
  'pipeline.approval_requested': ['?', 'yellow'],
  'pipeline.approved': ['✔', 'green'],
  'pipeline.started': ['◐', 'cyan'],
  'pipeline.paused': ['‖', 'yellow'],
  'pipeline.resumed': ['◐', 'cyan'],
  'pipeline.replanned': ['↻', 'cyan'],
  'pipeline.completed': ['✔', 'green'],
  'pipeline.failed': ['✖', 'red'],
  'pipeline.cancelled': ['⊘', 'yellow'],
  'step.started': ['◐', 'cyan'],
  'step.retrying': ['↻', 'yellow'],
  'step.answer_requested': ['?', 'yellow'],
  'step.answered': ['✔', 'green'],
  'step.completed': ['✔', 'green'],
  'step.failed': ['✖', 'red'],
  'step.skipped': ['⊘', 'dim'],
  'step.cancelled': ['⊘', 'yellow'],
}

type Color = 'dim' | 'yellow' | 'green' | 'cyan' | 'red'

/** Any event on one line: number, time of day in UTC, what happened, to which step, and all that is known about it. */
export function executionEventLine(event: ExecutionEvent, colors: Colors): string {
  // A newer worker may tell of what this command does not know yet.
  const [mark, color] = MARKS[event.type] ?? ['·', 'dim']
  const time = new Date(event.time).toISOString().slice(11, 23)
  const number = String(event.sequence).padStart(5)
  const facts = [event.step_id ?? '', ...factsOf(event)].map(plainLine).filter((fact) => fact !== '')
  return [colors.dim(`${number}  ${time}`), `${colors[color](mark)} ${plainLine(event.type)}`, ...facts].join('  ')
}

function factsOf(event: ExecutionEvent): string[] {
  const { attempt, failure, reason, reused, warning, by, question, approval } = event
  return [
    attempt === undefined || (attempt === 1 && event.type === 'step.started') ? '' : `attempt ${attempt}`,
    failure === undefined ? '' : `${failure.code}: ${failure.message}`,
    reason ?? '',
    reused === undefined ? '' : `from the ${reused}`,
    warning === undefined ? '' : `warning: ${warning}`,
    question === undefined ? '' : `${question.message}: ${question.choices.join(', ')}?`,
    approval === undefined ? '' : `digest ${approval.digest}`,
    by === undefined ? '' : `by ${by}`,
  ]
}
