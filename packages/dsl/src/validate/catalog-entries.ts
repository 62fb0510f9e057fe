import type { CatalogEntry } from '../catalog/catalog-entry.js'
import type { CatalogIndex } from '../catalog/catalog-index.js'
import type { Outline, OutlineStep } from '../document/outline.js'
import type { JsonObject } from '../json/json.js'
import { modeIssues, type NamedEntry, namedEntries } from './catalog-names.js'
import { lackingOutputs } from './catalog-outputs.js'
import { DocumentTypes } from './catalog-types.js'

/** What a step names of the catalog, and the entries whose ports count for it. */
export interface StepEntries {
  readonly named: readonly NamedEntry[]
  /** The entries whose inputs and outputs are those of the step; none where it names several things or nothing. */
  readonly ports: readonly CatalogEntry[]
  /** Entries that the name could give and that do not run in the step's mode or return what it declares. */
  readonly others: readonly CatalogEntry[]
}

/** Names made at run time may each give all entries of a catalog: comparing the ports of more entries with steps would take noticeable time. */
const MOST_COMPARED = 20_000

const NOTHING: StepEntries = { named: [], ports: [], others: [] }

/** Finds the entries of each step, once. */
export class EntryFinder {
  readonly #catalog: CatalogIndex | undefined
  readonly #found = new Map<OutlineStep, StepEntries>()
  #left = MOST_COMPARED

  constructor(catalog: CatalogIndex | undefined) {
    this.#catalog = catalog
  }

  of(step: OutlineStep): StepEntries {
    if (this.#catalog === undefined) return NOTHING
    const known = this.#found.get(step) ?? this.#find(step, this.#catalog)
    this.#found.set(step, known)
    return known
  }

  #find(step: OutlineStep, catalog: CatalogIndex): StepEntries {
    const named = namedEntries(step, catalog)
    const [only] = named
    if (only?.open === true) this.#left -= only.candidates.length
    // Then nothing is known of the ports, and every entry that the name can give may be used.
    return this.#left < 0 && only?.open === true ? { ...NOTHING, named } : stepEntries(step, named)
  }
}

function stepEntries(step: OutlineStep, named: readonly NamedEntry[]): StepEntries {
  const [only] = named
  if (only === undefined || (step.definition?.requires?.(step.step).length ?? 0) !== 1 || takesBatches(step))
    return { ...NOTHING, named }
  // What is waited for by one type and made by another has the ports of the other.
  const candidates = only.candidates.filter(({ step_type }) => step_type === undefined || step_type === step.type)
  if (!only.open) return { named, ports: candidates, others: [] }
  const returning = candidates.filter(
    (entry) => lackingOutputs(step, entry).length === 0 && modeIssues(step, entry, only.at).length === 0,
  )
  if (returning.length === 0) return { named, ports: candidates, others: [] }
  const usable = new Set(returning)
  return { named, ports: returning, others: candidates.filter((entry) => !usable.has(entry)) }
}

/** In a loop with `batch_size` one call takes many items, in a form that only the entry knows. */
function takesBatches(step: OutlineStep): boolean {
  return step.loop?.step.batch_size !== undefined
}

/** The types of a document with what a catalog knows. */
export function documentTypes(
  document: JsonObject,
  outline: Outline,
  catalog: CatalogIndex | undefined,
  finder = new EntryFinder(catalog),
): DocumentTypes {
  return new DocumentTypes(document, outline, (step) => finder.of(step).ports)
}
