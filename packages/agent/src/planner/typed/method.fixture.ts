import type { JsonObject } from '@odp/dsl'

/** The schema of a value with a semantic type. */
export const typed = (type: string, json = 'string'): JsonObject => ({ type: json, 'x-odp-type': type })

/** The schema of a list of objects with a semantic type. */
export const listOf = (type: string): JsonObject => ({ type: 'array', items: typed(type, 'object') })

/** A method of a catalog that only planners read. */
export const method = (
  id: string,
  summary: string,
  inputs: Record<string, JsonObject>,
  outputs: Record<string, JsonObject>,
  optional: readonly string[] = [],
  synonyms: readonly string[] = [],
) => ({
  id,
  step_type: 'function' as const,
  summary,
  synonyms: [...synonyms],
  inputs: {
    type: 'object',
    required: Object.keys(inputs).filter((name) => !optional.includes(name)),
    properties: inputs,
  },
  outputs: { type: 'object', required: Object.keys(outputs), properties: outputs },
})
