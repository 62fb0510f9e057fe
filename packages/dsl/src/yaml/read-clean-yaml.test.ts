import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanEvents } from './clean-events.js'
import { placeClean } from './place-clean.js'
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
// Without the lines of its first `check`, whose spelling is not YAML.
const part = [...exampleLines.slice(0, 32), ...exampleLines.slice(172, 202)].join('\n')
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

  it('takes ordinary documents', () => {
    expect(readCleanYaml('---\na: 1 # one\nb:\n- |\n  x\n- "y\\n"\nc: {d: [e, ~]}\n')).toEqual({
      a: 1,
      b: ['x\n', 'y\n'],
      c: { d: ['e', null] },
    })
    expect(readCleanYaml(part)).toBeDefined()
  })

  it.each([
    'a: &x 1',
    'a: *x',
    'a: !t 1',
    '<<: {}',
    'a: 1\na: 2',
    '1: a',
    '[a]: b',
    '{{a}}',
    'a: .inf',
    'a: 1\n---\nb: 2',
    '',
  ])('leaves %j to the strict one', (text) => expect(readCleanYaml(text)).toBeUndefined())
})

it('finds the places of JSON, whatever blanks and characters it holds', () => {
  const odd = fc.constantFrom('\u3000', '\u00a0', '\u2028', '\ufeff', '\ud800', '#', ': ', ' ]', '{', '\t', '-')
  const texts = fc.array(fc.oneof(odd, fc.string()), { maxLength: 3 }).map((parts) => parts.join(''))
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      texts,
      fc.constantFrom(null, true, 0, -1.5),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(texts, tie('json'), { maxKeys: 4 }),
    ),
  }))
  fc.assert(
    fc.property(json, fc.constantFrom(0, 2, '\t'), fc.boolean(), (value, indent, isWindows) => {
      const lines = JSON.stringify([value], null, indent)
      const text = isWindows ? lines.replaceAll('\n', '\r\n') : lines
      const strict = readTree(text)
      fc.pre(strict.problems.list.length === 0)
      expect(placeClean(text)).toEqual(placeNodes(strict.root, text))
    }),
    { numRuns: 500 },
  )
})
