import type { CatalogEntry, Json } from '@odp/dsl'
import { objectOf } from '../json/object-of.js'

/** Ports that a signature names; the rest is counted. */
const MOST_PORTS = 12

/** What an entry takes or gives, in one line: `username*: string, limit: integer`; `*` marks what is required. */
export function signature(schema: CatalogEntry['inputs']): string {
  const { properties, required } = objectOf(schema as Json | undefined)
  const names = Object.keys(objectOf(properties))
  const needed = new Set(Array.isArray(required) ? required : [])
  const ports = names
    .slice(0, MOST_PORTS)
    .map((name) => `${name}${needed.has(name) ? '*' : ''}: ${typeName(objectOf(properties)[name])}`)
  return names.length > MOST_PORTS ? `${ports.join(', ')}, … ${names.length} in all` : ports.join(', ')
}

function typeName(schema: Json | undefined): string {
  const { type, items, enum: choices, 'x-odp-type': meaning } = objectOf(schema)
  const kind = Array.isArray(choices)
    ? choices.slice(0, 6).map(String).join('|')
    : Array.isArray(type)
      ? type.join('|')
      : type
  const plain = kind === 'array' && items !== undefined ? `${typeName(items)}[]` : String(kind ?? 'any')
  return typeof meaning === 'string' ? `${plain} (${meaning})` : plain
}
