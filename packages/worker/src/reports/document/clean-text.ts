// Control characters, text that reorders its neighbours (bidirectional overrides), invisible marks, and what XML forbids.
const FORBIDDEN = /(?![\t\n])[\p{Cc}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/gu

/** Text without control characters, invisible marks and broken surrogates, at most `limit` code points long ("…" marks a cut). */
export function cleanText(text: string, limit: number): string {
  // Cut before the costly part too: a code point has at most two units, and composing shortens text, rarely more than threefold.
  const part = text.length > limit * 8 ? text.slice(0, limit * 8) : text
  const clean = part
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    // A half of a surrogate pair is no character.
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .replaceAll(FORBIDDEN, '')
    .normalize('NFC')
  return clean.length <= limit ? clean : shorten(clean, limit)
}

/** At most `limit` code points; "…" marks a cut. */
export function shorten(text: string, limit: number): string {
  const points = Array.from(text)
  return points.length <= limit
    ? text
    : `${points
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`
}

/** `cleanText` on one line: breaks and runs of blanks become one blank. */
export function cleanLine(text: string, limit: number): string {
  return cleanText(
    cleanText(text, limit * 2)
      .replaceAll(/\s+/g, ' ')
      .trim(),
    limit,
  )
}
