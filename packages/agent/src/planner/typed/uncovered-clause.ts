import type { Clause } from '../../request/clause.js'
import type { Token } from '../../request/token.js'
import { REQUEST_VERBS, STOP_WORDS } from '../../words/english.js'
import { stem } from '../../words/stem.js'
import { explainedWords } from './choose-goals.js'
import { declaresInput } from './clause-words.js'
import type { Goal } from './goal.js'
import { unusedMentions } from './optional-ports.js'
import type { Workspace } from './workspace.js'

/** A part of the request that asks for something of which nothing was understood, however well the rest was. */
export function uncoveredClause(space: Workspace, unused: readonly Token[]): Clause | undefined {
  const explained = explainedWords(space)
  const open = new Set(unusedMentions(space))
  return space.request.clauses.find((clause) => {
    if (clause.is_fallback === true || declaresInput(clause, space)) return false
    if (space.goals.some((goal) => goal.step_type === 'output' && goal.clause === clause)) return false
    // `in Europe and in Asia`: a further place may ask for something too.
    const isAlone =
      PREPOSITION.test(clause.tokens[0]?.lower ?? '') &&
      !space.goals.some((goal) => goal.clause === clause) &&
      clause.tokens.some(({ mention }) => mention !== undefined && open.has(mention) && !mention.kinds.has('number'))
    if (!isAlone && !clause.tokens.some((token) => unused.includes(token))) return false
    const isKnown = clause.tokens.some(
      ({ kind, stem }) => kind === 'word' && !STOP_WORDS.has(stem) && !REQUEST_VERBS.has(stem) && explained.has(stem),
    )
    return !isKnown && !clause.tokens.some(({ mention }) => mention !== undefined && !open.has(mention))
  })
}

const MOST_WORDS = 2
/** Words that say of a thing what anybody says of any. */
const LIGHT = new Set(
  'say said right back bunch pile group lot pls thx tell told keep kept come came went gone take taken'
    .split(' ')
    .map(stem),
)
/** How something was done or is to be: `praised by clients`, `rewritten for children`. */
const PARTICIPLE = /(?:[^e]ed|tten|wn|ken|ven)$/
const PREPOSITION = /^(for|on|in|at|to|into|from|of|by|with|under|near|around|about)$/
const DETERMINER = /^(the|a|an|my|our|your|his|her|their|its|this|that|these|those)$/

/** A step that was called for by a word or two, without its name, among others that nothing is known of: as like as not it is not what is wanted. */
export function doubtfulGoal(space: Workspace, unused: readonly Token[]): Goal | undefined {
  return space.goals.find(({ capability, clause, words, is_given, is_producer, fallback_of }) => {
    if (capability === undefined || is_given || is_producer || fallback_of !== undefined || words.size > MOST_WORDS)
      return false
    const said = new Set(clause.tokens.map(({ stem: own }) => own))
    const { phrases = [], naming = new Set<string>() } = space.catalog.evidence.get(capability) ?? {}
    // A form that the stemmer misses, or a slip of the pen.
    const isOwn = ({ lower }: Token) => [...naming].some((word) => word.length >= 5 && lower.startsWith(word))
    if (phrases.some((phrase) => phrase.every((word) => said.has(word)))) return false
    return clause.tokens.some(
      (token, at) => unused.includes(token) && !isOwn(token) && namesResult(token, clause.tokens.slice(0, at), space),
    )
  })
}

/** Whether an unknown word may be what is wanted, and not where, for whom or how it is. */
function namesResult(token: Token, before: readonly Token[], space: Workspace): boolean {
  if (LIGHT.has(token.stem) || PARTICIPLE.test(token.lower) || space.catalog.rarity(token.stem) !== undefined)
    return false
  const [last, previous] = [before.at(-1)?.lower ?? '', before.at(-2)?.lower ?? '']
  return !PREPOSITION.test(last) && !(DETERMINER.test(last) && PREPOSITION.test(previous))
}
