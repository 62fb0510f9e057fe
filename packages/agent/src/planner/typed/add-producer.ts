import type { Capability, Field, Port } from '../../catalog/capability.js'
import { addAllNamed } from './add-all-named.js'
import { bindReference } from './bind-reference.js'
import { dependsOn } from './clause-words.js'
import { fieldFit } from './field-fit.js'
import type { Goal } from './goal.js'
import { isSameAs } from './left-open.js'
import { kindsNamed } from './meanings.js'
import { isReachable, takes } from './reach.js'
import { isPlainer } from './said-in-full.js'
import { scoreCapabilities } from './score-capability.js'
import { wireGoal } from './wire-goals.js'
import { findWordValues } from './word-values.js'
import { makeGoal, type Workspace } from './workspace.js'

const DEEPEST = 3
const MOST_TRIED = 6
const MOST_LOOKED_AT = 400

interface Producer {
  readonly capability: Capability
  readonly field: Field
  readonly score: number
}

/** Adds the cheapest step that gives what a port needs, with what that one needs in turn; false where there is none. */
export function addProducer(goal: Goal, port: Port, space: Workspace, depth: number): boolean {
  if (depth >= DEEPEST || port.type === undefined || space.catalog.types.isTop(port.type)) return false
  if (space.options.use_types === false) return false
  const all = rankProducers(goal, port, space)
  if (depth === 0 && addAllNamed(goal, port, all, space)) return true
  const ranked = all.slice(0, MOST_TRIED)
  const best = ranked[0]
  for (const { capability, field } of ranked) {
    const made = makeGoal(
      capability,
      { ...goal.clause },
      { at: goal.at - 0.5 - depth * 0.1, words: new Set(), because: goal.because, is_producer: true, made_for: goal },
    )
    const kept = [...space.goals]
    const place = space.goals.indexOf(goal)
    space.goals.splice(place < 0 ? space.goals.length : place, 0, made)
    if (wireGoal(made, space, depth + 1).length === 0) {
      bindReference(goal, port, { kind: 'ref', goal: made, field }, space)
      const rivals = ranked.filter(
        (one) =>
          one.capability !== capability &&
          best !== undefined &&
          one.score > best.score - 0.01 &&
          one.capability.cost === best.capability.cost &&
          one.capability.id !== best.capability.id,
      )
      if (rivals.length > 0 && capability === best?.capability)
        space.doubts.push({ goal, port, options: [best.capability, ...rivals.map((one) => one.capability)] })
      return true
    }
    space.goals.splice(0, space.goals.length, ...kept)
  }
  return false
}

/** Producers by how well the constants of the request go into them, then by type, words and cost. */
function rankProducers(goal: Goal, port: Port, space: Workspace): Producer[] {
  const said = new Map(
    scoreCapabilities(space.request.tokens, space).map(({ capability, score }) => [capability, score]),
  )
  const known = new Set(space.goals.map(({ capability }) => capability))
  const unused = space.request.mentions.filter(
    (mention) =>
      !space.goals.some((other) =>
        [...other.bound.values()].flat().some((source) => source.kind === 'const' && source.mention === mention),
      ),
  )
  const found: Producer[] = []
  const guessed: Producer[] = []
  for (const capability of space.catalog.producers(port.type ?? '').slice(0, MOST_LOOKED_AT)) {
    if (
      capability === goal.capability ||
      capability.kind === 'asset' ||
      capability.kind === 'report_template' ||
      known.has(capability) ||
      ((isNumeric(port) || isAnybodys(port, space)) && !isSpokenOf(capability, space))
    )
      continue
    const takesWords = hasOwnWords(capability, goal, space)
    if (!takesWords && !isAnchored(capability, goal, space)) continue
    const fields = capability.outputs
      .map((field) => ({ field, fit: fieldFit(field, port, space) }))
      .filter((one): one is { field: Field; fit: number } => one.fit !== undefined)
      .sort(
        (a, b) =>
          b.fit - a.fit ||
          Number(a.field.over !== undefined) - Number(b.field.over !== undefined) ||
          a.field.depth - b.field.depth,
      )
    const best = fields[0]
    if (best === undefined || best.fit < 0.3) continue
    const isMany = best.field.over !== undefined && port.arity === 'one'
    // Nobody who says nothing of a list wants something done for all that is in it.
    if (isMany && goal.clause.each === undefined && !isSpokenOf(capability, space)) continue
    const direct = Math.max(
      0,
      ...space.request.mentions.map(
        (mention) => quality(capability, mention, space) * (unused.includes(mention) ? 1 : 0.8),
      ),
    )
    const score =
      direct * 2 +
      best.fit * 0.6 +
      Math.min(1.2, (said.get(capability) ?? 0) * 0.12) -
      Math.min(0.3, capability.cost * 0.02) -
      (isMany ? 0.5 : 0) -
      best.field.depth * 0.05 -
      (takesWords || takesSome(capability, space) ? 0 : 0.8)
    // Words fit any entry that takes words: it has to be spoken of, or be the only one.
    const isGuess = takesWords && !isSpokenOf(capability, space) && !isAnchored(capability, goal, space)
    const list = isGuess ? guessed : found
    list.push({ capability, field: best.field, score: takesWords ? score + 1 : score })
  }
  if (guessed.length === 1 && goal.is_producer === undefined) found.push(...guessed)
  const words = new Set(space.request.tokens.map(({ stem }) => stem))
  const isOutdone = ({ capability }: Producer) =>
    found.some((one) => isSameAs(one.capability, capability) && isPlainer(one.capability, capability, words, space))
  return found
    .filter((one) => !isOutdone(one))
    .sort(
      (a, b) => b.score - a.score || a.capability.cost - b.capability.cost || a.capability.order - b.capability.order,
    )
}

/** One number is as good as another by its type: which one is meant is said, or it is not known. */
function isNumeric({ json }: Port): boolean {
  return json.length > 0 && json.every((type) => type === 'number' || type === 'integer')
}

/** A text, a day or a language may be any: that some step happens to give one says nothing. */
function isAnybodys({ type, type_words }: Port, { catalog }: Workspace): boolean {
  if (type === undefined || catalog.types.ancestors(type).size > 2) return false
  return kindsNamed(type_words).some((kind) => kind === 'text' || kind === 'date' || kind === 'language')
}

/** Whether a word of a capability's names was said. */
export function isSpokenOf(capability: Capability, { catalog, request }: Workspace): boolean {
  const naming = catalog.evidence.get(capability)?.naming
  return request.tokens.some(({ kind, stem }) => kind === 'word' && naming?.has(stem) === true)
}

function quality(capability: Capability, mention: Parameters<typeof takes>[1], space: Workspace): number {
  return Math.max(
    0,
    ...capability.inputs.filter(({ required }) => required).map((port) => space.fits.fit(mention, port)?.quality ?? 0),
  )
}

function takesSome(capability: Capability, space: Workspace): boolean {
  return space.request.mentions.some((mention) => takes(capability, mention, space))
}

/** Whether the request has words for a required input of an entry that no other step has taken. */
function hasOwnWords(capability: Capability, goal: Goal, space: Workspace): boolean {
  const made = makeGoal(
    capability,
    { ...goal.clause },
    { at: goal.at, words: new Set(), because: '', is_producer: true, made_for: goal },
  )
  const taken = new Set(
    space.goals
      .flatMap(({ bound }) => [...bound.values()].flat())
      .flatMap((source) => (source.kind === 'const' ? [source.value] : [])),
  )
  return capability.inputs.some(
    (port) => port.required && findWordValues(made, port, space).some(({ mention }) => !taken.has(mention.value)),
  )
}

/** A chain of producers has to begin with something that is known. */
function isAnchored(capability: Capability, goal: Goal, space: Workspace): boolean {
  const required = capability.inputs.filter((port) => port.required)
  if (required.length === 0) return true
  if (
    space.request.mentions.some(
      (mention) => takes(capability, mention, space) || isReachable(capability, mention, space),
    )
  )
    return true
  return space.goals.some((other) => {
    if (other === goal || other.capability === undefined || other.is_producer === true || dependsOn(other, goal))
      return false
    return other.capability.outputs.some((field) => required.some((port) => (fieldFit(field, port, space) ?? 0) > 0.3))
  })
}
