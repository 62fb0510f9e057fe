import type { Clause } from '../../request/clause.js'
import type { Mention } from '../../request/mention.js'
import type { Token } from '../../request/token.js'
import { mentionsOf, sortOf, wordsOf } from './clause-words.js'
import type { Goal } from './goal.js'
import { takes } from './reach.js'
import { contentWords } from './score-capability.js'
import { makeGoal, type Workspace } from './workspace.js'

const REPEATED = 0.7
/** What stands beside the like in a list need not fit as well. */
const LISTED = 0.4

/** `profiles of @a, @b and @c`: constants on their own ask for the same once more. */
export function repeatForMentions(clauses: readonly Clause[], space: Workspace): void {
  for (const clause of clauses) {
    if (clause.is_fallback === true || space.goals.some((goal) => goal.clause === clause)) continue
    const mentions = mentionsOf(clause).filter((mention) => !space.reserved.has(mention))
    if (
      mentions.length === 0 ||
      contentWords(clause.tokens).some(({ stem, weight }) => weight > 0.5 && space.catalog.rarity(stem) === undefined)
    )
      continue
    const near = nearestGoals(clause, space)
    for (const mention of mentions) {
      const model = near.find(
        (goal) => goal.capability !== undefined && goal.is_given === undefined && repeats(goal, mention, space),
      )
      if (model?.capability === undefined) continue
      space.goals.push(
        makeGoal(
          model.capability,
          { ...clause, ...(model.clause.each ? { each: model.clause.each } : {}) },
          { at: mention.start, words: model.words, because: wordsOf(clause, space), own_mention: mention },
        ),
      )
    }
  }
  for (const goal of [...space.goals]) {
    if (goal.capability === undefined || goal.is_given || goal.own_mention !== undefined) continue
    const fitting = mentionsOf(goal.clause).filter(
      (one) =>
        !space.reserved.has(one) &&
        takes(
          goal.capability as NonNullable<typeof goal.capability>,
          one,
          space,
          isPairOf(one, goal) ? LISTED : REPEATED,
        ),
    )
    const [first, ...others] = fitting
    if (
      first === undefined ||
      others.length === 0 ||
      !isConjunction(goal.clause.tokens, fitting) ||
      requiredConstants(goal) !== 1
    )
      continue
    goal.own_mention = first
    for (const mention of others)
      space.goals.push(
        makeGoal(goal.capability, goal.clause, {
          at: mention.start,
          words: goal.words,
          because: goal.because,
          own_mention: mention,
        }),
      )
  }
}

/** Whether another constant of its sort stands right beside it: `Citra and Mosaic`. */
function isPairOf(mention: Mention, { clause }: Goal): boolean {
  return mentionsOf(clause).some(
    (other) => other !== mention && sortOf(other) === sortOf(mention) && isConjunction(clause.tokens, [other, mention]),
  )
}

function requiredConstants({ capability }: Goal): number {
  return capability?.inputs.filter(({ required, arity }) => required && arity === 'one').length ?? 0
}

function isConjunction(tokens: readonly Token[], mentions: readonly Mention[]): boolean {
  const places = mentions.map((mention) => tokens.findIndex((token) => token.mention === mention)).sort((a, b) => a - b)
  return places.every((place, at) => at === 0 || place - (places[at - 1] ?? 0) <= 2)
}

/** Whether a constant is of the sort that the goal has another one of. */
function repeats(goal: Goal, mention: Mention, space: Workspace): boolean {
  if (goal.capability === undefined || !takes(goal.capability, mention, space, REPEATED)) return false
  const own =
    goal.own_mention ??
    mentionsOf(goal.clause).find(
      (one) => one !== mention && takes(goal.capability as NonNullable<typeof goal.capability>, one, space, REPEATED),
    )
  if (own === undefined) return false
  // A port that takes a list takes them all at once.
  const isListed = goal.capability.inputs.some(
    (port) => port.required && port.arity !== 'one' && space.fits.fit(mention, port) !== undefined,
  )
  return sortOf(own) === sortOf(mention) && requiredConstants(goal) <= 1 && !isListed
}

function nearestGoals(clause: Clause, space: Workspace): Goal[] {
  return [...space.goals].sort((a, b) => distance(a.clause, clause) - distance(b.clause, clause))
}

function distance(a: Clause, b: Clause): number {
  return Math.abs(a.index - b.index) + (a.index > b.index ? 0.5 : 0) + (a.sentence === b.sentence ? 0 : 2)
}
