/** A semantic type of the catalog with the more general types it belongs to. */
export interface SemanticType {
  readonly id: string
  readonly parents?: readonly string[]
}

/**
 * Whether a value of one semantic type (`x-odp-type`) may go into a port of another: `yes` for the same type and for a
 * descendant, `no` for any other known type, `unknown` if a type is not given or not in the lattice.
 *
 * @example
 * typeFits('TwitterHandle', 'Username', [{ id: 'TwitterHandle', parents: ['Username'] }, { id: 'Username' }]) // 'yes'
 */
export function typeFits(
  source: string | undefined,
  target: string | undefined,
  lattice: readonly SemanticType[],
): 'yes' | 'no' | 'unknown' {
  if (source === undefined || target === undefined) return 'unknown'
  if (source === target) return 'yes'
  const parents = new Map(lattice.map((type) => [type.id, type.parents ?? []]))
  if (!parents.has(source) || !parents.has(target)) return 'unknown'
  const seen = new Set([source])
  for (const id of seen) for (const parent of parents.get(id) ?? []) seen.add(parent)
  return seen.has(target) ? 'yes' : 'no'
}
