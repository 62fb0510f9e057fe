import type { Json } from '@odp/dsl/plan'

const REDACTED = '[secret]'

/** Bytes of the shortest secret that is looked for inside longer base64; what is left of a shorter one stands in many texts. */
const SHORTEST_INSIDE_BASE64 = 6

/** The forms in which a secret is likely to come back: as it is, inside JSON, in an address or a form, in base64. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const text = bytes.toString()
  const inside = bytes.length < SHORTEST_INSIDE_BASE64 ? [] : [0, 1, 2].map((before) => insideBase64(bytes, before))
  const base64 = [bytes.toString('base64'), ...inside]
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(text),
    encodeURI(text),
    new URLSearchParams([['', text]]).toString().slice(1),
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
  ]
  return [...new Set(forms)]
}

/** The part of a longer base64 text that a secret alone decides, such as of `user:secret`; it depends on how many bytes stand before it. */
function insideBase64(secret: Uint8Array, before: number): string {
  const encoded = Buffer.concat([Buffer.alloc(before), secret]).toString('base64')
  return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + secret.length) * 8) / 6))
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
