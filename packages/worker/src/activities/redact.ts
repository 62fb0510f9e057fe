import type { Json } from '@odp/dsl/plan'

const REDACTED = '[secret]'

/** The forms in which a secret is likely to come back: as it is, inside JSON, in an address, in base64. */
function formsOf(secret: string): string[] {
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(Buffer.from(secret).toString()),
    Buffer.from(secret).toString('base64'),
  ]
  return [...new Set(forms)]
}

/** Places of all forms in a text; overlapping ones are joined, so that no piece of a secret stays. */
function placesOf(text: string, forms: readonly string[]): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  for (const form of forms) {
    for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + 1))
      found.push({ start, end: start + form.length })
  }
  found.sort((left, right) => left.start - right.start)
  const joined: { start: number; end: number }[] = []
  for (const place of found) {
    const last = joined.at(-1)
    if (last !== undefined && place.start < last.end) last.end = Math.max(last.end, place.end)
    else joined.push(place)
  }
  return joined
}

function clean(text: string, forms: readonly string[]): string {
  let kept = ''
  let from = 0
  for (const { start, end } of placesOf(text, forms)) {
    kept += text.slice(from, start) + REDACTED
    from = end
  }
  return kept + text.slice(from)
}

/** Removes secrets from a JSON value, wherever they stand in a text or a key, or are a number as a whole. */
export function redact(value: Json, secrets: readonly string[]): Json {
  const present = secrets.filter((secret) => secret !== '')
  const forms = present.flatMap(formsOf)
  const walk = (part: Json): Json => {
    if (typeof part === 'string') return clean(part, forms)
    if (typeof part === 'number') return present.includes(String(part)) ? REDACTED : part
    if (Array.isArray(part)) return part.map(walk)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([key, entry]) => [clean(key, forms), walk(entry)]))
  }
  return walk(value)
}
