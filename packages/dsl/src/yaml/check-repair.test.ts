import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../json/json.js'
import { readYaml } from './read-yaml.js'
import { writeYaml } from './write-yaml.js'

const example = readFileSync(new URL('./source-example.txt', import.meta.url), 'utf8')

/** Whether `text` is what is left of `longer` when something is taken out. */
function isLeftOf(text: string, longer: string): boolean {
  let found = 0
  for (const unit of longer.split('')) if (unit === text.charAt(found)) found++
  return found === text.length
}

function checkOf(lines: readonly string[]) {
  const reading = readYaml(['a: 1', ...lines, 'z: 2', ''].join('\n'))
  return { ...reading, codes: reading.issues.map(({ code, line, column }) => `${code} ${line}:${column}`) }
}

describe('the check of the source', () => {
  it('is read in the full example of the source, with one warning', () => {
    const { value, issues, repaired_text, positions } = readYaml(example)
    expect(issues).toHaveLength(1)
    const check = [
      { not_exists: 'profile.profile_picture', run: 'collect_twitter2' },
      { boolean: 'profile.recent_posts > 0', run: 'analyze_sentiment' },
    ]
    const path = ['steps', 0, 'check']
    expect(issues[0]).toMatchObject({
      code: 'check_spelling',
      severity: 'warning',
      path,
      line: 33,
      column: 5,
      end_column: 10,
      fix: { safe: true, changes: [{ kind: 'set', path, value: check }] },
    })
    expect(issues[0]?.hint).toContain('- not_exists: profile.profile_picture\n    run: collect_twitter2')
    expect(value).toMatchObject({ steps: { 0: { check }, length: 18 } })
    expect(readYaml(repaired_text ?? '')).toMatchObject({ value, issues: [] })

    const before = example.split('\n')
    const changed = (repaired_text ?? '')
      .split('\n')
      .flatMap((line, index) => (line === before[index] ? [] : [[index + 1, line]]))
    expect(changed).toEqual([
      [34, '      - not_exists: profile.profile_picture'],
      [36, '      - boolean: profile.recent_posts > 0'],
    ])
    // Places are those of the text as given, where nothing was put in.
    expect(positions.value([...path, 0, 'not_exists'])).toMatchObject({ line: 34, column: 19 })
    expect(positions.key([...path, 1, 'run'])).toMatchObject({ line: 37, column: 9 })
    expect(positions.value(path)).toMatchObject({ line: 34, column: 7 })
    expect(positions.value(['steps', 17, 'id'])).toMatchObject({ line: 308, column: 9 })
  })

  const list = [
    { not_exists: 'p.q', run: 'd' },
    { boolean: 'p.n > 0', run: 'e' },
  ]
  it.each([
    ['as in the source', ['check:', '  not_exists: p.q', '    run: d', '  boolean: p.n > 0', '    run: e'], list],
    [
      'with comments',
      [
        'check: # c',
        '  # c',
        '  not_exists: p.q # c',
        '    # c',
        '    run: d',
        '# c',
        '  boolean: p.n > 0',
        '',
        '    run: e # c',
      ],
      list,
    ],
    ['with quotes', ['check:', '  "not_exists": "p.q"', '    run: d', "  boolean: 'p.n > 0'", '    run: e'], list],
    [
      'with deep indents',
      ['check:', '    not_exists: p.q', '        run: d', '    boolean: p.n > 0', '        run: e'],
      list,
    ],
    ['with shallow indents', ['check:', ' not_exists: p.q', '  run: d', ' boolean: p.n > 0', '  run: e'], list],
    [
      'with more keys',
      ['check:', '  not_exists: p.q', '    run: d', '    else: f'],
      [{ not_exists: 'p.q', run: 'd', else: 'f' }],
    ],
    [
      'with the same key twice',
      ['check:', '  not_exists: p', '    run: d', '  not_exists: q', '    run: e'],
      [
        { not_exists: 'p', run: 'd' },
        { not_exists: 'q', run: 'e' },
      ],
    ],
    [
      'mixed with valid entries',
      [
        'check:',
        '  not_exists: {path: p, run: d}',
        '  boolean: q',
        '    run: e',
        '  not_exists:',
        '    path: r',
        '    run: f',
      ],
      [{ not_exists: { path: 'p', run: 'd' } }, { boolean: 'q', run: 'e' }, { not_exists: { path: 'r', run: 'f' } }],
    ],
  ])('is a list %s', (_, lines, check) => {
    for (const end of ['', '\r']) {
      const reading = checkOf(lines.map((line) => line + end))
      expect(reading.codes).toEqual(['check_spelling 2:1'])
      expect(reading.value).toEqual({ a: 1, check, z: 2 })
      expect(reading.repaired_text?.split('\n')).toHaveLength(lines.length + 3)
    }
  })

  it('is found behind the dash of a list', () => {
    const { value, issues } = readYaml('steps:\n  - check:\n      boolean: a\n        run: b\n    id: c\n')
    expect(value).toEqual({ steps: [{ check: [{ boolean: 'a', run: 'b' }], id: 'c' }] })
    expect(issues).toMatchObject([{ line: 2, column: 5, path: ['steps', 0, 'check'] }])
  })

  it('leaves forms that are YAML to the shape check', () => {
    for (const lines of [
      ['check:', '  - not_exists: p', '    run: d'],
      ['check:', '  not_exists: p', '  run: d'],
      ['check:', '  not_exists:', '    path: p', '    run: d'],
      ['check:', '  not_exists: {path: p, run: d}'],
      ['check: {not_exists: {path: p, run: d}}'],
      ['check:', '  boolean: |', '    run: d'],
    ]) {
      expect(checkOf(lines).codes).toEqual([])
      expect(checkOf(lines).repaired_text).toBeUndefined()
    }
  })

  it('never touches text that only looks like it', () => {
    const fake = '    check:\n      boolean: x\n        run: y\n'
    const text = `code: |\n${fake}quoted: "\n${fake}  "\ncheck:\n  boolean: a\n    run: b\n`
    const { value, repaired_text } = readYaml(text)
    expect(value).toMatchObject({ code: 'check:\n  boolean: x\n    run: y\n', check: [{ boolean: 'a', run: 'b' }] })
    expect(repaired_text).toBe(text.replace('  boolean: a', '  - boolean: a'))
  })

  it('works beside other errors, and gives up where it does not help', () => {
    const beside = checkOf(['check:', '  boolean: a', '    run: b', 'x: !t 1', 'y: "\\q"'])
    expect(beside.codes).toEqual(['check_spelling 2:1', 'yaml_tag 5:4', 'yaml_syntax 6:5'])
    expect(beside.issues[0]?.hint).toContain('- boolean: a')
    expect(beside.issues[0]?.fix).toBeUndefined()
    expect(beside.value).toMatchObject({ check: [{ boolean: 'a', run: 'b' }] })
    const hopeless = checkOf(['check:', '  boolean: a', '    run: b', '  - x'])
    expect(hopeless.codes[0]).toMatch(/^yaml_syntax/)
    expect(hopeless.repaired_text).toBeUndefined()
  })

  it('repairs a thousand steps', () => {
    const step = (index: number) =>
      `- id: s${index}\n  check:\n    boolean: a\n      run: b\n    not_exists: c\n      run: d\n`
    const { value, issues } = readYaml(Array.from({ length: 1000 }, (_, index) => step(index)).join(''))
    expect(value).toHaveLength(1000)
    expect(new Set(issues.map(({ code }) => code))).toEqual(new Set(['check_spelling']))
  })

  it('leaves every document without such a block as it is, and otherwise only inserts', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readYaml(writeYaml({ check: value as Json })).repaired_text).toBeUndefined()
      }),
    )
    const line = fc.constantFrom(
      'check:',
      '  boolean: a',
      '    run: b',
      '  not_exists: c',
      '# x',
      'b: |',
      '    c',
      ' d: "',
      '  "',
      '- e',
      '',
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join('\n')
        const { repaired_text } = readYaml(text)
        if (!/check:/.test(text)) expect(repaired_text).toBeUndefined()
        if (repaired_text !== undefined) expect(isLeftOf(text, repaired_text)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
