import type { Port } from '../../catalog/capability.js'
import type { Mention } from '../../request/mention.js'
import { REQUEST_VERBS } from '../../words/english.js'
import { addProducer, isSpokenOf } from './add-producer.js'
import { bindEach, pluralOf } from './bind-each.js'
import { bindReference } from './bind-reference.js'
import { inputWish, listedWith, needsOf } from './clause-words.js'
import { isHard } from './constant-fit.js'
import { fieldFit } from './field-fit.js'
import { type Candidate, findSources, wordsBefore } from './find-sources.js'
import type { Goal, Unmet } from './goal.js'
import { kindsNamed } from './meanings.js'
import { preferList } from './prefer-list.js'
import { takes } from './reach.js'
import { orderSisters } from './sister-ports.js'
import { findWordValues, type WordValue } from './word-values.js'
import type { Workspace } from './workspace.js'

const GOOD_ENOUGH = 1.15
const CERTAIN = 0.9
const NAME = 0.7
/** How far behind the best a further source of a list may be. */
const MOST_BEHIND = 1.2
const MOST_PRODUCERS = 60

/** Feeds every required port: from a constant, a step, the input of the run, or a step that is added for it. */
export function wireGoals(space: Workspace): Unmet[] {
  const unmet: Unmet[] = []
  for (const goal of [...space.goals])
    if (goal.is_given === undefined && goal.capability !== undefined) {
      const missing = wireGoal(goal, space)
      // A guess that nothing feeds was none.
      if (missing.length > 0 && goal.readings !== undefined) dropGuess(goal, space)
      else if (!preferList(goal, space)) unmet.push(...missing)
    }
  return unmet
}

function dropGuess(guess: Goal, space: Workspace): void {
  const kept = space.goals.filter((goal) => goal !== guess && goal.made_for !== guess)
  space.goals.splice(0, space.goals.length, ...kept)
}

export function wireGoal(goal: Goal, space: Workspace, depth = 0): Unmet[] {
  const { capability } = goal
  if (capability === undefined) return []
  if (goal.clause.each !== undefined && goal.is_producer === undefined) bindEach(goal, space)
  const open = () => capability.inputs.filter((port) => port.required && !goal.bound.has(port.name))
  for (let round = open().length; round > 0; round -= 1) {
    const best = open()
      .map((port) => ({ port, candidates: findSources(goal, port, space) }))
      .sort((a, b) => (b.candidates[0]?.score ?? 0) - (a.candidates[0]?.score ?? 0))[0]
    if (best === undefined) break
    if (!bindBest(goal, best.port, best.candidates, space, depth)) {
      const others = open().filter((port) => port !== best.port)
      const unmet = [
        best.port,
        ...others.filter((port) => !bindBest(goal, port, findSources(goal, port, space), space, depth)),
      ]
      return unmet.map((port) => ({ goal, port }))
    }
  }
  orderSisters(goal)
  return []
}

function bindBest(goal: Goal, port: Port, candidates: readonly Candidate[], space: Workspace, depth: number): boolean {
  const best = candidates[0]
  const wish = inputWish(space.request.text)
  const words = findWordValues(goal, port, space)
  const source = best?.source
  if (source?.kind === 'const' && isMakeshift(source.mention, port, space)) {
    const made = candidates.find(
      (one) => one.source.kind === 'ref' && (fieldFit(one.source.field, port, space) ?? 0) >= CERTAIN,
    )
    if (made !== undefined) {
      bindCandidates(goal, port, [made, ...candidates.filter((one) => one !== made)], space)
      return true
    }
    if (isMadeFrom(source.mention, port, space) && addProducer(goal, port, space, depth)) return true
  }
  const isOwn =
    source?.kind === 'const' &&
    goal.clause.tokens.some(({ mention }) => mention !== undefined && mention === source.mention)
  const value = words.find(({ place }) => isStronger(place, best))
  if (value !== undefined && !isOwn) return bindWords(goal, port, value)
  if (best !== undefined && (wish !== 'plain' || best.is_pointed_at || best.score > 2.2) && best.score >= GOOD_ENOUGH) {
    bindCandidates(goal, port, candidates, space)
    return true
  }
  if (wish === 'plain' && depth === 0 && bindInput(goal, port, space)) return true
  if (addProducer(goal, port, space, depth)) return true
  if (best !== undefined && best.score > 0.8) {
    bindCandidates(goal, port, candidates, space)
    return true
  }
  if (wish !== 'none' && depth === 0 && bindInput(goal, port, space)) return true
  const [weak] = words
  return weak !== undefined && bindWords(goal, port, weak)
}

/** Whether words at such a place outweigh the best that there is otherwise. */
function isStronger(place: WordValue['place'], best: Candidate | undefined): boolean {
  if (place === 'before') return false
  if (best === undefined || best.source.kind === 'const') return true
  return place === 'beside' ? best.score < 3.4 : best.score < 2.8 && !best.is_pointed_at
}

function bindWords(goal: Goal, port: Port, { mention }: WordValue): true {
  goal.bound.set(port.name, [{ kind: 'const', value: mention.value, mention }])
  return true
}

/** A constant whose form says that it is something else, as a page is no picture and a name no text, and that nothing said makes one. */
function isMakeshift(mention: Mention | undefined, port: Port, space: Workspace): mention is Mention {
  if (mention === undefined || !(isHard(mention) || isNameForText(mention, port))) return false
  const said = wordsBefore(mention, space).slice(isHard(mention) ? 0 : -1)
  return (
    (space.fits.fit(mention, port)?.quality ?? 0) <= 0.6 &&
    !said.some((word) => port.words.includes(word) || port.type_words.includes(word))
  )
}

/** `the sentiment of "Blue Moon"`: a few words are hardly the review itself. */
function isNameForText({ kinds, text }: Mention, port: Port): boolean {
  return (
    kindsNamed(port.type_words).includes('text') && (kinds.get('name') ?? 0) >= NAME && text.split(/\s+/).length <= 3
  )
}

/** Whether an entry that the request speaks of takes just this constant, and gives what the port takes. */
function isMadeFrom(mention: Mention, port: Port, space: Workspace): boolean {
  return space.catalog
    .producers(port.type ?? '')
    .slice(0, MOST_PRODUCERS)
    .some((one) => takes(one, mention, space, isHard(mention) ? CERTAIN : NAME) && isSpokenOf(one, space))
}

/** A value that comes with the run; of many of them where one is taken, one at a time. */
function bindInput(goal: Goal, port: Port, space: Workspace): boolean {
  const name = port.name
  const isPlural = port.arity === 'one' && isManyWanted(goal, port, space)
  if (isPlural) {
    const plural = pluralOf(name)
    goal.loop = { source: { kind: 'input', name: plural }, key: `input.${plural}` }
    goal.bound.set(name, [{ kind: 'item', path: '' }])
  } else goal.bound.set(name, [{ kind: 'input', name }])
  return true
}

function isManyWanted(goal: Goal, port: Port, space: Workspace): boolean {
  const text = space.request.text
  if (goal.clause.each !== undefined || space.request.settings.some(({ kind }) => kind === 'max_parallel')) return true
  if (/\b(list|pile|batch|bunch|set|stack|collection|several|many|each|every|all|these|those)\b/i.test(text))
    return true
  const kinds = new Set([...kindsNamed(port.type_words), ...port.words])
  return space.request.tokens.some(({ lower, stem }) => lower.endsWith('s') && !lower.endsWith('ss') && kinds.has(stem))
}

function bindCandidates(goal: Goal, port: Port, candidates: readonly Candidate[], space: Workspace): void {
  const best = candidates[0] as Candidate
  if (best.source.kind === 'input') {
    goal.bound.set(port.name, [best.source])
    return
  }
  if (port.arity === 'one') {
    if (best.source.kind === 'const') goal.bound.set(port.name, [best.source])
    else bindReference(goal, port, best.source, space)
    return
  }
  const together =
    best.source.kind === 'const'
      ? sameConstants(goal, candidates, best, space)
      : sameReferences(goal, port, candidates, best, space)
  if (together.length > 1 || best.source.kind === 'const')
    goal.bound.set(
      port.name,
      together.map(({ source }) => source),
    )
  else bindReference(goal, port, best.source, space)
}

/** `containing 'bomb' or 'attack'`: all constants of the clause that are like the best one. */
function sameConstants(goal: Goal, candidates: readonly Candidate[], best: Candidate, space: Workspace): Candidate[] {
  const listed = listedWith(goal.clause, space)
  return candidates
    .filter(
      ({ source, score }) =>
        source.kind === 'const' &&
        // What stands in the rest of a list scores less than what stands beside the verb.
        score > best.score - (source.mention !== undefined && listed.slice(1).includes(source.mention) ? 2.5 : 0.5) &&
        (source.mention === undefined || listed.includes(source.mention) || source === best.source),
    )
    .sort((a, b) =>
      a.source.kind === 'const' && b.source.kind === 'const'
        ? (a.source.mention?.start ?? 0) - (b.source.mention?.start ?? 0)
        : 0,
    )
}

/** A list is fed from every step that gives such values, unless the words point at some of them only. */
function sameReferences(
  goal: Goal,
  port: Port,
  candidates: readonly Candidate[],
  best: Candidate,
  space: Workspace,
): Candidate[] {
  const byGoal = new Map<Goal, Candidate>()
  for (const one of candidates)
    if (one.source.kind === 'ref' && !byGoal.has(one.source.goal)) byGoal.set(one.source.goal, one)
  const all = [...byGoal.values()]
  const isGeneral = port.type === undefined || [...space.catalog.types.ancestors(port.type)].length <= 2
  const hasMany = best.source.kind === 'ref' && best.source.field.over !== undefined
  const pointed = all.filter(
    (one) => one.is_pointed_at && (one.is_field_said === true || one.score > best.score - MOST_BEHIND),
  )
  const isAlike = (one: Candidate) => {
    if (one.source.kind !== 'ref' || best.source.kind !== 'ref') return false
    const [a, b] = [one.source.field, best.source.field]
    return (
      a.type === b.type ||
      (a.depth === 0 &&
        b.depth === 0 &&
        (a.over === undefined) === (b.over === undefined) &&
        fieldFit(a, port, space) === fieldFit(b, port, space))
    )
  }
  const isNear = (one: Candidate) =>
    one.source.kind === 'ref' && one.source.goal.clause.sentence === goal.clause.sentence
  // `merge A, B and C`: what stands in one sentence and gives the same goes together.
  const isListed = (one: Candidate) => one.source.kind === 'ref' && isNextInList(goal, one.source.goal)
  const together = all.filter(
    (one) => !pointed.includes(one) && (isGeneral ? isListed(one) : isAlike(one) && isNear(one)),
  )
  const chosen =
    pointed.length > 1 || (pointed.length === 1 && together.length > 0)
      ? [...pointed, ...together]
      : pointed.length === 1
        ? pointed
        : hasMany && !isGeneral
          ? [best]
          : unusedFirst(
              all.filter(({ score }) => score > best.score - MOST_BEHIND),
              isGeneral,
              goal,
              space,
            )
  const fitting = chosen.length === 0 ? [best] : chosen
  // Where one list is enough, a second list beside it is not meant unless both were said, or the port takes lists of lists.
  if (
    port.arity === 'many' &&
    !port.json.includes('array') &&
    fitting.length > 1 &&
    fitting.some(({ source }) => source.kind === 'ref' && source.field.over !== undefined)
  ) {
    const lists = fitting.filter(({ source }) => source.kind === 'ref' && source.field.over !== undefined)
    return [lists[0] ?? best]
  }
  return fitting
    .filter(({ source }) => source.kind === 'ref' && source.goal.loop === undefined)
    .sort((a, b) => placeOf(a, space) - placeOf(b, space))
    .concat(
      fitting.every(({ source }) => source.kind === 'ref' && source.goal.loop !== undefined) ? fitting.slice(0, 1) : [],
    )
    .filter((one, at, list) => list.indexOf(one) === at && one.source.kind === 'ref' && one.source.goal !== goal)
}

/** Where anything fits, what another step has made something of is meant only if there is nothing else. */
function unusedFirst(
  all: readonly Candidate[],
  isGeneral: boolean,
  goal: Goal,
  { goals }: Workspace,
): readonly Candidate[] {
  const unused = all.filter(
    ({ source }) =>
      source.kind === 'ref' && !goals.some((reader) => reader !== goal && needsOf(reader).includes(source.goal)),
  )
  return isGeneral && unused.length > 0 ? unused : all
}

/** `a score from the hits and the breaches`: what is joined by a mere `and` belongs to the same list. */
function isNextInList(goal: Goal, other: Goal): boolean {
  const { clause } = other
  const starts = clause.tokens[0]
  const isBare = starts !== undefined && starts.kind === 'word' && !REQUEST_VERBS.has(starts.stem)
  return (
    clause.sentence === goal.clause.sentence &&
    clause.index === goal.clause.index + 1 &&
    clause.link === 'and' &&
    isBare &&
    goal.clause.tokens.some(({ lower }) => /^(from|of|between|on|with|over|across|out)$/.test(lower))
  )
}

function placeOf({ source }: Candidate, space: Workspace): number {
  return source.kind === 'ref' ? space.goals.indexOf(source.goal) : 0
}
