import { byText } from './plain-text.ts'

/** Groups of things found to be the same, each join with its reason. */
export class IdentityGroups {
  readonly #parent: number[]
  readonly #reasons = new Map<number, Set<string>>()

  constructor(size: number) {
    this.#parent = Array.from({ length: size }, (_, index) => index)
  }

  find(index: number): number {
    let root = index
    while (this.#parent[root] !== root) root = this.#parent[root] as number
    let at = index
    while (at !== root) {
      const next = this.#parent[at] as number
      this.#parent[at] = root
      at = next
    }
    return root
  }

  /** Joins two groups; the lower index stays the root, so the result does not depend on the order of joining. */
  join(left: number, right: number, reason: string): void {
    const [root, other] = [this.find(left), this.find(right)].sort((a, b) => a - b) as [number, number]
    if (root === other) return
    this.#parent[other] = root
    const reasons = this.#reasons.get(root) ?? new Set()
    for (const each of this.#reasons.get(other) ?? []) reasons.add(each)
    this.#reasons.set(root, reasons.add(reason))
    this.#reasons.delete(other)
  }

  /** Why the members of a group were joined. */
  reasons(index: number): string[] {
    return [...(this.#reasons.get(this.find(index)) ?? [])].sort(byText)
  }

  /** All groups, in order of their first member. */
  all(): number[][] {
    const groups = new Map<number, number[]>()
    for (const index of this.#parent.keys()) {
      const root = this.find(index)
      const members = groups.get(root)
      if (members) members.push(index)
      else groups.set(root, [index])
    }
    return [...groups.values()]
  }
}
