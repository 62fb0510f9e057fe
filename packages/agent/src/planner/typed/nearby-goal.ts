import type { Clause } from '../../request/clause.js'
import type { Mention, MentionKind } from '../../request/mention.js'
import type { Token } from '../../request/token.js'
import type { Near } from '../../retrieve/nearby.js'
import { isHard } from './constant-fit.js'
import { fieldFit } from './field-fit.js'
import { kindsNamed } from './meanings.js'
import { isReachable, takes } from './reach.js'
import { contentWords } from './score-capability.js'
import type { Workspace } from './workspace.js'

const TAKES = 1.5
const REACHES = 0.5
const FED = 0.8
const ANSWERS = 0.5
const LEAST_SCORE = 4.2
const LEAST_COVERED = 0.42
const LEAST_LEAD = 0.8
/** What stands beside other words that were understood has to be nearer. */
const COVERED_BESIDE = 0.5

/** What the words of a clause are near to, best first, as far as constants and types allow it. */
function nearbyCapabilities(tokens: readonly Token[], space: Workspace): Near[] {
  const said = contentWords(tokens).map(({ stem, weight }) => ({ stem, weight }))
  if (!said.some(({ stem, weight }) => weight > 0.5 && space.catalog.rarity(stem) === undefined)) return []
  const mentions = tokens.flatMap(({ mention }) =>
    mention === undefined || space.reserved.has(mention) ? [] : [mention],
  )
  const asked = askedKinds(tokens)
  return space.catalog
    .nearby(said)
    .slice(0, 60)
    .flatMap((near) => {
      const fit = placeFit(near, mentions, space)
      if (fit === undefined) return []
      const answers = near.capability.outputs.some(({ type_words, words }) =>
        kindsNamed([...type_words, ...words]).some((kind) => asked.has(kind)),
      )
      return [{ ...near, score: near.score + fit + (answers ? ANSWERS : 0) }]
    })
    .sort((a, b) => b.score - a.score || a.capability.order - b.capability.order)
}

/** Whether the constants of the clause, or steps before it, can feed a capability; undefined where one plainly cannot. */
function placeFit({ capability }: Near, mentions: readonly Mention[], space: Workspace): number | undefined {
  let fit = 0
  for (const mention of mentions) {
    if (takes(capability, mention, space)) fit = Math.max(fit, TAKES)
    else if (isReachable(capability, mention, space)) fit = Math.max(fit, REACHES)
    else if (isHard(mention)) return undefined
  }
  if (mentions.length > 0) return fit === 0 ? undefined : fit
  const isFed = capability.inputs.some(
    (port) =>
      port.required &&
      space.goals.some((goal) =>
        (goal.capability?.outputs ?? []).some((field) => (fieldFit(field, port, space) ?? 0) > 0.3),
      ),
  )
  return isFed ? FED : 0
}

const ASKS: readonly (readonly [RegExp, readonly MentionKind[]])[] = [
  [/^who\b|^whose\b/, ['person', 'company']],
  [/^where\b/, ['place', 'coordinates', 'country']],
  [/^when\b/, ['date']],
  [/^how (much|many|fast|long|high|heavy|big|old|far)\b/, ['number']],
]

/** The kinds of values that answer a question: of `who` persons and companies. */
function askedKinds(tokens: readonly Token[]): ReadonlySet<MentionKind> {
  const text = tokens.map(({ lower }) => lower).join(' ')
  return new Set(ASKS.flatMap(([pattern, kinds]) => (pattern.test(text) ? kinds : [])))
}

/**
 * What a clause most likely means where its words call for nothing, or some of them for nothing. It is taken only if the
 * words are near enough, and nothing else is nearly as near: likeness is weak evidence, and makes no plan of a request for
 * something else.
 */
export function nearbyGuess(clause: Clause, explained: ReadonlySet<string>, space: Workspace): Near | undefined {
  const isFirst = !space.goals.some((goal) => goal.clause === clause)
  const tokens = isFirst
    ? clause.tokens
    : clause.tokens.filter(({ kind, stem }) => kind === 'word' && !explained.has(stem))
  const [best, next] = nearbyCapabilities(tokens, space)
  if (best === undefined) return undefined
  const isNear =
    best.score >= LEAST_SCORE && best.covered >= LEAST_COVERED && best.score - (next?.score ?? 0) >= LEAST_LEAD
  return isNear && (isFirst || best.covered >= COVERED_BESIDE) ? best : undefined
}
