import { isJsonObject, type Json } from '../json/json.js'

/**
 * One text for one JSON value, the same for objects whose keys stand in another order, so that two values can be compared
 * or kept in a set in linear time. Undefined when the value is nested deeper than `depth`.
 */
export function jsonText(value: Json, depth = 200): string | undefined {
  if (!isJsonObject(value) && !Array.isArray(value)) return JSON.stringify(value === 0 ? 0 : value)
  if (depth === 0) return undefined
  const parts: string[] = []
  if (Array.isArray(value)) {
    for (const item of value) {
      const text = jsonText(item, depth - 1)
      if (text === undefined) return undefined
      parts.push(text)
    }
    return `[${parts.join(',')}]`
  }
  for (const key of Object.keys(value).sort()) {
    const text = jsonText(value[key] as Json, depth - 1)
    if (text === undefined) return undefined
    parts.push(`${JSON.stringify(key)}:${text}`)
  }
  return `{${parts.join(',')}}`
}

/** A value as short JSON for a message. */
export function shortText(value: Json): string {
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : (jsonText(value) ?? '…')
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
