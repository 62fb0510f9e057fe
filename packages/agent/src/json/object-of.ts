import type { Json, JsonObject } from '@odp/dsl'

/** A value as an object, the very one where it is one; empty for everything else. */
export function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}
