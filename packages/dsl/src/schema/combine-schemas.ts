import type { JsonSchema } from './json-schema.js'

/** A value that fits one of the schemas, which are parts of the same one. */
export function anyOf(schemas: readonly JsonSchema[]): JsonSchema {
  const different = [...new Set(schemas)]
  const [only] = different
  return different.length === 1 && only !== undefined ? only : { anyOf: different }
}

/** A value that fits all of the schemas, which are parts of the same one. */
export function allOf(schemas: readonly JsonSchema[]): JsonSchema {
  const different = [...new Set(schemas)].filter((schema) => schema !== true)
  const [only] = different
  return different.length <= 1 ? (only ?? true) : { allOf: different }
}
