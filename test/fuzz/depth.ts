import type { Json } from '@odp/dsl'

/** The deepest nesting of a document. */
export const MOST_LEVELS = 100

/** How deep lists and mappings are nested. */
export function depthOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0
  let deepest = 0
  for (const key of Object.keys(value))
    deepest = Math.max(deepest, depthOf((value as Record<string, Json>)[key] ?? null))
  return deepest + 1
}
