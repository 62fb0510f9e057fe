import { does } from '../planner/typed/effects.js'
import type { Goal } from '../planner/typed/goal.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import { STOP_WORDS } from '../words/english.js'
import { stemsOf } from '../words/stem.js'

/** The step that some words mean; undefined where none is, or two are alike. */
export function findStep(words: string, given: readonly Goal[], catalog: PlannerCatalog): Goal | undefined {
  const counted = stepByPlace(words, given)
  if (counted !== undefined) return counted
  const exact = given.find(
    ({ id }) => new RegExp(`(?<![\\w-])${id.replace(/[^\w-]/g, '')}(?![\\w-])`).test(words) && id.length > 2,
  )
  const said = new Set(stemsOf(words).filter((word) => !STOP_WORDS.has(word)))
  const scored = given
    .map((goal) => ({ goal, score: scoreOf(goal, said, catalog) + (goal === exact ? 1.5 : 0) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
  const [best, second] = scored
  if (best === undefined) return onlyDoer(words, given)
  if (second !== undefined && second.score === best.score && second.goal.uses !== best.goal.uses) return undefined
  return best.goal
}

const PLACE = /\b(first|second|third|last|final|next to last) (?:one|step|bit|part|thing|piece)\b/i
const PLACES: Readonly<Record<string, number>> = {
  first: 0,
  second: 1,
  third: 2,
  last: -1,
  final: -1,
  'next to last': -2,
}

/** `the last bit`, as the steps stand in the document. */
function stepByPlace(words: string, given: readonly Goal[]): Goal | undefined {
  const place = PLACES[PLACE.exec(words)?.[1]?.toLowerCase() ?? '']
  return place === undefined ? undefined : given.at(place)
}

/** `the mailing`, where one step alone sends anything, whatever its words for it. */
function onlyDoer(words: string, given: readonly Goal[]): Goal | undefined {
  const verbs = words
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .map((word) => word.replace(/ing$/, ''))
  const [only, other] = given.filter(
    ({ capability }) => capability !== undefined && verbs.some((verb) => does(capability, verb)),
  )
  return other === undefined ? only : undefined
}

function scoreOf(goal: Goal, said: ReadonlySet<string>, catalog: PlannerCatalog): number {
  const evidence = goal.capability === undefined ? undefined : catalog.evidence.get(goal.capability)
  let score = 0
  for (const word of said) {
    const rarity = catalog.rarity(word) ?? 1
    const own = goal.words.has(word) ? 2 : (evidence?.weights.get(word) ?? 0)
    score += own * rarity
    if (
      goal.step_type
        .split('_')
        .map((part) => stemsOf(part)[0])
        .includes(word)
    )
      score += 2
  }
  return score
}
