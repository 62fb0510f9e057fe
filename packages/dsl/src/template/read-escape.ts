const simple: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

/** Reads the JSON escape (or `\'`) whose backslash is at `offset`; undefined if it is none. */
export function readEscape(text: string, offset: number): { readonly value: string; readonly end: number } | undefined {
  const letter = text.charAt(offset + 1)
  const value = simple.get(letter)
  if (value !== undefined) return { value, end: offset + 2 }
  const digits = text.slice(offset + 2, offset + 6)
  if (letter !== 'u' || !/^[0-9A-Fa-f]{4}$/.test(digits)) return undefined
  return { value: String.fromCharCode(Number.parseInt(digits, 16)), end: offset + 6 }
}
