import type { Json } from '../json/json.js'
import type { TypeName } from './json-schema.js'

/** The narrowest type of a value: a whole number is an `integer`. */
export function typeOf(value: Json): TypeName {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value as 'string' | 'boolean' | 'object'
}

/** Whether a value is of a type; a whole number is both `integer` and `number`. */
export function hasType(value: Json, name: TypeName): boolean {
  const type = typeOf(value)
  return type === name || (type === 'integer' && name === 'number')
}

/** The type with its article, for sentences: `a string`, `an object`. */
export function typePhrase(type: TypeName): string {
  if (type === 'null') return 'null'
  return /^[aio]/.test(type) ? `an ${type}` : `a ${type}`
}
