import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import type { SemanticType } from '../schema/type-fits.js'
import { CATALOG_KINDS, CATALOG_LISTS, type CatalogEntry, type CatalogKind } from './catalog-entry.js'
import type { Catalog, CatalogDocument, CatalogEstimate } from './define-catalog.js'
import { type MethodTraits, RESOURCE_CLASSES } from './method-traits.js'
import { namePattern } from './name-pattern.js'
import { type EntryDefinition, zodEntry } from './zod-entry.js'

export type { CatalogEntry, CatalogKind } from './catalog-entry.js'

/**
 * A catalog that can be asked.
 *
 * @example
 * ```ts
 * import { type CatalogIndex, indexCatalog, validatePipeline } from '@odp/dsl'
 *
 * const catalog: CatalogIndex = indexCatalog({ methods: [{ id: 'double', step_type: 'function' }] })
 * const isValid = (text: string) => validatePipeline(text, { catalog }).valid
 * ```
 */
export interface CatalogIndex {
  /** Semantic types with their parents. */
  readonly types: readonly SemanticType[]
  /** The entries of a kind by id, in the order of the catalog; undefined where the catalog has no such list, so that it says nothing about the kind. */
  entries(kind: CatalogKind): ReadonlyMap<string, CatalogEntry> | undefined
  /** The entry with an id. */
  find(kind: CatalogKind, id: string): CatalogEntry | undefined
  /** The entries whose id a text with templates can give: each template stands for one or more characters. */
  fitting(kind: CatalogKind, text: string): readonly CatalogEntry[]
  /** The ids of a kind, in the order of the catalog. */
  names(kind: CatalogKind): readonly string[]
}

/**
 * Makes a catalog ready to be asked, whether it is written in TypeScript or as a document. Of two entries with one id the first counts; what is no
 * entry is left out. Index a catalog once and use the index for every document.
 *
 * @example
 * ```ts
 * import { indexCatalog } from '@odp/dsl'
 *
 * const index = indexCatalog({ methods: [{ id: 'double', step_type: 'function' }] })
 * index.fitting('method', 'dou{{input.kind}}').map((entry) => entry.id) // ['double']
 * ```
 */
export function indexCatalog(source: Catalog | CatalogDocument): CatalogIndex {
  const lists = new Map<CatalogKind, ReadonlyMap<string, CatalogEntry>>()
  const isTyped = isTypedCatalog(source)
  const written: Readonly<Record<string, unknown>> = isTyped ? { ...source.lists } : { ...source }
  for (const kind of CATALOG_KINDS) {
    const list = written[CATALOG_LISTS[kind]]
    if (!Array.isArray(list)) continue
    const entries = new Map<string, CatalogEntry>()
    for (const item of list) {
      const entry = isTyped ? zodEntry(kind, item as EntryDefinition) : readEntry(kind, item as Json)
      if (entry !== undefined && !entries.has(entry.id)) entries.set(entry.id, entry)
    }
    lists.set(kind, entries)
  }
  return new ListedCatalog(lists, readTypes(written.types))
}

/** Whether a catalog is written in TypeScript. */
function isTypedCatalog(source: Catalog | CatalogDocument): source is Catalog {
  return Object.hasOwn(source, 'lists')
}

class ListedCatalog implements CatalogIndex {
  readonly types: readonly SemanticType[]
  readonly #lists: ReadonlyMap<CatalogKind, ReadonlyMap<string, CatalogEntry>>

  constructor(lists: ReadonlyMap<CatalogKind, ReadonlyMap<string, CatalogEntry>>, types: readonly SemanticType[]) {
    this.#lists = lists
    this.types = types
  }

  entries(kind: CatalogKind): ReadonlyMap<string, CatalogEntry> | undefined {
    return this.#lists.get(kind)
  }

  find(kind: CatalogKind, id: string): CatalogEntry | undefined {
    return this.#lists.get(kind)?.get(id)
  }

  fitting(kind: CatalogKind, text: string): readonly CatalogEntry[] {
    const fits = namePattern(text)
    if (fits === undefined) return []
    return [...(this.#lists.get(kind)?.values() ?? [])].filter((entry) => fits(entry.id))
  }

  names(kind: CatalogKind): readonly string[] {
    return [...(this.#lists.get(kind)?.keys() ?? [])]
  }
}

/** A catalog document may come from a live system: what has the wrong form counts as not said. */
function readEntry(kind: CatalogKind, entry: Json): CatalogEntry | undefined {
  if (!isJsonObject(entry) || typeof entry.id !== 'string') return undefined
  const { id, step_type, summary, synonyms, inputs, outputs, modes, estimate } = entry
  return {
    kind,
    id,
    synonyms: texts(synonyms) ?? [],
    runnable: false,
    ...(typeof step_type === 'string' ? { step_type } : {}),
    ...(typeof summary === 'string' ? { summary } : {}),
    ...(isJsonObject(inputs) ? { inputs } : {}),
    ...(isJsonObject(outputs) ? { outputs } : {}),
    ...(texts(modes) === undefined ? {} : { modes: texts(modes) ?? [] }),
    ...(isJsonObject(estimate) &&
    typeof estimate.cost_units === 'number' &&
    typeof estimate.duration_seconds === 'number'
      ? { estimate: estimate as unknown as CatalogEstimate }
      : {}),
    ...readTraits(entry),
    ...(typeof entry.batches === 'boolean' ? { batches: entry.batches } : {}),
  }
}

function readTraits({ local, idempotent, version, rate_limit, resource_class }: JsonObject): MethodTraits {
  const kind = RESOURCE_CLASSES.find((known) => known === resource_class)
  return {
    ...(typeof local === 'boolean' ? { local } : {}),
    ...(typeof idempotent === 'boolean' ? { idempotent } : {}),
    ...(typeof version === 'string' ? { version } : {}),
    ...(isJsonObject(rate_limit) && isPositive(rate_limit.calls) && isPositive(rate_limit.seconds)
      ? { rate_limit: { calls: rate_limit.calls, seconds: rate_limit.seconds } }
      : {}),
    ...(kind === undefined ? {} : { resource_class: kind }),
  }
}

function isPositive(value: Json | undefined): value is number {
  return typeof value === 'number' && value > 0
}

function texts(value: Json | undefined): string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined
}

function readTypes(types: unknown): SemanticType[] {
  if (!Array.isArray(types)) return []
  return types.flatMap((type: Json) =>
    isJsonObject(type) && typeof type.id === 'string' ? [{ id: type.id, parents: texts(type.parents) ?? [] }] : [],
  )
}
