/** How semantic types are related: how far up from a type to one that it belongs to. */
export class TypeLattice {
  readonly #parents: ReadonlyMap<string, readonly string[]>
  readonly #distances = new Map<string, ReadonlyMap<string, number>>()

  constructor(types: readonly { readonly id: string; readonly parents?: readonly string[] }[]) {
    this.#parents = new Map(types.map(({ id, parents }) => [id, parents ?? []]))
  }

  /** Steps up from `type` to `target`; undefined if a value of the one does not fit the other. */
  distance(type: string, target: string): number | undefined {
    return this.ancestors(type).get(target)
  }

  /** The type itself (0) and everything above it. */
  ancestors(type: string): ReadonlyMap<string, number> {
    const known = this.#distances.get(type)
    if (known !== undefined) return known
    const found = new Map([[type, 0]])
    for (const [id, steps] of found) {
      for (const parent of this.#parents.get(id) ?? []) if (!found.has(parent)) found.set(parent, steps + 1)
    }
    this.#distances.set(type, found)
    return found
  }

  /** Whether a type stands at the top, so that everything fits it. */
  isTop(type: string): boolean {
    return this.#parents.has(type) && (this.#parents.get(type) ?? []).length === 0 && this.#isAbove(type)
  }

  #isAbove(type: string): boolean {
    let children = 0
    for (const parents of this.#parents.values()) if (parents.includes(type)) children += 1
    return children > 3
  }
}
