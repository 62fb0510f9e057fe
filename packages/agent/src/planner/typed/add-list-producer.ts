import type { Capability, Field, Port } from '../../catalog/capability.js'
import type { Mention } from '../../request/mention.js'
import type { Token } from '../../request/token.js'
import { STOP_WORDS } from '../../words/english.js'
import { dependsOn, inputWish } from './clause-words.js'
import { fieldFit } from './field-fit.js'
import type { Goal } from './goal.js'
import { isReachable, takes } from './reach.js'
import { scoreCapabilities } from './score-capability.js'
import { wireGoal } from './wire-goals.js'
import { makeGoal, type Workspace } from './workspace.js'

const MOST_LOOKED_AT = 400
const LEAST_SCORE = 2.2
const OWNING = /^(of|in|by|from|at|on)$/

interface Choice {
  readonly capability: Capability
  readonly field: Field
  readonly port: Port
  readonly score: number
}

/** What a loop goes over, and the port that takes one of it. */
export interface ListSource {
  readonly from: Goal
  readonly field: Field
  readonly port: Port
}

/** Adds the step that lists what is gone through, where nothing that is asked for does: `for each chapter of "Moby Dick"`, `for all ships in the fleet`. */
export function addListProducer(goal: Goal, ports: readonly Port[], space: Workspace): ListSource | undefined {
  if (space.options.use_types === false) return undefined
  const { nouns, owner } = readOwned(goal.clause.each?.tokens ?? [])
  if (owner === undefined) return addNamedList(goal, ports, space)
  if (nouns.length === 0) return undefined
  for (const { capability, field, port } of rankLists(goal, ports, nouns, owner, space).slice(0, 3)) {
    const { each: _, ...clause } = goal.clause
    const made = makeGoal(capability, clause, {
      at: goal.at - 0.5,
      words: new Set(nouns),
      because: goal.because,
      is_producer: true,
      made_for: goal,
      own_mention: owner,
    })
    const kept = [...space.goals]
    space.goals.splice(Math.max(0, space.goals.indexOf(goal)), 0, made)
    if (wireGoal(made, space, 1).length === 0) return { from: made, field, port }
    space.goals.splice(0, space.goals.length, ...kept)
  }
  return undefined
}

/** `for all ships in the fleet`: the words after `for all` call for a step of their own. */
function addNamedList(goal: Goal, ports: readonly Port[], space: Workspace): ListSource | undefined {
  const { each, ...clause } = goal.clause
  const tokens = each?.tokens ?? []
  const [first, last] = [tokens[0], tokens.at(-1)]
  if (first === undefined || last === undefined || inputWish(space.request.text) !== 'none') return undefined
  for (const { capability, score, words } of scoreCapabilities(tokens, space).slice(0, 3)) {
    const naming = space.catalog.evidence.get(capability)?.naming
    const isCalled = score >= LEAST_SCORE && [...words].some((word) => naming?.has(word) === true)
    const list = isCalled ? listFor(capability, ports, space) : undefined
    if (list === undefined || capability === goal.capability) continue
    const known = space.goals.find((other) => other.capability === capability && !dependsOn(other, goal))
    if (known !== undefined) return { from: known, ...list }
    const made = makeGoal(
      capability,
      { ...clause, tokens, start: first.start, end: last.end },
      { at: Math.min(first.start, goal.at - 0.5), words, because: goal.because },
    )
    const kept = [...space.goals]
    space.goals.splice(Math.max(0, space.goals.indexOf(goal)), 0, made)
    if (wireGoal(made, space, 1).length === 0 && made.loop === undefined) {
      for (const word of words) space.used.add(word)
      return { from: made, ...list }
    }
    space.goals.splice(0, space.goals.length, ...kept)
  }
  return undefined
}

function listFor(
  capability: Capability,
  ports: readonly Port[],
  space: Workspace,
): { field: Field; port: Port } | undefined {
  return ports
    .flatMap((port) =>
      capability.outputs.flatMap((field) => {
        const fit = field.over === undefined ? undefined : fieldFit(field, port, space)
        return fit === undefined || fit <= 0.3 ? [] : [{ field, port, fit }]
      }),
    )
    .sort((a, b) => b.fit - a.fit || a.field.depth - b.field.depth)[0]
}

function readOwned(tokens: readonly Token[]): { nouns: string[]; owner: Mention | undefined } {
  const at = tokens.findIndex(({ mention }) => mention !== undefined)
  const owning = tokens.findLastIndex(({ lower }, place) => place < at && OWNING.test(lower))
  if (owning < 0) return { nouns: [], owner: undefined }
  const nouns = tokens
    .slice(0, owning)
    .flatMap(({ kind, stem }) => (kind !== 'word' || STOP_WORDS.has(stem) ? [] : [stem]))
  return { nouns, owner: tokens[at]?.mention }
}

function rankLists(
  goal: Goal,
  ports: readonly Port[],
  nouns: readonly string[],
  owner: Mention,
  space: Workspace,
): Choice[] {
  const found: Choice[] = []
  for (const port of ports) {
    for (const capability of space.catalog.producers(port.type ?? '').slice(0, MOST_LOOKED_AT)) {
      const isDirect = takes(capability, owner, space)
      if (capability === goal.capability || (!isDirect && !isReachable(capability, owner, space))) continue
      const naming = space.catalog.evidence.get(capability)?.naming
      for (const field of capability.outputs) {
        const fit = field.over === undefined ? undefined : fieldFit(field, port, space)
        const said = nouns.reduce(
          (sum, noun) =>
            sum +
            (field.words.includes(noun) ? 1 : field.type_words.includes(noun) || naming?.has(noun) === true ? 0.5 : 0),
          0,
        )
        if (fit !== undefined && said > 0)
          found.push({ capability, field, port, score: said + fit + (isDirect ? 1 : 0) - field.depth * 0.05 })
      }
    }
  }
  return found.sort(
    (a, b) => b.score - a.score || a.capability.cost - b.capability.cost || a.capability.order - b.capability.order,
  )
}
