import type { Capability } from '../../catalog/capability.js'
import { FREE_TYPES } from '../../catalog/planned-types.js'
import { LONGEST_REQUEST, readRequest } from '../../request/read-request.js'
import type { PlannerCatalog } from '../../retrieve/planner-catalog.js'

const MOST = 50
const PER_CLAUSE = 12
const PRODUCERS = 3

/** Something that a model may put into a plan, under the name by which it does. */
export interface Candidate {
  readonly name: string
  readonly type: string
  readonly uses: string
  readonly capability?: Capability
}

/**
 * What of a catalog is offered to a model for a request: the nearest to its words, clause by clause, and who gives what those need. What is not offered
 * cannot be named in an answer.
 */
export function findCandidates(request: string, catalog: PlannerCatalog, more: readonly string[] = []): Candidate[] {
  const { clauses, tokens } = readRequest(
    request.slice(0, LONGEST_REQUEST),
    (word) => catalog.rarity(word) !== undefined,
  )
  const found = new Set<Capability>(more.flatMap((id) => catalog.byId(id)))
  const wordsOf = (list: readonly { kind: string; stem: string }[]) =>
    list.filter(({ kind }) => kind === 'word').map(({ stem }) => stem)
  for (const words of [...clauses.map((clause) => wordsOf(clause.tokens)), wordsOf(tokens)])
    for (const one of catalog.search(words, PER_CLAUSE)) found.add(one)
  const nearest = [...found].slice(0, MOST)
  for (const { inputs } of nearest)
    for (const { type, required } of inputs)
      if (type !== undefined && required) for (const one of cheapest(catalog.producers(type))) found.add(one)
  const offered = [...found].slice(0, MOST).map((capability) => ({
    name: `${capability.step_type}:${capability.id}`,
    type: capability.step_type,
    uses: capability.id,
    capability,
  }))
  return [...offered, ...FREE_TYPES.map((type) => ({ name: type, type, uses: type }))]
}

function cheapest(producers: readonly Capability[]): readonly Capability[] {
  return producers.toSorted((left, right) => left.cost - right.cost || left.order - right.order).slice(0, PRODUCERS)
}
