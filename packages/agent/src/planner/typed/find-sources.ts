import type { Capability, Field, Port } from '../../catalog/capability.js'
import type { Clause } from '../../request/clause.js'
import type { Mention } from '../../request/mention.js'
import { REQUEST_VERBS } from '../../words/english.js'
import { stemsOf } from '../../words/stem.js'
import { isSpokenOf } from './add-producer.js'
import { listedBehind } from './attached-goals.js'
import { besideScore, isLooseNumber } from './beside.js'
import { dependsOn, needsOf, pointing, refersBack, refersToPerson } from './clause-words.js'
import type { ConstantFit } from './constant-fit.js'
import { fieldFit } from './field-fit.js'
import type { Goal, Source } from './goal.js'
import { kindsNamed } from './meanings.js'
import { takes } from './reach.js'
import { valuesAtHand } from './values-at-hand.js'
import type { Workspace } from './workspace.js'

/** A place from which a port could be fed. */
export interface Candidate {
  readonly source: Extract<Source, { kind: 'const' | 'input' | 'ref' }>
  readonly score: number
  /** Whether the words of the request point at it, and not only its type. */
  readonly is_pointed_at: boolean
  /** Whether they point at the very field, and not only at the step. */
  readonly is_field_said?: boolean
}

const FROM_STEP = 1.3
const FROM_CONSTANT = 1.6
const NEEDS_LOOP = 0.6
const KNOWN_AS = 1.2
const SHARED = 0.5
const SPELLED_OUT = 0.8

/** What a port could be fed from, best first. */
export function findSources(goal: Goal, port: Port, space: Workspace): Candidate[] {
  return [...constants(goal, port, space), ...valuesAtHand(goal, port, space), ...references(goal, port, space)].sort(
    (a, b) => b.score - a.score || orderOf(a) - orderOf(b),
  )
}

function orderOf({ source }: Candidate): number {
  return source.kind !== 'ref' ? -1 : (source.goal.capability?.outputs.indexOf(source.field) ?? 0)
}

function constants(goal: Goal, port: Port, space: Workspace): Candidate[] {
  const found: Candidate[] = []
  const hasOwnValue = goal.clause.tokens.some(
    ({ mention }) => mention !== undefined && space.fits.fit(mention, port) !== undefined,
  )
  for (const mention of space.request.mentions) {
    if (goal.own_mention !== undefined && mention !== goal.own_mention && isLike(mention, goal.own_mention)) continue
    if ([...goal.bound.values()].flat().some((source) => source.kind === 'const' && source.mention === mention))
      continue
    if (
      space.goals.some(
        (other) =>
          other !== goal &&
          other.own_mention === mention &&
          goal.own_mention === undefined &&
          other.capability === goal.capability,
      )
    )
      continue
    if (space.reserved.has(mention)) continue
    const fit = space.fits.fit(mention, port)
    if (fit === undefined || fit.quality < 0.25 || (fit.quality < 0.5 && isAtHome(mention, goal, space))) continue
    if (isLooseNumber(goal, port, mention, space)) continue
    if (goal.is_producer === true && isFarFetched(goal, port, mention, fit, space)) continue
    const clause = space.request.clauses.find(({ tokens }) => tokens.some((token) => token.mention === mention))
    const isOwn = mention === goal.own_mention
    const isInClause = goal.clause.tokens.some((token) => token.mention === mention)
    let score = FROM_CONSTANT + fit.quality
    if (isOwn) score += 2
    else if (isInClause) score += 1.2
    else if (clause?.sentence === goal.clause.sentence) score += hasOwner(mention, goal, space) ? 0.1 : 0.5
    const before = wordsBefore(mention, space)
    const said = before.filter((word) => port.words.includes(word) || port.type_words.includes(word))
    // The words before a constant outweigh no constant whose form says that it is meant.
    if (said.length > 0) score += 0.6 * Math.min(1, fit.quality) ** 2
    else if (fit.is_weak === true) score -= port.arity === 'many' ? 1.6 : 0.7
    if (refersToPerson(goal.clause) && kindsNamed(port.type_words).some((kind) => kind === 'person' || kind === 'name'))
      score += 1
    if (!isOwn) score -= governance(goal, mention, space)
    if (!hasOwnValue && isKnownAs(mention, port, space)) score += KNOWN_AS
    score += besideScore(goal, port, mention, space)
    // `6 years` is for the port of years, whatever word stands before it.
    if (fit.is_spoken_of !== true && goal.capability?.inputs.some((one) => space.fits.fit(mention, one)?.is_spoken_of))
      score -= 1.5
    found.push({ source: { kind: 'const', value: fit.value, mention }, score, is_pointed_at: isInClause || isOwn })
  }
  return found
}

/** Whether another step takes a constant as a kind of what a port is for: where a ship is a vessel, so is its number. */
function isKnownAs(mention: Mention, port: Port, space: Workspace): boolean {
  const { type } = port
  if (type === undefined || space.catalog.types.isTop(type)) return false
  return space.goals.some(({ bound, capability }) =>
    capability?.inputs.some(
      (one) =>
        one !== port &&
        one.type !== undefined &&
        space.catalog.types.ancestors(one.type).has(type) &&
        (bound.get(one.name) ?? []).some((source) => source.kind === 'const' && source.mention === mention),
    ),
  )
}

/** A step that nobody spoke of is made only from what is plainly its own: not from any mere word, and not from what names another thing. */
function isFarFetched(goal: Goal, port: Port, mention: Mention, fit: ConstantFit, space: Workspace): boolean {
  if (goal.capability === undefined || isSpokenOf(goal.capability, space)) return false
  if (fit.is_weak === true) return true
  const { types } = space.catalog
  const isKin = (a: string, b: string) => types.ancestors(a).has(b) || types.ancestors(b).has(a)
  return space.goals.some((other) =>
    other.capability?.inputs.some(
      (one) =>
        (other.bound.get(one.name) ?? []).some((source) => source.kind === 'const' && source.mention === mention) &&
        one.type !== undefined &&
        port.type !== undefined &&
        !isKin(one.type, port.type),
    ),
  )
}

/** Whether another step has a constant in a port that it was made for: where it hardly fits it is not meant. */
function isAtHome(mention: Mention, goal: Goal, space: Workspace): boolean {
  return space.goals.some(
    (other) =>
      other !== goal &&
      other.capability?.inputs.some(
        (port) =>
          (other.bound.get(port.name) ?? []).some((source) => source.kind === 'const' && source.mention === mention) &&
          (space.fits.fit(mention, port)?.quality ?? 0) >= 0.8,
      ),
  )
}

/** Whether a constant stands in the clause of another step that has a use for it. */
function hasOwner(mention: Mention, goal: Goal, space: Workspace): boolean {
  return space.goals.some(
    (other) =>
      other !== goal &&
      other.clause !== goal.clause &&
      other.clause.index < goal.clause.index &&
      [...other.bound.values()].flat().some((source) => source.kind === 'const' && source.mention === mention),
  )
}

function isLike(a: Mention, b: Mention): boolean {
  const kind = (one: Mention) => [...one.kinds].sort((x, y) => y[1] - x[1])[0]?.[0]
  return kind(a) === kind(b)
}

/** Stems of the few words before a constant. */
export function wordsBefore(mention: Mention, space: Workspace): string[] {
  const { tokens } = space.request
  const at = tokens.findIndex((token) => token.mention === mention)
  return tokens
    .slice(Math.max(0, at - 3), at)
    .filter(({ kind }) => kind === 'word')
    .map(({ stem }) => stem)
}

/** A constant belongs to the thing that is named just before it: `officers of Acme` says nothing of what else is asked for. */
function governance(goal: Goal, mention: Mention, space: Workspace): number {
  const nearest = space.goals
    .filter((other) => other.at <= mention.start && other.capability !== undefined && !other.is_given)
    .map((other) => ({ other, end: lastTrigger(other, mention, space) }))
    .sort((a, b) => b.end - a.end)[0]
  if (nearest === undefined || nearest.other === goal || nearest.end < 0) return 0
  const isSameClause = nearest.other.clause === goal.clause
  const own = nearest.other.capability
  if (own === undefined || own === goal.capability) return 0
  return isSameClause &&
    lastTrigger(goal, mention, space) < nearest.end &&
    (takes(own, mention, space) || nearest.other.bound.size === 0)
    ? 1.3
    : 0
}

function lastTrigger(goal: Goal, mention: Mention, space: Workspace): number {
  const words = goal.clause.tokens.filter(
    ({ kind, stem, start }) => kind === 'word' && goal.words.has(stem) && start < mention.start,
  )
  const alone = words.filter(
    ({ stem }) => !space.goals.some((other) => other !== goal && other.clause === goal.clause && other.words.has(stem)),
  )
  return (alone.at(-1) ?? words.at(-1))?.start ?? -1
}

function references(goal: Goal, port: Port, space: Workspace): Candidate[] {
  const found: Candidate[] = []
  const said = new Set(goal.clause.tokens.map(({ stem }) => stem))
  const before = space.goals.filter((other) => other !== goal && other.at <= goal.at)
  const previous = before.filter(({ is_producer }) => is_producer !== true).at(-1)
  const clause = { ...goal.clause, tokens: [...goal.clause.tokens, ...listedBehind(goal, space)] }
  for (const [place, other] of space.goals.entries()) {
    if (
      other === goal ||
      other.capability === undefined ||
      // A file is delivered, and read by no step.
      other.capability.kind === 'report_template' ||
      other.fallback_of !== undefined ||
      isLost(other, goal) ||
      dependsOn(other, goal) ||
      isServed(goal, other) ||
      isLater(other, goal, space) ||
      isOtherBranch(goal, other)
    )
      continue
    if (other.own_mention !== undefined && goal.own_mention !== undefined && other.capability === goal.capability)
      continue
    const best = bestFields(goal, clause, other, port, space)
    for (const { field, score, pointed } of best) {
      if (isInSister(goal, port, other, field)) continue
      let total = FROM_STEP + score
      if (other === previous && goal.is_producer !== true) total += 0.4
      if (other.clause === goal.clause) total += 0.3
      else total -= Math.min(0.6, 0.1 * Math.abs(space.goals.indexOf(goal) - place))
      if (other.at > goal.at && !other.is_given) total -= other.clause.sentence === goal.clause.sentence ? 0.15 : 0.5
      // `a report with both`: who gives one input already is less likely to give the next.
      if (pointed === 0 && feedsSister(goal, port, other)) total -= SHARED
      if (other === previous && refersBack(goal.clause)) total += 0.6
      // Where nearly anything fits, what nobody has used yet is meant, and not what was only a means.
      if (port.type === undefined || space.catalog.types.ancestors(port.type).size <= 2) {
        if (
          other.is_producer === true ||
          space.goals.some((reader) => reader !== goal && needsOf(reader).includes(other))
        )
          total -= 0.4
      }
      const named = pointing(clause, callOf(other, space), goal.words, space) * 0.7
      total += named
      if (other.clause.condition !== undefined && other.clause.condition !== goal.clause.condition) total -= 0.8
      found.push({
        source: { kind: 'ref', goal: other, field },
        score: total,
        is_pointed_at: pointed > 0 || named > 0,
        // A word of its type alone may be said of another.
        is_field_said: pointed > 0 && field.words.some((word) => said.has(word)),
      })
    }
  }
  return found
}

/** The words that called for a step, without those that are rather the name of another one, and the words of its own name. */
function callOf({ capability, is_producer, words }: Goal, { catalog, goals }: Workspace): readonly string[] {
  const nameOf = (one: Capability | undefined) =>
    one === undefined ? [] : (catalog.evidence.get(one)?.phrases[0] ?? []).filter((word) => !REQUEST_VERBS.has(word))
  const naming = capability === undefined ? undefined : catalog.evidence.get(capability)?.naming
  const own = [...words].filter(
    (word) => naming?.has(word) === true || !goals.some((other) => nameOf(other.capability).includes(word)),
  )
  return is_producer === true ? own : [...own, ...nameOf(capability)]
}

function feedsSister(goal: Goal, port: Port, other: Goal): boolean {
  return [...goal.bound].some(
    ([name, sources]) => name !== port.name && sources.some((source) => source.kind === 'ref' && source.goal === other),
  )
}

/** Two ports of one type are there for two values: what one of them has is not for the other. */
function isInSister(goal: Goal, port: Port, other: Goal, field: Field): boolean {
  return (goal.capability?.inputs ?? []).some(
    (sister) =>
      sister !== port &&
      sister.type === port.type &&
      (goal.bound.get(sister.name) ?? []).some(
        (source) =>
          (source.kind === 'ref' && source.goal === other && source.field === field) ||
          (source.kind === 'item' &&
            goal.loop?.source.kind === 'path' &&
            goal.loop.source.goal === other &&
            goal.loop.source.path === field.over &&
            source.path === (field.item_path ?? '')),
      ),
  )
}

function bestFields(
  goal: Goal,
  said: Clause,
  other: Goal,
  port: Port,
  space: Workspace,
): { field: Field; score: number; pointed: number }[] {
  const scored: { field: Field; score: number; pointed: number }[] = []
  const clause = withoutSaidAs(goal, said, port)
  for (const field of other.capability?.outputs ?? []) {
    const fit = fieldFit(field, port, space)
    if (fit === undefined) continue
    let score = fit * 0.8
    const pointed = pointing(clause, [...field.words, ...field.type_words], goal.words, space)
    score += pointed * 1.1 + (isSpelledOut(field, clause) ? SPELLED_OUT : 0)
    score += Math.min(0.8, 0.4 * port.words.filter((word) => field.words.includes(word)).length)
    // Of several texts the one that is the text itself is meant, not its headline.
    if (
      port.type !== undefined &&
      kindsNamed(port.type_words).includes('text') &&
      kindsNamed(field.words.slice(-1)).includes('text')
    )
      score += 0.15
    score -= field.depth * 0.05
    if (port.arity === 'one' && field.over !== undefined && goal.clause.each === undefined) score -= NEEDS_LOOP
    if (port.arity === 'many') score += field.over === undefined ? -0.3 : 0.2
    if (port.arity !== 'one' && field.over !== undefined && field.item_path !== '') score -= 0.1
    if (!field.is_required) score -= 0.1
    scored.push({ field, score, pointed })
  }
  return scored.sort((a, b) => b.score - a.score).slice(0, 4)
}

/** Whether the whole name of a field is said, of more words than one: `the insured value`. */
function isSpelledOut({ path }: Field, { tokens }: Clause): boolean {
  const name = stemsOf(path.split('.').at(-1) ?? '')
  return name.length > 1 && tokens.some((_, at) => name.every((word, place) => tokens[at + place]?.stem === word))
}

/** `with the tickets as findings`: what is said to be one input says nothing of the others. */
function withoutSaidAs({ capability }: Goal, clause: Clause, port: Port): Clause {
  const { tokens } = clause
  const as = tokens.findIndex(({ lower }) => lower === 'as')
  const role = tokens.slice(as + 1).find(({ lower }) => !/^(the|a|an|its|their)$/.test(lower))?.stem
  if (as < 0 || role === undefined || port.words.includes(role)) return clause
  if (capability?.inputs.some((one) => one !== port && one.words.includes(role)) !== true) return clause
  const from = tokens.findLastIndex(
    ({ lower }, at) => at < as && /^(with|using|and|from|on|of|take|use|by)$/.test(lower),
  )
  return { ...clause, tokens: [...tokens.slice(0, Math.max(0, from)), ...tokens.slice(as)] }
}

/** Where a step stands in for one that failed, this one gives nothing, nor what comes of it. */
function isLost(other: Goal, goal: Goal): boolean {
  for (let served: Goal | undefined = goal; served !== undefined; served = served.made_for)
    if (served.fallback_of !== undefined && dependsOn(other, served.fallback_of)) return true
  return false
}

/** `do this, then that`: what is said to come later gives nothing to what comes before. */
function isLater(other: Goal, goal: Goal, space: Workspace): boolean {
  if (other.is_given === true || other.is_producer === true || goal.is_given === true) return false
  if (speaksOf(other, goal, space) || isNextNote(other, goal, space)) return true
  return space.request.clauses.some(
    ({ index, sentence, link }) =>
      link === 'then' &&
      sentence === goal.clause.sentence &&
      index > goal.clause.index &&
      index <= other.clause.index &&
      other.clause.sentence === sentence,
  )
}

/** `profile of X; graph of the profile; report`: notes are in the order in which things are done. */
function isNextNote({ clause }: Goal, goal: Goal, { request }: Workspace): boolean {
  const between = request.text.slice(goal.clause.end, clause.start)
  return clause.index > goal.clause.index && clause.link === 'sentence' && /;/.test(between) && !/[.!?\n]/.test(between)
}

/** `summarise it, and translate the summary`: what a later clause is about is not made from what comes of it. */
function speaksOf({ clause, capability }: Goal, goal: Goal, { catalog }: Workspace): boolean {
  if (clause.index <= goal.clause.index || capability === undefined || goal.capability === undefined) return false
  const [own, naming] = [capability, goal.capability].map((one) => catalog.evidence.get(one)?.naming)
  return clause.tokens.some(
    ({ stem }, at) =>
      naming?.has(stem) === true &&
      own?.has(stem) !== true &&
      /^(the|this|that|its|their)$/.test(clause.tokens[at - 1]?.lower ?? ''),
  )
}

/** Of two branches only one is ever done. */
function isOtherBranch(goal: Goal, other: Goal): boolean {
  const { condition, branch } = goal.clause
  return condition !== undefined && other.clause.condition === condition && other.clause.branch !== branch
}

/** Whether a step is there, directly or not, for another one: that one can give it nothing. */
function isServed(goal: Goal, other: Goal): boolean {
  for (let served = goal.made_for; served !== undefined; served = served.made_for)
    if (served === other || dependsOn(other, served)) return true
  return false
}
