// Control and format characters that would be lost, changed or unseen: also line separators, byte order marks,
// halves of surrogate pairs, and the marks that turn the direction of writing.
const SPECIAL = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00a0\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u

// The words that YAML 1.1 or 1.2 takes for null or a boolean.
const WORD = /^(?:y|n|yes|no|on|off|true|false|null)$/i

// Everything that could be a number, a time or a date in YAML 1.1 or 1.2, and some that could not.
const NUMERIC = /^[0-9][-+.:_ 0-9a-fox]*(?:[tz][-+.:_ 0-9a-fox]*z?)?$/i

const PLAIN_START = /^[\p{L}\p{N}_/$(]/u

/** A text on one line: plain where that is safe, else in quotes. */
export function lineText(text: string): string {
  if (isPlain(text)) return text
  // Single quotes keep a text readable that holds double quotes or backslashes.
  return (/["\\]/.test(text) ? singleQuoted(text) : undefined) ?? doubleQuoted(text)
}

/** A text in single quotes; `undefined` where it holds what only double quotes can show. */
export function singleQuoted(text: string): string | undefined {
  return SPECIAL.test(text) ? undefined : `'${text.replaceAll("'", "''")}'`
}

/** A text in double quotes, as JSON writes it, with every character escaped that would be unseen. */
export function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(new RegExp(SPECIAL, 'gu'), (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** Whether a text in block style needs no quotes. */
export function isPlain(text: string): boolean {
  if (!PLAIN_START.test(text) || SPECIAL.test(text) || text.includes('{{')) return false
  if (text.endsWith(' ') || text.endsWith(':') || text.includes(': ') || text.includes(' #')) return false
  return !WORD.test(text) && !NUMERIC.test(text)
}

/**
 * A text of several lines as a block literal, for a place whose parent stands at `indent`. `undefined` where a
 * block would not give the text back.
 */
export function blockText(text: string, indent: string): string | undefined {
  if (!text.includes('\n') || SPECIAL.test(text.replace(/[\n\t]/g, ''))) return undefined
  const lines = text.split('\n')
  // A block without text, or with blanks on its last lines, loses them.
  const last = lines.findLast((line) => line !== '')
  if (last === undefined || last.trim() === '') return undefined
  const first = lines.find((line) => line !== '') ?? ''
  const indicator = first.startsWith(' ') ? '2' : ''
  const chomping = !text.endsWith('\n') ? '-' : text.endsWith('\n\n') ? '+' : ''
  const content = text.endsWith('\n') ? lines.slice(0, -1) : lines
  const inner = `${indent}  `
  return [`|${indicator}${chomping}`, ...content.map((line) => (line === '' ? '' : inner + line))].join('\n')
}
