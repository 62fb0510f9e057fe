import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanEvents } from './clean-events.js'
import { placeEvents } from './place-events.js'
import { placeNodes } from './place-nodes.js'
import { readCleanYaml } from './read-clean-yaml.js'
import { readTree } from './read-tree.js'

const example = readFileSync(new URL('./source-example.txt', import.meta.url), 'utf8')

/** What differs between the fast and the strict reading of a text; nothing where the fast one did not take it. */
function difference(text: string): string | undefined {
  const value = readCleanYaml(text)
  if (value === undefined) return undefined
  const strict = readTree(text)
  if (strict.problems.list.length > 0) return `the strict reading reports ${strict.problems.list[0]?.message}`
  if (!isDeepStrictEqual(value, strict.value) || JSON.stringify(value) !== JSON.stringify(strict.value))
    return `${JSON.stringify(value)} is read strictly as ${JSON.stringify(strict.value)}`
  const places = placeEvents(cleanEvents(text) ?? [], text)
  if (!isDeepStrictEqual(places, placeNodes(strict.root, text))) return 'the places differ'
  return undefined
}

const INDENTS = ['', '', '  ', '  ', '    ', '      ', ' ']
const STARTS = [
  'a: ',
  'b:',
  'c: ',
  '- ',
  '- ',
  '- d: ',
  '"e": ',
  "'f': ",
  'a b: ',
  '{',
  '[',
  '',
  '- - ',
  '? ',
  '__proto__: ',
]
const SCALARS = [
  'x',
  'x y',
  'null',
  '~',
  'true',
  'False',
  '12',
  '-0',
  '0o17',
  '0x1F',
  '1.5',
  '-.5e3',
  '1e999',
  '.inf',
  '012',
  '1_000',
  '1234567890123456',
  '"q"',
  "'q''s'",
  '"a\\nb\\u0041\\/"',
  '"a',
  'b"',
  "'",
  '|',
  '>',
  '|-',
  '>+',
  '|2',
  '>1-',
  '{{a}}',
  '"{{a.b}}"',
  '{a: 1, b: }',
  '{"a":1,"b":[x]}',
  '[1, [], {}]',
  '[a: b]',
  '[a, ]',
  '{a, b}',
  '{}',
  '[',
  ']',
  '}',
  ',',
  '# note',
  'x # note',
  'x#y',
  'é',
  '\u{1F600}',
  '\u3000',
  '&a x',
  '*a',
  '!t x',
  '<<',
  'y',
  '2024-01-01',
  '1:20',
  '%x',
  '-',
  '--',
  '---',
  '...',
  '?',
  ':',
  ': ',
  '@',
  '`',
  '- x',
  'k: v',
  '',
]
const ENDS = ['\n', '\n', '\n', '\n\n', '\r\n', ' \n', ' # note\n', '']

const fragments = fc
  .array(
    fc
      .tuple(
        fc.constantFrom(...INDENTS),
        fc.constantFrom(...STARTS),
        fc.constantFrom(...SCALARS),
        fc.constantFrom(...ENDS),
      )
      .map((parts) => parts.join('')),
    { maxLength: 7 },
  )
  .map((lines) => lines.join(''))

const exampleLines = example.split('\n')
const part = [...exampleLines.slice(0, 60), ...exampleLines.slice(172, 202)].join('\n')
const edits = fc.array(
  fc.record({
    at: fc.nat(part.length),
    remove: fc.constantFrom(0, 0, 1, 2, 40),
    insert: fc
      .array(fc.constantFrom(...':-{}[]"\'#&*!|>%@,? \t\n\r\u0085~x01.\\', '\r\n', '  ', '- ', '{{', '\n# '), {
        maxLength: 3,
      })
      .map((list) => list.join('')),
  }),
  { minLength: 1, maxLength: 3 },
)

describe('the fast reading', () => {
  it('agrees with the strict one about every text of fragments that it takes', () => {
    fc.assert(
      fc.property(fragments, (text) => {
        expect(difference(text)).toBeUndefined()
      }),
      { numRuns: 3000 },
    )
  })

  it('agrees with the strict one about every damaged document that it takes', () => {
    fc.assert(
      fc.property(edits, (list) => {
        let text = part
        for (const { at, remove, insert } of list) text = text.slice(0, at) + insert + text.slice(at + remove)
        expect(difference(text)).toBeUndefined()
      }),
      { numRuns: 300 },
    )
  })
})
