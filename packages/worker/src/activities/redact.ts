import type { Json } from '@odp/dsl/plan'

const REDACTED = '[secret]'

/** Removes secrets from a value, wherever they stand in a text or a key. */
export function redact(value: Json, secrets: readonly string[]): Json {
  const present = secrets.filter((secret) => secret !== '')
  const clean = (text: string) => present.reduce((left, secret) => left.split(secret).join(REDACTED), text)
  const walk = (part: Json): Json => {
    if (typeof part === 'string') return clean(part)
    if (Array.isArray(part)) return part.map(walk)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([key, entry]) => [clean(key), walk(entry)]))
  }
  return walk(value)
}
