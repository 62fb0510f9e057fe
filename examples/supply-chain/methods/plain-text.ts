/** Text from a package, made safe to print: no control or direction characters, single blanks, cut to a length. */
export function plainText(value: unknown, longest: number): string {
  if (typeof value !== 'string') return ''
  const text = value
    .slice(0, longest * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`
}

/** The value as a plain object, or an empty one. */
export function plainObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

/** An object's own field; never one from a prototype. */
export function ownField(value: unknown, field: string): unknown {
  const object = plainObject(value)
  return Object.hasOwn(object, field) ? object[field] : undefined
}

/** Orders texts the same way on every machine. */
export function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
