import type { ConversationQuestion } from '@odp/agent/graph'

/** What a line means as a reply; undefined where it has to be said again. */
export function readReply(question: ConversationQuestion, line: string): unknown {
  const word = line.toLowerCase()
  if (question.kind === 'question') {
    const number = /^\d{1,2}$/.test(line) ? Number(line) : 0
    return { answer: question.options[number - 1] ?? line }
  }
  if (question.kind === 'replan') {
    if (word === 'a' || word === 'again') return { action: 'again' }
    if (word === 's' || word === 'stop') return { action: 'stop' }
    return { action: 'edit', request: line }
  }
  const approves = word === 'a' || word === 'approve'
  if (approves) return question.issues.length > 0 ? undefined : { action: 'approve', digest: question.approval.digest }
  if (word === 'r' || word === 'reject') return { action: 'reject' }
  const input = /^input\s+([A-Za-z_][\w-]*)=(.*)$/.exec(line)
  if (input !== null) return { action: 'input', input: { [input[1] ?? '']: input[2] ?? '' } }
  return { action: 'edit', request: line }
}
