import type { Clause } from '../../request/clause.js'
import { REQUEST_VERBS, STOP_WORDS } from '../../words/english.js'
import { mentionsOf, needsOf } from './clause-words.js'
import type { Goal } from './goal.js'
import type { Workspace } from './workspace.js'

/** `Object NG-12: …`: what everything that follows is about. */
export function isTopic({ tokens, end }: Clause, { request }: Workspace): boolean {
  return (
    /^\s*:/.test(request.text.slice(end)) &&
    tokens.some(({ mention }) => mention !== undefined) &&
    !tokens.some(({ kind, stem, lower }) => kind === 'word' && (REQUEST_VERBS.has(stem) || STOP_WORDS.has(lower)))
  )
}

/** Takes out the steps of topics whose constants others took, and that nothing reads. */
export function dropIdleTopics(space: Workspace): void {
  const { goals } = space
  const takesSame = (goal: Goal) => {
    const own = mentionsOf(goal.clause)
    return goals.some(
      (other) =>
        other.clause !== goal.clause &&
        other.clause.sentence === goal.clause.sentence &&
        [...other.bound.values()]
          .flat()
          .some((source) => source.kind === 'const' && source.mention !== undefined && own.includes(source.mention)),
    )
  }
  const idle = goals.filter(
    (goal) =>
      goal.capability !== undefined &&
      goal.is_given === undefined &&
      isTopic(goal.clause, space) &&
      !isNamed(goal, space) &&
      takesSame(goal) &&
      !goals.some((reader) => reader !== goal && needsOf(reader).includes(goal)),
  )
  for (const goal of idle) goals.splice(goals.indexOf(goal), 1)
}

/** Whether a whole name of a step stands in the request. */
function isNamed({ capability }: Goal, { catalog, request }: Workspace): boolean {
  const said = new Set(request.tokens.map(({ stem }) => stem))
  const phrases = capability === undefined ? [] : (catalog.evidence.get(capability)?.phrases ?? [])
  return phrases.some((phrase) => phrase.length > 1 && phrase.every((word) => said.has(word)))
}
