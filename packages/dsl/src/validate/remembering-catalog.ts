import type { CatalogEntry, CatalogKind } from '../catalog/catalog-entry.js'
import type { CatalogIndex } from '../catalog/catalog-index.js'
import type { SemanticType } from '../schema/type-fits.js'

/** A catalog for one check: what many steps ask is sought once, and the same question has the same list for an answer. */
export class RememberingCatalog implements CatalogIndex {
  readonly #catalog: CatalogIndex
  readonly #fitting = new Map<string, readonly CatalogEntry[]>()

  constructor(catalog: CatalogIndex) {
    this.#catalog = catalog
  }

  get types(): readonly SemanticType[] {
    return this.#catalog.types
  }

  entries(kind: CatalogKind): ReadonlyMap<string, CatalogEntry> | undefined {
    return this.#catalog.entries(kind)
  }

  find(kind: CatalogKind, id: string): CatalogEntry | undefined {
    return this.#catalog.find(kind, id)
  }

  fitting(kind: CatalogKind, text: string): readonly CatalogEntry[] {
    const key = `${kind} ${text}`
    const known = this.#fitting.get(key) ?? this.#catalog.fitting(kind, text)
    this.#fitting.set(key, known)
    return known
  }

  names(kind: CatalogKind): readonly string[] {
    return this.#catalog.names(kind)
  }
}
