import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Json } from '../json/json.js'
import { setOwn } from '../json/set-own.js'
import { readYaml } from './read-yaml.js'
import { writeYaml } from './write-yaml.js'

const NASTY = [
  '',
  ' ',
  '~',
  'null',
  'NULL',
  'true',
  'y',
  'No',
  'on',
  'off',
  '=',
  '<<',
  '0',
  '-0',
  '+1',
  '0o14',
  '014',
  '0x1F',
  '0b1',
  '1e3',
  '1_000',
  '1.0',
  '.5',
  '5.',
  '.inf',
  '.NaN',
  '1:20',
  '190:20:30',
  '2024-01-01',
  '2001-12-14t21:59:43.10-05:00',
  '12e03',
  '500m',
  '1Gi',
  '3.12',
  'a: b',
  'a:',
  ':a',
  ': a',
  '? x',
  '?',
  '- y',
  '-',
  '--- a',
  '---',
  '...',
  '... a',
  '#',
  '# a',
  'a #b',
  'a# b',
  '&a',
  '*a',
  '!a',
  '!!str a',
  '|',
  '>',
  '%a',
  '@a',
  '`a',
  ',',
  '[',
  ']',
  '{',
  '}',
  '[a]',
  '{a: 1}',
  '{{x}}',
  'a {{x}} b',
  '\\{{x}}',
  '"',
  "'",
  "'a'",
  '"a"',
  'a "b" c',
  "a 'b' c",
  '\\',
  'a\\b',
  'a\\"',
  '\t',
  '\ta',
  'a\t',
  'a\tb',
  'a ',
  ' a',
  '\n',
  '\n\n',
  'a\n',
  'a\n\n',
  'a\n\n\n',
  '\na',
  '\n\na\n',
  'a\nb',
  'a\n\nb\n',
  'a\n b',
  ' a\nb',
  '  a\n b\n',
  ' \na',
  'a\n ',
  'a\n \n',
  'a \nb ',
  '\ta\nb',
  'a\n\tb',
  'a\n\t\n',
  '# a\n# b',
  '- a\n- b\n',
  '---\na',
  'a\n---\nb',
  'a\n...\n',
  '\r',
  'a\rb',
  'a\r\nb',
  'a\r',
  '\u0000',
  '\u0007',
  '\u001b',
  '\u007f',
  '\u0085',
  'a\u0085b',
  '\u00a0',
  '\u2028',
  'a\u2029b',
  '\ufeff',
  '\ufeffa',
  'a\ufeff\nb',
  '\ufffe',
  '\uffff',
  '\ud800',
  'a\udfff',
  '😀',
  'é',
  '\u202e',
  'a\u200db',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'check:\n  boolean: a\n    run: b\n',
  'x'.repeat(2000),
  'x: '.repeat(500),
  '"\\\n'.repeat(3),
]

const nastyText = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom(...'a \n\t\r-:#?"\'\\{}[]|>&*!%@`,~=.01\u0085\u2028\ufeff\ud800é'), { maxLength: 12 })
    .map((list) => list.join('')),
)

const nastyValue: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    nastyText,
    fc.constantFrom<Json>(null, true, false, 0, 1e21, -1e-7, 2 ** 60, 1.5, Number.MAX_VALUE, Number.MIN_VALUE),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(nastyText, tie('value')), { maxLength: 4 }).map((entries) => {
      const object: { [key: string]: Json } = {}
      for (const [key, value] of entries) setOwn(object, key, value)
      return object
    }),
  ),
})).value

/** The same value with the one zero that JSON has. */
function withOneZero(value: Json): Json {
  return readYaml(JSON.stringify(value)).value ?? null
}

describe('writing YAML', () => {
  it('gives every value back', () => {
    const roundTrips = (value: Json) => {
      const text = writeYaml(value)
      const reading = readYaml(text)
      expect(reading.issues).toEqual([])
      if (!isDeepStrictEqual(reading.value, value)) expect(reading.value, text).toStrictEqual(value)
    }
    for (const text of NASTY) {
      roundTrips(text)
      roundTrips([text, [text], { [`k${text}`]: [[text]] }])
      const keys = {}
      setOwn(keys, text, { a: text, b: [text, { c: text }] })
      roundTrips(keys)
      roundTrips([keys, 'z'])
    }
    fc.assert(fc.property(nastyValue, roundTrips), { numRuns: 1000 })
    fc.assert(fc.property(fc.jsonValue(), (value) => roundTrips(withOneZero(value as Json))))
  })

  it('writes text that YAML 1.1 and other readers of 1.2 take for the same', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        // The library folds a block that YAML 1.1 reads like 1.2; only words and numbers differ.
        expect(parse(writeYaml({ a: text }), { version: '1.1' })).toEqual({ a: text })
        expect(parse(writeYaml([text]))).toEqual([text])
      }),
      { numRuns: 500 },
    )
    for (const text of NASTY) expect(parse(writeYaml([text]), { version: '1.1', strict: false })).toEqual([text])
  })

  it('writes the canonical style', () => {
    const shared = { min: 1 }
    const value: Json = {
      version: '1.0',
      pipeline_id: 'risk-check',
      name: 'Risk: assessment',
      empty: [],
      none: {},
      steps: [
        { id: 'a', inputs: { user: { from: '{{input.user}}' } }, depends_on: ['b', 'c'], bounds: shared },
        {
          id: 'b',
          check: [{ boolean: '{{a.name}} == "x"', run: 'c' }],
          code: 'def f():\n  return 1\n',
          bounds: shared,
        },
      ],
      table: [[1, 2], [], [null, true]],
    }
    expect(writeYaml(value)).toBe(`version: "1.0"
pipeline_id: risk-check
name: "Risk: assessment"
empty: []
none: {}
steps:
  - id: a
    inputs:
      user:
        from: "{{input.user}}"
    depends_on:
      - b
      - c
    bounds:
      min: 1
  - id: b
    check:
      - boolean: '{{a.name}} == "x"'
        run: c
    code: |
      def f():
        return 1
    bounds:
      min: 1
table:
  - - 1
    - 2
  - []
  - - null
    - true
`)
  })

  it('never folds a line', () => {
    expect(writeYaml({ a: 'word '.repeat(200).trim() }).split('\n')).toHaveLength(2)
  })

  it('leaves out what is undefined, as JSON does', () => {
    const partly = { a: 1, b: undefined } as unknown as Json
    const all = { c: { b: undefined } } as unknown as Json
    expect(writeYaml(partly)).toBe('a: 1\n')
    expect(writeYaml(all)).toBe('c: {}\n')
  })

  it('refuses what is no JSON, and what would be too deep to read', () => {
    expect(() => writeYaml([Number.NaN])).toThrow(TypeError)
    expect(() => writeYaml([undefined as unknown as Json])).toThrow(TypeError)
    const nest = (levels: number): Json => (levels === 0 ? 'x' : [nest(levels - 1)])
    expect(readYaml(writeYaml(nest(100))).value).toEqual(nest(100))
    expect(() => writeYaml(nest(101))).toThrow(RangeError)
  })

  it('writes minus zero as zero', () => {
    expect(readYaml(writeYaml([-0])).value).toStrictEqual([0])
  })
})
