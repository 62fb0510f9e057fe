import type { Goal } from '../planner/typed/goal.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import { STOP_WORDS } from '../words/english.js'
import { stemsOf } from '../words/stem.js'

/** The step that some words mean; undefined where none is, or two are alike. */
export function findStep(words: string, given: readonly Goal[], catalog: PlannerCatalog): Goal | undefined {
  const exact = given.find(
    ({ id }) => new RegExp(`(?<![\\w-])${id.replace(/[^\w-]/g, '')}(?![\\w-])`).test(words) && id.length > 2,
  )
  const said = new Set(stemsOf(words).filter((word) => !STOP_WORDS.has(word)))
  const scored = given
    .map((goal) => ({ goal, score: scoreOf(goal, said, catalog) + (goal === exact ? 1.5 : 0) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
  const [best, second] = scored
  if (
    best === undefined ||
    (second !== undefined && second.score === best.score && second.goal.uses !== best.goal.uses)
  )
    return undefined
  return best.goal
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
