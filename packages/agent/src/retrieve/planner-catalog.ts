import {
  type Catalog,
  type CatalogDocument,
  type CatalogIndex,
  type CatalogKind,
  catalogDocument,
  indexCatalog,
} from '@odp/dsl'
import MiniSearch from 'minisearch'
import type { Capability } from '../catalog/capability.js'
import { readCapability } from '../catalog/read-capability.js'
import { TypeLattice } from '../catalog/type-lattice.js'
import { stemsOf } from '../words/stem.js'
import { type Evidence, evidenceOf } from './evidence.js'
import { type NearbySearch, nearbySearch } from './nearby.js'

const LISTS: readonly (readonly [CatalogKind, keyof CatalogDocument])[] = [
  ['method', 'methods'],
  ['model', 'models'],
  ['flow', 'flows'],
  ['agent', 'agents'],
  ['asset', 'assets'],
  ['report_template', 'report_templates'],
]

/** In a catalog of a few entries a word says no less of what is wanted than in one of so many. */
const LEAST_ENTRIES = 20

/**
 * A catalog, made ready for planning; make it once and use it for every request.
 *
 * @example
 * ```ts
 * import type { PlannerCatalog } from '@odp/agent'
 *
 * const idsOf = ({ capabilities }: PlannerCatalog) => capabilities.map(({ id }) => id)
 * ```
 */
export interface PlannerCatalog {
  readonly capabilities: readonly Capability[]
  readonly types: TypeLattice
  readonly index: CatalogIndex
  /** The words that each capability is known by. */
  readonly evidence: ReadonlyMap<Capability, Evidence>
  /** How much a word tells: rare words tell more; unknown words nothing. */
  rarity(word: string): number | undefined
  /** The capabilities nearest to some words, best first (BM25). */
  search(words: readonly string[], most: number): readonly Capability[]
  /** The capabilities whose words are only like those that were said, nearest first: weak evidence. */
  readonly nearby: NearbySearch
  /** Those with an output of exactly a type or a kind of it. */
  producers(type: string): readonly Capability[]
  byId(id: string): readonly Capability[]
}

/**
 * Makes a catalog ready for planning.
 *
 * @example
 * ```ts
 * import { preparePlannerCatalog } from '@odp/agent'
 *
 * const catalog = preparePlannerCatalog({ methods: [{ id: 'count_birds', step_type: 'function' }] })
 * ```
 */
export function preparePlannerCatalog(source: Catalog | CatalogDocument): PlannerCatalog {
  const document: CatalogDocument = 'lists' in source ? catalogDocument(source as Catalog) : source
  const capabilities: Capability[] = []
  for (const [kind, list] of LISTS) {
    const entries = document[list]
    if (!Array.isArray(entries)) continue
    for (const entry of entries) capabilities.push(readCapability(kind, entry, capabilities.length))
  }
  const types = new TypeLattice((document.types ?? []).map(({ id, parents }) => ({ id, parents: parents ?? [] })))
  const evidence = new Map(capabilities.map((one) => [one, evidenceOf(one)]))
  const counts = new Map<string, number>()
  for (const { weights } of evidence.values())
    for (const word of weights.keys()) counts.set(word, (counts.get(word) ?? 0) + 1)
  const search = new MiniSearch({
    fields: ['id', 'synonyms', 'summary', 'ports'],
    idField: 'order',
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
    searchOptions: { boost: { id: 3, synonyms: 3, summary: 2, ports: 1 } },
  })
  search.addAll(
    capabilities.map((one) => ({
      order: one.order,
      id: stemsOf(one.id).join(' '),
      synonyms: one.synonyms.flatMap(stemsOf).join(' '),
      summary: stemsOf(one.summary).join(' '),
      ports: [...one.inputs, ...one.outputs].flatMap(({ words, type_words }) => [...words, ...type_words]).join(' '),
    })),
  )
  const byType = new Map<string, Capability[]>()
  const byId = new Map<string, Capability[]>()
  for (const one of capabilities) {
    byId.set(one.id, [...(byId.get(one.id) ?? []), one])
    const above = new Set(
      one.outputs.flatMap(({ type }) => (type === undefined ? [] : [...types.ancestors(type).keys()])),
    )
    for (const type of above) {
      const known = byType.get(type)
      if (known === undefined) byType.set(type, [one])
      else known.push(one)
    }
  }
  const rarity = (word: string) => {
    const count = counts.get(word)
    return count === undefined ? undefined : Math.log(1 + Math.max(capabilities.length, LEAST_ENTRIES) / count)
  }
  return {
    capabilities,
    types,
    index: indexCatalog(document),
    evidence,
    rarity,
    nearby: nearbySearch(evidence, rarity),
    search: (words, most) =>
      words.length === 0
        ? []
        : search
            .search(words.join(' '))
            .slice(0, most)
            .flatMap(({ id }) => capabilities[Number(id)] ?? []),
    producers: (type) => byType.get(type) ?? [],
    byId: (id) => byId.get(id) ?? [],
  }
}
