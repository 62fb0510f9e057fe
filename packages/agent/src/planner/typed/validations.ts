import { needsOf, wordsOf } from './clause-words.js'
import type { Workspace } from './workspace.js'

/** `validate the results, relevance at least 0.8`: a validation step behind everything that it is asked to judge. */
export function addValidations(space: Workspace): void {
  const { request } = space
  const text = request.text
  const names = ['relevance', 'completeness'].filter((name) =>
    new RegExp(`\\b${name}\\b|\\b${name.slice(0, -4)}(?:t|te)\\b`, 'i').test(text),
  )
  const asks =
    /\b(?:validat\w+|quality[- ]check\w*|check)\b(?:\s+\w+){0,3}?\s+(?:results?|outputs?|everything|findings|run|quality|relevance|completeness)\b|\bvalidation step\b/i.exec(
      text,
    )
  if (asks === null && names.length === 0) return
  if (asks === null && !/\b(?:validat\w+|check\w*|ensure|threshold|score)\b/i.test(text)) return
  const at = asks?.index ?? text.toLowerCase().indexOf(names[0] ?? '')
  const clause = request.clauses.find(({ start, end }) => start <= at && at <= end + 1) ?? request.clauses.at(-1)
  if (clause === undefined) return
  const isFirst = !space.goals.some((goal) => goal.at < at && goal.is_given !== true)
  const sinks = space.goals.filter(
    (goal) =>
      (goal.at < at || isFirst) &&
      goal.fallback_of === undefined &&
      !space.goals.some((other) => needsOf(other).includes(goal)),
  )
  const settings = (names.length === 0 ? ['relevance', 'completeness'] : names).map((name) => {
    const place = text.toLowerCase().indexOf(name.slice(0, -4))
    const number = place < 0 ? null : /\d?\.\d+|\d{1,3}\s?%/.exec(text.slice(place, place + 40))
    const value =
      number === null ? undefined : number[0].includes('%') ? Number.parseFloat(number[0]) / 100 : Number(number[0])
    return value === undefined
      ? { path: `checks.${name}.enabled`, value: true }
      : { path: `checks.${name}.threshold`, value }
  })
  for (const { mention } of clause.tokens) if (mention?.kinds.has('number')) space.reserved.add(mention)
  for (const word of ['valid', 'relev', 'complet', 'threshold', 'qualiti', 'ensur']) space.used.add(word)
  space.goals.push({
    id: '',
    uses: 'validation',
    step_type: 'validation',
    clause,
    at,
    words: new Set(),
    because: wordsOf(clause, space),
    bound: new Map(),
    settings,
    after: new Set(sinks),
    artifacts: new Map(),
  })
}
