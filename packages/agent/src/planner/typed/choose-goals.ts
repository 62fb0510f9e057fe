import type { Capability } from '../../catalog/capability.js'
import { PLANNED_TYPES } from '../../catalog/planned-types.js'
import type { Clause } from '../../request/clause.js'
import type { Mention } from '../../request/mention.js'
import type { Token } from '../../request/token.js'
import { stem, stemsOf } from '../../words/stem.js'
import { isBesideInput } from './beside.js'
import { declaresInput } from './clause-words.js'
import { isHard } from './constant-fit.js'
import { entriesCalled } from './entries-called.js'
import type { Goal } from './goal.js'
import { isLeftOpen } from './left-open.js'
import { nearbyGuess } from './nearby-goal.js'
import { byNumberOfValues } from './number-of-values.js'
import { isReachable, takes } from './reach.js'
import { contentWords, isCalledInFull, PUTTING, type Scored, scoreCapabilities } from './score-capability.js'
import { makeGoal, type Workspace } from './workspace.js'

/** Below this a capability is not meant, however much it is the nearest. */
const LEAST_SCORE = 2.2
const DIRECT = 1.6
/** `sample BX-1` speaks for what takes a sample, and less for what only takes a code. */
const BESIDE = 0.8
const UNREACHABLE = -1.8
const REPEATED = 0.7
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
  for (const clause of clauses) {
    if (clause.is_fallback === true) continue
    const own = chooseOne(clause, space, ties, overall)
    if (own !== undefined) space.goals.push(own)
  }
  for (const clause of clauses) if (clause.is_fallback !== true) addRemaining(clause, space)
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
): Goal | undefined {
  const verbatim = namedVerbatim(clause, space)
  if (verbatim !== undefined) return verbatim
  const said = { ...clause, tokens: withDeclared(clause, space) }
  const mentions = mentionsOf(clause).filter((mention) => !space.reserved.has(mention))
  const ranked = scoreCapabilities(said.tokens, space)
    .map((scored) => ({
      ...scored,
      score:
        scored.score +
        typeBonus(scored, mentions, space) +
        (overall.get(scored.capability) ?? 0) * OVERALL +
        (isSpelledOut(scored, clause) ? SPELLED_OUT : 0),
    }))
    .sort(
      (a, b) => b.score - a.score || a.capability.cost - b.capability.cost || a.capability.order - b.capability.order,
    )
  const best = ranked[0]
  if (best === undefined || best.score < LEAST_SCORE || !isSpokenFor(best, said, space)) return undefined
  const known = space.goals.filter(({ capability }) => capability === best.capability)
  const fitting = mentions.filter((one) => takes(best.capability, one, space))
  if (
    known.length > 0 &&
    (fitting.length === 0 || isCarriedOn(known, clause) || (!best.is_named && goesOn(known, clause, fitting)))
  ) {
    // Said again without anything new: the same step is meant.
    for (const word of best.words) space.used.add(word)
    return undefined
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
  const chosen = rivals.length > 0 ? byNumberOfValues(options, clause, space) : best
  if (chosen === undefined) ties.push({ clause, options })
  return startGoal(chosen ?? best, clause, space)
}

/** Whether an entry's id stands in a clause in words, letter by letter. */
function isSpelledOut({ capability }: Scored, { tokens }: Clause): boolean {
  const parts = capability.id.toLowerCase().split(/[^\p{L}\d]+/u)
  const said = tokens.map(({ lower }) => lower)
  return said.some((_, at) => parts.every((part, place) => said[at + place] === part))
}

/** `balance and counterparties of the wallet X`: parts of one thing, of which only the last says of what. */
function isCarriedOn(known: readonly Goal[], clause: Clause): boolean {
  const last = known.at(-1)?.clause
  return (
    last !== undefined &&
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

function sortOf({ kinds }: Mention): string | undefined {
  return [...kinds].sort((a, b) => b[1] - a[1])[0]?.[0]
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

export function wordsOf(clause: Clause, space: Workspace): string {
  return space.request.text.slice(clause.start, clause.end).replace(/\s+/g, ' ').trim().slice(0, 200)
}

function mentionsOf(clause: Clause): Mention[] {
  return clause.tokens.flatMap(({ mention }) => (mention === undefined ? [] : [mention]))
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
    // What is put somewhere may have to be got first.
    const left = clause.tokens.filter(
      ({ kind, stem, lower }, at) => kind === 'word' && !explained.has(stem) && !(at === 0 && PUTTING.test(lower)),
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

/** `profiles of @a, @b and @c`: constants on their own ask for the same once more. */
function repeatForMentions(clauses: readonly Clause[], space: Workspace): void {
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
        !space.reserved.has(one) && takes(goal.capability as NonNullable<typeof goal.capability>, one, space, REPEATED),
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
