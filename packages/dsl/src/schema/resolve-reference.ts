import { isJsonObject, type Json } from '../json/json.js'
import { isJsonSchema, type JsonSchema } from './json-schema.js'

/**
 * The schema that a `$ref` inside `root` names: `#`, or a JSON pointer such as `#/$defs/post`. Undefined when there is
 * no schema at that place, and for anchors and other documents, which are never fetched.
 */
export function resolveReference(root: JsonSchema, reference: string): JsonSchema | undefined {
  if (reference === '#') return root
  if (!reference.startsWith('#/')) return undefined
  let place: Json = root
  for (const part of reference.slice(2).split('/')) {
    const name = decodePart(part)
    if (name === undefined) return undefined
    if (Array.isArray(place) && /^(0|[1-9]\d{0,8})$/.test(name)) place = place[Number(name)] ?? null
    else if (isJsonObject(place) && Object.hasOwn(place, name)) place = place[name] as Json
    else return undefined
  }
  return isJsonSchema(place) ? place : undefined
}

function decodePart(part: string): string | undefined {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch {
    return undefined
  }
}
