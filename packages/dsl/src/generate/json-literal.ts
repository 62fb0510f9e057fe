import type { Json } from '../json/json.js'
import { bracketed, type Layout } from './layout.js'
import { isIdentifier, longTextLiteral, propertyName } from './text-literal.js'

/** A JSON value as TypeScript. */
export function jsonLiteral(value: Json): Layout {
  if (typeof value === 'string') return longTextLiteral(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return bracketed('[', value.map(jsonLiteral))
  return bracketed(
    '{',
    Object.entries(value).map(([key, inner]) => member(key, jsonLiteral(inner))),
  )
}

/** `name: value`, or `name` where the value is the variable of that name. */
export function member(name: string, value: Layout): Layout {
  const short = value === name && isIdentifier(name) && !['true', 'false', 'null'].includes(name)
  return short ? name : [propertyName(name), ': ', value]
}
