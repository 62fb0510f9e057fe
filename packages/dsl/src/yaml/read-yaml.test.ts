import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readYaml, type YamlReading } from './read-yaml.js'

const example = readFileSync(new URL('./source-example.txt', import.meta.url), 'utf8')

function codes(reading: YamlReading): string[] {
  return reading.issues.map(({ code, line, column }) => `${code} ${line}:${column}`)
}

/** What it takes of this thread: others may use the machine too. */
function milliseconds(work: () => unknown): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

describe('what a document may hold', () => {
  it('reads YAML 1.2 of the core schema', () => {
    const text = [
      'words: [yes, no, on, 2024-01-01, 1:20, 0o14, 0x1F, 012, 1e3, ~, TRUE]',
      'literal: |',
      '  a',
      '    b',
      'folded: >-',
      '  a',
      '  b',
      'quoted: "a\\u0041',
      '  b"',
      'plain: a',
      '  b',
    ]
    const value = {
      words: ['yes', 'no', 'on', '2024-01-01', '1:20', 12, 31, 12, 1000, null, true],
      literal: 'a\n  b\n',
      folded: 'a b',
      quoted: 'aA b',
      plain: 'a b',
    }
    expect(readYaml(text.join('\n'))).toMatchObject({ value, issues: [] })
    expect(readYaml(text.join('\r\n'))).toMatchObject({ value, issues: [] })
    expect(readYaml(`\uFEFF${text.join('\n')}`)).toMatchObject({ value, issues: [] })
    expect(readYaml(`---\n${text.join('\n')}\n...\n# end\n`)).toMatchObject({ value, issues: [] })
  })

  it.each([
    ['an alias', 'a: &x 1\nb: *x\n', ['yaml_alias 2:4'], { a: 1 }],
    ['an anchor that nothing uses', 'a: &x 1\n', ['yaml_alias 1:4'], { a: 1 }],
    ['a tag', 'a: !foo x\nb: !!str 1\n', ['yaml_tag 1:4', 'yaml_tag 2:4'], { a: 'x', b: '1' }],
    ['a merge key', 'a:\n  <<: {b: 1}\n  c: 2\n', ['yaml_merge_key 2:3'], { a: { c: 2 } }],
    ['a directive', '%YAML 1.1\n---\na: no\n', ['yaml_directive 1:1'], { a: 'no' }],
    ['a second document', 'a: 1\n---\nb: 2\n', ['yaml_several_documents 2:1'], { a: 1 }],
    [
      'numbers that JSON lacks',
      'a: .inf\nb: [-.Inf, .nan, 1e999]\n',
      ['yaml_number 1:4', 'yaml_number 2:5', 'yaml_number 2:12', 'yaml_number 2:18'],
      { a: null, b: [null, null, null] },
    ],
    ['an id that would lose digits', 'a: 1234567890123456789\n', ['yaml_number 1:4'], { a: 1234567890123456800 }],
    [
      'a key that stands twice',
      'a: 1\nb: {c: 1, c: 2}\na: 3\n',
      ['yaml_duplicate_key 2:11', 'yaml_duplicate_key 3:1'],
      { a: 1, b: { c: 1 } },
    ],
    ['a key that stands twice in JSON', '{"a": 1, "a": 2}', ['yaml_duplicate_key 1:10'], { a: 1 }],
    [
      'keys that are no text',
      '1: a\ntrue: b\n? [x]\n: c\n',
      ['yaml_syntax 1:1', 'yaml_syntax 2:1', 'yaml_syntax 3:3'],
      { 1: 'a', true: 'b' },
    ],
    ['a tab as indentation', 'a:\n\tb: 1\nc: 2\n', ['yaml_syntax 2:1'], { a: null, b: 1, c: 2 }],
    ['a missing quote', 'a: 1\nb: "x\n', ['yaml_syntax 3:1'], { a: 1, b: 'x' }],
    ['an empty text', '# nothing\n', ['yaml_syntax 1:1'], undefined],
    ['what is no document', '}}}', ['yaml_syntax 1:1'], undefined],
  ])('reports %s and reads the rest', (_, text, expected, value) => {
    const reading = readYaml(text)
    expect(codes(reading)).toEqual(expected)
    expect(reading.value).toEqual(value)
    expect('value' in reading).toBe(value !== undefined)
  })

  it('says which severity counts', () => {
    expect(readYaml('a: &x 1\nb: *x\n').issues.map(({ severity }) => severity)).toEqual(['error'])
    expect(readYaml('a: &x 1\n').issues.map(({ severity }) => severity)).toEqual(['warning'])
  })

  it('reports everything at once, in the order of the text, with the path', () => {
    const { issues } = readYaml('a:\n  - b: !x 1\n  - {c: .nan, c: 1}\nd: "\\q"\n2: z\n')
    expect(issues.map(({ code, path }) => [code, path])).toEqual([
      ['yaml_tag', ['a', 0, 'b']],
      ['yaml_number', ['a', 1, 'c']],
      ['yaml_duplicate_key', ['a', 1, 'c']],
      ['yaml_syntax', ['d']],
      ['yaml_syntax', ['2']],
    ])
    for (const issue of issues) expect(issue).toMatchObject({ level: 1, hint: expect.any(String) })
  })

  it('understands a template without quotes, and says how to write it', () => {
    const { value, issues } = readYaml('a: {{input.x}}\nb: {{input.x}} > 0 # c\nc:\n  - {{y}}\nd: [{{z}}]\n')
    expect(value).toEqual({ a: '{{input.x}}', b: '{{input.x}} > 0', c: ['{{y}}'], d: ['{{z}}'] })
    expect(issues.map(({ code, severity, line, column }) => [code, severity, line, column])).toEqual([
      ['yaml_syntax', 'error', 1, 4],
      ['yaml_syntax', 'error', 2, 4],
      ['yaml_syntax', 'error', 4, 5],
      ['yaml_syntax', 'error', 5, 5],
    ])
    expect(issues[1]?.hint).toBe('Write "{{input.x}} > 0"')
  })
})

describe('hostile texts', () => {
  it('keeps a key named __proto__ as a key', () => {
    for (const text of ['__proto__: {a: 1}\nconstructor: 2\n', '{"__proto__": {"a": 1}, "constructor": 2}']) {
      const value = readYaml(text).value as Record<string, unknown>
      expect(Object.keys(value)).toEqual(['__proto__', 'constructor'])
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
      expect(({} as { a?: unknown }).a).toBeUndefined()
    }
  })

  it.each([
    ['flow lists', '['.repeat(20_000)],
    ['JSON lists', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['flow mappings', '{a: '.repeat(20_000)],
    ['lists on one line', '- '.repeat(20_000)],
    ['explicit keys', '? '.repeat(20_000)],
    ['indentation', Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
  ])('stops deep %s early', (_, text) => {
    let reading: YamlReading | undefined
    expect(
      milliseconds(() => {
        reading = readYaml(text)
      }),
    ).toBeLessThan(1000)
    expect(reading?.issues.map(({ code }) => code)).toEqual(['document_too_deep'])
    expect(reading?.value).toBeUndefined()
  })

  it('takes 100 levels and refuses 101', () => {
    const lists = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
    const blocks = (levels: number) => `${'- '.repeat(levels)}x\n`
    for (const text of [lists(100), blocks(100), `${lists(100)} # YAML`]) expect(readYaml(text).issues).toEqual([])
    for (const text of [lists(101), blocks(101), `${lists(101)} # YAML`]) {
      expect(readYaml(text).issues[0]?.code).toBe('document_too_deep')
    }
  })

  it('counts bytes, not characters, and counts them first', () => {
    const limit = 5 * 1024 * 1024
    const text = (bytes: number) => `"${'é'.repeat(bytes / 2 - 1)}"`
    expect(readYaml(text(limit)).issues).toEqual([])
    expect(codes(readYaml(text(limit + 2)))).toEqual(['document_too_large 1:1'])
    const huge = 'a: 1\n'.repeat(10_000_000)
    expect(milliseconds(() => readYaml(huge))).toBeLessThan(300)
  })

  it('does not open an alias bomb', () => {
    let text = 'a0: &a0 [x, x, x]\n'
    for (let index = 1; index < 200; index++) text += `a${index}: &a${index} [${`*a${index - 1},`.repeat(9)}]\n`
    let reading: YamlReading | undefined
    expect(
      milliseconds(() => {
        reading = readYaml(text)
      }),
    ).toBeLessThan(1000)
    expect(new Set(reading?.issues.map(({ code }) => code))).toEqual(new Set(['yaml_alias']))
    expect(reading?.issues).toHaveLength(100)
    expect(reading?.issues.at(-1)?.hint).toContain('more problems')
  })

  it('hides no error behind warnings', () => {
    for (const warnings of [200, 20_000]) {
      const text = `${'- &b 1\n'.repeat(warnings)}- &a 12345678901234567890\n- *a\n- !t x\n- "\\q"\n`
      const errors = readYaml(text).issues.filter(({ severity }) => severity === 'error')
      expect(errors.map(({ code }) => code)).toEqual(['yaml_alias', 'yaml_tag', 'yaml_syntax'])
    }
    const checks = `- check:\n    boolean: a\n      run: b\n`.repeat(300)
    const issues = readYaml(`${checks}- !t x\n`).issues
    expect(issues).toHaveLength(301)
    expect(issues.at(-1)?.code).toBe('yaml_tag')
  })

  it('takes time in proportion to the number of keys and of errors', () => {
    const keys = Array.from({ length: 50_000 }, (_, index) => `k${index}: 1\n`).join('')
    expect(milliseconds(() => readYaml(keys))).toBeLessThan(5000)
    expect(milliseconds(() => readYaml(']'.repeat(1_000_000)))).toBeLessThan(2000)
    expect(milliseconds(() => readYaml(`{a${','.repeat(100_000)}}`))).toBeLessThan(2000)
  })

  // The parts with the most syntax: configuration, the check, a loop, and inline code. Parsing all of it 500 times is slow.
  const exampleLines = example.split('\n')
  const part = [...exampleLines.slice(0, 80), ...exampleLines.slice(172, 202)].join('\n')

  it('survives damaged bytes: never throws, never hangs, and places every issue inside the text', () => {
    const bytes = [...':-{}[]"\'#&*!|>%@`,? \t\n\r\u0000\uFEFF\u0085~<']
    const edit = fc.record({
      at: fc.nat(part.length),
      remove: fc.constantFrom(0, 0, 1, 2, 40),
      insert: fc.array(fc.constantFrom(...bytes), { maxLength: 3 }).map((list) => list.join('')),
    })
    const lines = part.split('\n').length + 10
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        let text = part
        for (const { at, remove, insert } of edits) text = text.slice(0, at) + insert + text.slice(at + remove)
        let reading: YamlReading | undefined
        expect(
          milliseconds(() => {
            reading = readYaml(text)
          }),
        ).toBeLessThan(1000)
        for (const { line, column } of reading?.issues ?? []) {
          expect(line).toBeGreaterThan(0)
          expect(line).toBeLessThanOrEqual(lines)
          expect(column).toBeGreaterThan(0)
        }
        reading?.positions.nearestValue(['steps', 0, 'check', 0, 'run'])
      }),
      { numRuns: 500, seed: 20_260 },
    )
  })
})

describe('JSON texts', () => {
  it('gives the value that JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(readYaml(text).value).toEqual(JSON.parse(text.replace(/(?<![\w"])-0(?![\w.])/g, '0')))
      }),
    )
  })

  it('knows the places in JSON too', () => {
    expect(readYaml('{\n  "a": {"b": [1, "x"]}\n}').positions.value(['a', 'b', 1])).toMatchObject({
      line: 2,
      column: 18,
    })
  })
})
