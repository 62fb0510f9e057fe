import type { ExecutionState, StepState } from '@odp/dsl/plan'

/** Steps in the table; a longer one is slow to read. */
const MOST_STEPS = 200

const MARKS: Readonly<Record<StepState['status'], string>> = {
  pending: '·',
  running: '▶',
  waiting: '?',
  completed: '✔',
  failed: '✖',
  skipped: '–',
  cancelled: '■',
}

/** The state of an execution as Markdown, for Temporal's web page: no inputs, no outputs, and of failures the code only. */
export function executionDetails(state: ExecutionState): string {
  const { status, cost_units, failure, steps, questions } = state
  const ended = steps.filter((step) => !['pending', 'running', 'waiting'].includes(step.status)).length
  const facts = [`**${status}**`, `${ended} of ${steps.length} steps ended`, `cost ${cost_units}`]
  if (failure !== undefined) facts.push(`failed by \`${failure.code}\`${failure.step ? ` in \`${failure.step}\`` : ''}`)
  const rows = [...questions, ...steps].slice(0, MOST_STEPS)
  const rest = questions.length + steps.length - rows.length
  return [
    facts.join(' · '),
    '',
    '| step | type | status | attempts | seconds |',
    '|---|---|---|---|---|',
    ...rows.map(rowOf),
    ...(rest > 0 ? ['', `and ${rest} more`] : []),
  ].join('\n')
}

function rowOf({ id, type, status, attempts, started_at, ended_at, reused, failure, items }: StepState): string {
  const notes = [
    ...(failure === undefined ? [] : [`\`${failure.code}\``]),
    ...(reused === undefined ? [] : [`from ${reused}`]),
    ...(items === undefined ? [] : [`${items.settled} of ${items.count} items`]),
  ]
  const seconds = started_at === undefined || ended_at === undefined ? '' : ((ended_at - started_at) / 1000).toFixed(1)
  const state = [`${MARKS[status]} ${status}`, ...notes].join(', ')
  return `| \`${id}\` | ${type} | ${state} | ${attempts || ''} | ${seconds} |`
}
