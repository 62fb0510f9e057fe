import type { Random } from './random.ts'

const PIECES = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '- ',
  '? ',
  '#',
  '&a ',
  '*a',
  '!!str ',
  '!',
  '|',
  '>',
  '|+\n',
  '>-\n',
  '"',
  "'",
  '%',
  '@',
  '`',
  '\\',
  '---\n',
  '...\n',
  '<<: ',
  '\t',
  ' ',
  '\n',
  '\r',
  '\r\n',
  '\n\n',
  '  ',
  '{{',
  '}}',
  '[*]',
  '\u0000',
  '\u0001',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\ud800',
  '\udc00',
  '\ud83d\ude00',
  '\ufffd',
  'x-a: ',
  'null',
  '.inf',
  '.nan',
  '1e999',
  '0x',
  '__proto__: ',
  '"\\u',
  '"\\x4',
  '\\ud800',
  '%YAML 1.1\n',
  '%TAG ! a\n',
  '- - - ',
  '? ? ',
  ': : ',
  '{a: ',
  '[[',
  '"a": ',
  'check:\n  not_exists: a\n    run: b\n',
  'check:\n  boolean: a > 1\n    run: b\n',
  '&a [*a]',
  '!!binary |\n',
  '9'.repeat(40),
]

const NESTINGS: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['[', ']'],
  ['{a: ', '}'],
  ['{"a":', '}'],
  ['- ', ''],
  ['? ', ''],
  ['!!seq [', ']'],
]

/** Longest text that is made, in UTF-16 units. */
export const LONGEST_TEXT = 1_000_000

/** Changes a text without regard to what it means: flips, insertions, deletions, splices, repetitions. */
export function mutateText(text: string, random: Random, donors: readonly string[]): string {
  let changed = text
  for (let count = 1 + random.below(random.chance(20) ? 20 : 4); count > 0; count -= 1) {
    changed = mutateOnce(changed, random, donors)
  }
  return changed.slice(0, LONGEST_TEXT)
}

function mutateOnce(text: string, random: Random, donors: readonly string[]): string {
  const at = random.below(text.length + 1)
  const end = Math.min(text.length, at + random.size(200))
  const piece = random.pick(PIECES) ?? ''
  switch (random.below(12)) {
    case 0:
      return (
        text.slice(0, at) +
        String.fromCharCode((text.charCodeAt(at) || 32) ^ (1 << random.below(8))) +
        text.slice(at + 1)
      )
    case 1:
      return text.slice(0, at) + String.fromCharCode(random.below(random.chance(80) ? 256 : 65_536)) + text.slice(at)
    case 2:
    case 3:
      return text.slice(0, at) + piece + text.slice(at)
    case 4:
      return text.slice(0, at) + text.slice(end)
    case 5: {
      const donor = random.pick(donors) ?? ''
      const from = random.below(donor.length)
      return text.slice(0, at) + donor.slice(from, from + random.size(400)) + text.slice(random.chance(50) ? at : end)
    }
    case 6:
      return text.slice(0, at) + text.slice(at, end).repeat(1 + random.below(4)) + text.slice(end)
    case 7:
      return repeatLine(text, random)
    case 8:
      return changeIndent(text, random)
    case 9:
      return text.slice(0, at)
    case 10:
      return random.chance(6)
        ? text.slice(0, at) + piece.repeat(random.size(LONGEST_TEXT / piece.length)) + text.slice(at)
        : text.replaceAll('\n', random.pick(['\r\n', '\r', '\n\n', '\n ']))
    default:
      return nest(text, at, random)
  }
}

function repeatLine(text: string, random: Random): string {
  const lines = text.split('\n')
  const from = random.below(lines.length)
  const block = lines.slice(from, from + 1 + random.below(6))
  const copies = random.chance(4) ? random.size(2000) : 1 + random.below(3)
  const into = random.below(lines.length + 1)
  return [...lines.slice(0, into), ...Array.from({ length: copies }, () => block).flat(), ...lines.slice(into)].join(
    '\n',
  )
}

function changeIndent(text: string, random: Random): string {
  const lines = text.split('\n')
  const at = random.below(lines.length)
  const line = lines[at] ?? ''
  lines[at] = random.chance(50) ? ' '.repeat(1 + random.below(4)) + line : line.replace(/^ {1,2}/, '')
  return lines.join('\n')
}

/** Puts nesting at a place, at times thousands of levels deep, closed or not. */
function nest(text: string, at: number, random: Random): string {
  const levels = random.size(random.chance(10) ? 20_000 : 150)
  const [open, close] = random.pick<readonly [string, string]>(NESTINGS)
  return (
    text.slice(0, at) + open.repeat(levels) + (random.chance(60) ? `1${close.repeat(levels)}` : '') + text.slice(at)
  )
}
