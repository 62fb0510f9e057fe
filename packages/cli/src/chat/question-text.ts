import type { ConversationQuestion } from '@odp/agent/graph'
import type { Colors } from '../output/colors.js'
import { plainLine, plainText } from '../output/plain-text.js'
import { estimateLines } from '../output/status-text.js'

/** What a failure that is shown beside a pipeline came to; those of a model have many codes. */
const FAILED: Readonly<Record<string, string>> = {
  change_failed: 'nothing was changed',
  approval_stale: 'it was not started',
  submit_failed: 'it was not started',
}

/** A question as it is put to a person, with what may be replied. */
export function questionText(question: ConversationQuestion, colors: Colors): string {
  if (question.kind === 'question') {
    const options = question.options.map((option, at) => `  ${at + 1}  ${plainLine(option)}`)
    return [`${colors.yellow('?')} ${plainLine(question.text)}`, ...options].join('\n')
  }
  if (question.kind === 'replan') {
    const { status, failure, steps } = question.execution
    const failed = steps
      .filter((step) => step.status === 'failed')
      .map(({ id, failure: code }) => `  ${plainLine(id)}  ${code ?? ''}`)
    return [
      `${colors.red('✖')} the execution ended: ${status} ${failure ?? ''}`.trimEnd(),
      ...failed,
      '  [a]gain, [s]top, or say what is to change',
    ].join('\n')
  }
  const { document, approval, spent, issues, policy, unused_words, diff, changes, failure } = question
  const lines = [
    plainText(document),
    ...diff.map((line) => `  ${plainText(line)}`),
    ...estimateLines(approval.estimate, colors),
    ...(spent === 0 ? [] : [`  ${colors.dim('spent    ')} ${spent} units, by earlier executions`]),
    `  ${colors.dim('digest   ')} ${approval.digest}`,
  ]
  for (const reason of policy) lines.push(`${colors.yellow('!')} left out: ${plainLine(reason)}`)
  if (question.reused.length > 0) lines.push(`  ${colors.dim('reused   ')} ${plainLine(question.reused.join(', '))}`)
  if (unused_words.length > 0) lines.push(`${colors.yellow('!')} not used: ${plainLine(unused_words.join(', '))}`)
  for (const { message, hint } of issues) {
    lines.push(`${colors.red('✖')} ${plainLine(message)}`)
    if (hint !== undefined) lines.push(`    ${colors.dim(plainLine(hint))}`)
  }
  if (changes.length > 0) {
    lines.push(`${colors.yellow('!')} the approval that was given does not cover it:`)
    for (const { kind, text } of changes) lines.push(`    ${colors.dim(kind.padEnd(8))} ${plainLine(text)}`)
  }
  if (failure !== undefined) {
    lines.push(
      `${colors.red('✖')} ${FAILED[failure.code] ?? 'it was made without the model'}: ${plainLine(failure.message)}`,
    )
  }
  const may =
    issues.length === 0 ? '[a]pprove, [r]eject,' : 'it cannot be started like this: [r]eject, input NAME=TEXT,'
  lines.push(`${colors.yellow('?')} ${may} or say what is to change`)
  return lines.join('\n')
}
