import type { Capability } from '../../catalog/capability.js'
import { PLANNED_TYPES } from '../../catalog/planned-types.js'
import type { Clause } from '../../request/clause.js'
import type { Mention } from '../../request/mention.js'
import type { Token } from '../../request/token.js'
import { stem, stemsOf } from '../../words/stem.js'
import { isBesideInput } from './beside.js'
import { declaresInput, mentionsOf, sortOf, wordsOf } from './clause-words.js'
import { isHard } from './constant-fit.js'
import { does, effectOf } from './effects.js'
import { entriesCalled } from './entries-called.js'
import type { Goal } from './goal.js'
import { isLeftOpen } from './left-open.js'
import { nearbyGuess } from './nearby-goal.js'
import { byNumberOfValues } from './number-of-values.js'
import { isReachable, takes } from './reach.js'
import { repeatForMentions } from './repeat-for-mentions.js'
import { isPlainer } from './said-in-full.js'
import { addSameElsewhere } from './same-elsewhere.js'
import { contentWords, isCalledInFull, PUTTING, type Scored, scoreCapabilities } from './score-capability.js'
import { isTopic } from './topics.js'
import { makeGoal, type Workspace } from './workspace.js'

/** Below this a capability is not meant, however much it is the nearest. */
const LEAST_SCORE = 2.2
/** What is named, and called for by as much as this, is meant whatever else the clause calls for. */
const SURE = 6.6
const DIRECT = 1.6
/** `sample BX-1` speaks for what takes a sample, and less for what only takes a code. */
const BESIDE = 0.8
const UNREACHABLE = -1.8
/** `outage reports` is the name of `outage_reports`, and hardly that of `outage_report_v1`. */
const SPELLED_OUT = 0.05
const OVERALL = 0.15
/** Below this a word was not read at all. */
const LEAST_READING = 0.42

/** A clause with two capabilities that its words speak for alike. */
export interface Tie {
  readonly clause: Clause
  readonly options: readonly Scored[]
}

/** The capabilities that a request asks for, clause by clause, and the ties that only a person can decide. */
export function chooseGoals(all: readonly Clause[], space: Workspace): Tie[] {
  const ties: Tie[] = []
  const clauses = all.filter((clause) => !declaresInput(clause, space))
  // What the rest of the request speaks of decides between what a clause leaves open.
  const overall = new Map(
    scoreCapabilities(
      all.filter(({ is_fallback }) => is_fallback !== true).flatMap(({ tokens }) => tokens),
      space,
    ).map(({ capability, score }) => [capability, score]),
  )
  const named = namedBy(clauses, space)
  for (const clause of clauses) {
    if (clause.is_fallback === true) continue
    const own = chooseOne(clause, space, ties, overall, named)
    if (own !== undefined) space.goals.push(own)
  }
  for (const clause of clauses) if (clause.is_fallback !== true) addRemaining(clause, space)
  for (const clause of clauses) if (clause.is_fallback !== true) addSameElsewhere(clause, space)
  repeatForMentions(clauses, space)
  for (const clause of clauses) if (clause.is_fallback !== true) addNearby(clause, space)
  space.goals.sort((a, b) => a.at - b.at)
  return ties
}

function chooseOne(
  clause: Clause,
  space: Workspace,
  ties: Tie[],
  overall: ReadonlyMap<Capability, number>,
  named: ReadonlyMap<Clause, readonly Capability[]>,
): Goal | undefined {
  const verbatim = namedVerbatim(clause, space)
  if (verbatim !== undefined) return verbatim
  const said = { ...clause, tokens: withDeclared(clause, space) }
  const mentions = mentionsOf(clause).filter((mention) => !space.reserved.has(mention))
  const effect = effectOf(clause, space)
  const scores = scoreCapabilities(said.tokens, space)
  // What is wanted done is meant by what does it, whatever else is spoken of.
  const alike = effect === undefined ? [] : scores.filter(({ capability }) => does(capability, effect.verb))
  const doing = alike.filter(({ capability }) =>
    space.catalog.evidence.get(capability)?.naming.has(stem(effect?.verb ?? '')),
  )
  const elsewhere = [...named].flatMap(([other, known]) => (other === clause ? [] : [known]))
  // `reviews of "x" and their sentiment`: what another clause names is meant there.
  const isNamedElsewhere = ({ capability, is_named }: Scored) =>
    !is_named && !isTopic(clause, space) && elsewhere.some(([first]) => first === capability)
  const ranked = (doing.length > 0 ? doing : alike.length > 0 ? alike : scores)
    .map((scored) => ({
      ...scored,
      score:
        scored.score +
        typeBonus(scored, mentions, space) +
        (isNamedElsewhere(scored) ? 0 : (overall.get(scored.capability) ?? 0) * OVERALL) +
        (isSpelledOut(scored, clause) ? SPELLED_OUT : 0),
    }))
    .sort(
      (a, b) => b.score - a.score || a.capability.cost - b.capability.cost || a.capability.order - b.capability.order,
    )
  const only = effect === undefined || alike.length > 0 ? undefined : onlyDoer(effect.verb, mentions, space)
  if (only !== undefined) return startGoal(only, clause, space)
  const best = ranked[0]
  if (best === undefined || best.score < LEAST_SCORE || !isSpokenFor(best, said, space)) return undefined
  const known = space.goals.filter(({ capability }) => capability === best.capability)
  const fitting = mentions.filter((one) => takes(best.capability, one, space))
  if (known.length > 0 && (fitting.length === 0 || (!best.is_named && goesOn(known, clause, fitting)))) {
    // Said again without anything new: the same step is meant.
    for (const word of best.words) space.used.add(word)
    return undefined
  }
  const begun = known.at(-1)
  if (begun !== undefined && isCarriedOn(begun.clause, clause)) {
    space.goals.splice(space.goals.indexOf(begun), 1)
    return { ...startGoal(best, clause, space), at: begun.at, words: new Set([...begun.words, ...best.words]) }
  }
  const rivals = ranked.filter(
    (one) =>
      one !== best &&
      one.capability.id !== best.capability.id &&
      (isLeftOpen(best, one, mentions, space) ||
        (one.score > best.score - 0.01 &&
          one.capability.cost === best.capability.cost &&
          one.words.size === best.words.size)),
  )
  const options = [best, ...rivals]
  const chosen =
    rivals.length === 0
      ? best
      : (options.find(({ capability }) => elsewhere.some((known) => known.includes(capability))) ??
        byNumberOfValues(options, clause, space) ??
        plainest(options, clause, space))
  if (chosen === undefined) ties.push({ clause, options })
  return startGoal(chosen ?? best, clause, space)
}

/** Of entries that the same words speak for, the one whose name has no further ones. */
function plainest(options: readonly Scored[], { tokens }: Clause, space: Workspace): Scored | undefined {
  const said = new Set(tokens.map(({ stem }) => stem))
  return options.find(({ capability }) =>
    options.every((other) => other.capability === capability || isPlainer(capability, other.capability, said, space)),
  )
}

/** `mail a@x.example`: the one entry that does the like, and takes what is given, whatever words it is described with. */
function onlyDoer(verb: string, mentions: readonly Mention[], space: Workspace): Scored | undefined {
  const isHardTaken = (one: Capability) =>
    mentions.some((mention) => isHard(mention) && takes(one, mention, space, 0.8))
  const [capability, other] = space.catalog.capabilities.filter((one) => isHardTaken(one) && does(one, verb))
  if (capability === undefined || other !== undefined) return undefined
  return { capability, score: LEAST_SCORE, words: new Set([stem(verb)]), is_named: false }
}

/** What each clause names outright, what its words speak for most first. */
function namedBy(clauses: readonly Clause[], space: Workspace): Map<Clause, Capability[]> {
  const named = (clause: Clause) => scoreCapabilities(clause.tokens, space).filter(({ is_named }) => is_named)
  return new Map(clauses.map((clause) => [clause, named(clause).map(({ capability }) => capability)]))
}

/** Whether an entry's id stands in a clause in words, letter by letter. */
function isSpelledOut({ capability }: Scored, { tokens }: Clause): boolean {
  const parts = capability.id.toLowerCase().split(/[^\p{L}\d]+/u)
  const said = tokens.map(({ lower }) => lower)
  return said.some((_, at) => parts.every((part, place) => said[at + place] === part))
}

/** `balance and counterparties of the wallet X`: parts of one thing, of which only the last says of what. */
function isCarriedOn(last: Clause, clause: Clause): boolean {
  return (
    clause.link === 'and' &&
    last.sentence === clause.sentence &&
    last.index === clause.index - 1 &&
    last.condition === clause.condition &&
    mentionsOf(last).length === 0
  )
}

/** `mortgage payment: loan 320000, term 25 years`: further values for a step, of other sorts than it has, ask for no second one. */
function goesOn(known: readonly Goal[], clause: Clause, fitting: readonly Mention[]): boolean {
  const near = known.filter((goal) => goal.clause.sentence === clause.sentence)
  const sorts = new Set(near.flatMap((goal) => mentionsOf(goal.clause)).map(sortOf))
  return near.length > 0 && fitting.every((mention) => mention.kinds.has('number') || !sorts.has(sortOf(mention)))
}

/** What the words of a clause that nothing accounts for are near to: the weakest evidence, taken last. */
function addNearby(clause: Clause, space: Workspace): void {
  const near = nearbyGuess(clause, explainedWords(space), space)
  if (near === undefined || space.goals.some(({ capability }) => capability === near.capability)) return
  const readings = near.readings
    .filter(({ likeness }) => likeness >= LEAST_READING)
    .map(({ said, read_as, likeness }) => ({
      said: textOf(said, clause),
      read_as: wordOf(read_as, near.capability),
      likeness,
    }))
  const taken = readings.map(({ said, read_as }) => `'${said}' taken for '${read_as}'`).join(', ')
  space.goals.push(
    makeGoal(near.capability, clause, {
      at: clause.start,
      words: new Set(readings.map(({ said }) => stem(said))),
      because: `${wordsOf(clause, space)} (${taken})`,
      readings,
    }),
  )
}

/** The word of an entry that has a stem. */
function wordOf(root: string, { id, synonyms, summary, inputs, outputs }: Capability): string {
  const texts = [id, ...synonyms, summary, ...[...inputs, ...outputs].flatMap(({ type }) => type ?? [])]
  const words = texts.flatMap((text) => text.replace(/([a-z\d])([A-Z])/g, '$1 $2').match(/\p{L}+/gu) ?? [])
  return words.find((word) => stem(word) === root)?.toLowerCase() ?? root
}

function textOf(root: string, clause: Clause): string {
  return clause.tokens.find((token) => token.stem === root)?.lower ?? root
}

/** `I will pass in container numbers. Track every one of them`: what is declared says what is meant by a clause without words of its own. */
function withDeclared(clause: Clause, space: Workspace): readonly Token[] {
  if (contentWords(clause.tokens).some(({ weight }) => weight > 0.5) || mentionsOf(clause).length > 0)
    return clause.tokens
  const declared = space.request.clauses
    .filter((other) => other.index < clause.index && declaresInput(other, space))
    .at(-1)
  return declared === undefined ? clause.tokens : [...clause.tokens, ...declared.tokens]
}

function startGoal(scored: Scored, clause: Clause, space: Workspace): Goal {
  for (const word of scored.words) space.used.add(word)
  const first = clause.tokens.find(({ stem }) => scored.words.has(stem))
  return makeGoal(scored.capability, clause, {
    at: first?.start ?? clause.start,
    words: scored.words,
    because: wordsOf(clause, space),
  })
}

/** An id of the catalog that stands in the request as it is. */
function namedVerbatim(clause: Clause, space: Workspace): Goal | undefined {
  for (const token of clause.tokens) {
    const [capability] = entriesCalled(token.mention?.text ?? token.text, space.catalog)
    const isPlainWord = token.kind === 'word' && !/[_.]/.test(token.text)
    if (capability === undefined || isPlainWord || capability.step_type === PLANNED_TYPES.wait) continue
    // What names the step is no value of it.
    if (token.mention !== undefined) space.reserved.add(token.mention)
    const words = new Set(
      scoreCapabilities(clause.tokens, space).find((one) => one.capability === capability)?.words ?? [],
    )
    return makeGoal(capability, clause, { at: token.start, words, because: wordsOf(clause, space) })
  }
  return undefined
}

function typeBonus({ capability }: Scored, mentions: readonly Mention[], space: Workspace): number {
  if (space.options.use_types === false || mentions.length === 0) return 0
  let bonus = 0
  for (const mention of mentions) {
    if (takes(capability, mention, space))
      bonus = Math.max(bonus, DIRECT + (isBesideInput(capability, mention, space) ? BESIDE : 0))
    else if (isHard(mention) && !isReachable(capability, mention, space)) bonus += UNREACHABLE
  }
  return bonus
}

/** A capability is meant only if words that stand for it were said, not merely words that it shares with many. */
function isSpokenFor(best: Scored, clause: Clause, space: Workspace): boolean {
  const evidence = space.catalog.evidence.get(best.capability)
  const naming = [...best.words].filter(
    (word) => evidence?.naming.has(word) === true || (evidence?.weights.get(word) ?? 0) > 1,
  )
  if (naming.length === 0) return false
  if (best.is_named && isCalledInFull(clause.tokens, evidence?.phrases ?? [])) return true
  const content = contentWords(clause.tokens).filter(({ weight }) => weight > 0.5)
  const unknown = content.filter(({ stem }) => space.catalog.rarity(stem) === undefined).length
  const covered = content.filter(({ stem }) => best.words.has(stem)).length
  if (covered === 0 && !isOnlyTaker(best, clause, space)) return false
  return best.is_named || covered >= unknown || covered >= 2
}

/** `track MSKU1234567`: a verb that anything may be asked with is enough where one capability alone has it and takes what is given. */
function isOnlyTaker(best: Scored, clause: Clause, space: Workspace): boolean {
  const mentions = mentionsOf(clause)
  const others = scoreCapabilities(clause.tokens, space).filter(({ capability }) => capability !== best.capability)
  return (
    mentions.some((mention) => takes(best.capability, mention, space, 0.8)) &&
    !others.some(({ capability }) => mentions.some((mention) => takes(capability, mention, space)))
  )
}

/** Words that no goal has a use for may call for more than one thing within a clause. */
function addRemaining(clause: Clause, space: Workspace): void {
  for (let round = 0; round < 4; round += 1) {
    const explained = explainedWords(space)
    // What is put somewhere may have to be got first; who is to be told is no step.
    const told = effectOf(clause, space)?.told ?? []
    const left = clause.tokens.filter(
      (token, at) =>
        token.kind === 'word' &&
        !explained.has(token.stem) &&
        !(at === 0 && PUTTING.test(token.lower)) &&
        !told.includes(token),
    )
    const words = new Set(
      contentWords(left)
        .filter(({ weight }) => weight > 0.5)
        .map(({ stem }) => stem),
    )
    if (words.size === 0) return
    const sentence = space.request.clauses
      .filter((other) => other.sentence === clause.sentence)
      .flatMap(({ tokens }) => tokens)
    const around = sentence.filter(({ kind, stem }) => kind === 'word' && (words.has(stem) || !explained.has(stem)))
    const best = scoreCapabilities(around, space)
      .map((scored) => ({
        ...scored,
        score: scored.score + (space.goals.some((goal) => goal.capability === scored.capability) ? -10 : 0),
      }))
      .sort((a, b) => b.score - a.score)
      .find((scored) => isCalled(scored, words, clause, space))
    if (best === undefined) return
    space.goals.push(startGoal(best, clause, space))
  }
}

function isCalled(scored: Scored, words: ReadonlySet<string>, clause: Clause, space: Workspace): boolean {
  const evidence = space.catalog.evidence.get(scored.capability)
  if (evidence === undefined || scored.score < LEAST_SCORE) return false
  const said = new Set(clause.tokens.map(({ stem }) => stem))
  // `belong to the same person`: what is named by words that another step has too is meant where more of them are its own.
  const whole = scoreCapabilities(clause.tokens, space).find(({ capability }) => capability === scored.capability)
  const isOwn = (word: string) => words.has(word) && (evidence.weights.get(word) ?? 0) > 1
  if (scored.is_named && scored.score >= LEAST_SCORE * 2 && [...scored.words].some((word) => words.has(word)))
    return true
  if (whole?.is_named === true && whole.score >= SURE && [...whole.words].some(isOwn)) return true
  const strong = [...scored.words].filter((word) => words.has(word) && evidence.naming.has(word))
  if (strong.length === 0) return false
  const id = evidence.phrases[0] ?? []
  const isNamed =
    id.filter((part) => said.has(part)).length * 2 >= id.length && id.some((part) => strong.includes(part))
  const isSynonym = evidence.phrases
    .slice(1)
    .some((phrase) => phrase.every((part) => said.has(part)) && phrase.some((part) => strong.includes(part)))
  return isNamed || isSynonym
}

/** All words that the goals so far speak of. */
export function explainedWords(space: Workspace): Set<string> {
  const words = new Set(space.used)
  for (const { capability, step_type, words: own } of space.goals) {
    // `the lead agent`, `the soil model`
    for (const word of [...own, ...stemsOf(step_type)]) words.add(word)
    if (capability === undefined) continue
    const evidence = space.catalog.evidence.get(capability)
    // What it may be given but need not have is no reason to have seen to it.
    for (const word of evidence?.weights.keys() ?? []) if (evidence?.optional.has(word) !== true) words.add(word)
  }
  return words
}
