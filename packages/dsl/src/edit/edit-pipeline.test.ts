import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { DocumentChange } from '../issues/issue.js'
import type { Json } from '../json/json.js'
import { readYaml } from '../yaml/read-yaml.js'
import { editPipeline, textEdits } from './edit-pipeline.js'
import { PipelineEditError } from './pipeline-edit-error.js'

const example = readFileSync(new URL('../yaml/source-example.txt', import.meta.url), 'utf8')

function lines(...list: string[]): string {
  return `${list.join('\n')}\n`
}

function edited(text: string, ...changes: DocumentChange[]): string {
  return editPipeline(text, changes).text
}

describe('changes of YAML', () => {
  const text = lines(
    '# about the pipeline',
    '',
    'version: "1.0" # always',
    'execution: # how it runs',
    '  # fast or careful',
    '  mode: brave   # or safe',
    '',
    '  timeout_minutes: 5',
    'steps:',
    '  # collects',
    '  - id: a',
    "    type: 'crawler' # web",
    '    depends_on: [b,  c] # both',
    '    # after a',
    '',
    '  # analyses',
    '  - id: b',
    '    code: |',
    '      x = 1',
    '',
    '      y = 2',
    '# the end',
  )

  it.each<[string, DocumentChange, [string, string]]>([
    [
      'sets a scalar before its comment',
      { kind: 'set', path: ['execution', 'mode'], value: 'safe' },
      ['mode: brave   # or', 'mode: safe   # or'],
    ],
    [
      'keeps the quotes of a text',
      { kind: 'set', path: ['steps', 0, 'type'], value: "it's" },
      ["'crawler'", "'it''s'"],
    ],
    [
      'adds a key behind the comments of its neighbour',
      { kind: 'set', path: ['execution', 'budget_units'], value: 3 },
      ['timeout_minutes: 5\n', 'timeout_minutes: 5\n  budget_units: 3\n'],
    ],
    [
      'appends to a list in brackets',
      { kind: 'set', path: ['steps', 0, 'depends_on', 2], value: 'd, e' },
      ['[b,  c]', '[b,  c, "d, e"]'],
    ],
    ['removes from a list in brackets', { kind: 'remove', path: ['steps', 0, 'depends_on', 0] }, ['[b,  c]', '[c]']],
    ['removes the last of it', { kind: 'remove', path: ['steps', 0, 'depends_on', 1] }, ['[b,  c]', '[b]']],
    [
      'removes a key with the comment above',
      { kind: 'remove', path: ['execution', 'mode'] },
      ['  # fast or careful\n  mode: brave   # or safe\n\n', ''],
    ],
    [
      'removes an item with its comments',
      { kind: 'remove', path: ['steps', 0] },
      [text.slice(text.indexOf('  # collects'), text.indexOf('  # analyses')), ''],
    ],
    ['removes the first key of an item', { kind: 'remove', path: ['steps', 1, 'id'] }, ['- id: b\n    code', '- code']],
    [
      'adds behind a block text',
      { kind: 'set', path: ['steps', 1, 'type'], value: 'function' },
      ['y = 2\n', 'y = 2\n    type: function\n'],
    ],
    [
      'replaces a block text',
      { kind: 'set', path: ['steps', 1, 'code'], value: 'z = 3\n' },
      ['      x = 1\n\n      y = 2\n', '      z = 3\n'],
    ],
    [
      'makes a mapping of a scalar',
      { kind: 'set', path: ['version'], value: { a: 1, b: [] } },
      ['version: "1.0" # always\n', 'version: # always\n  a: 1\n  b: []\n'],
    ],
    [
      'makes a scalar of a mapping',
      { kind: 'set', path: ['execution'], value: 1 },
      [text.slice(text.indexOf('execution:'), text.indexOf('steps:')), 'execution: 1 # how it runs\n'],
    ],
    ['renames a key', { kind: 'rename_key', path: ['execution', 'mode'], key: 'x: y' }, ['mode:', '"x: y":']],
    [
      'inserts an item, with the blank line that items have here',
      { kind: 'insert', path: ['steps', 0], value: { id: 'new' } },
      ['  # collects', '  - id: new\n\n  # collects'],
    ],
    [
      'appends an item',
      { kind: 'set', path: ['steps', 2], value: { id: 'new', type: 'x' } },
      ['y = 2\n', 'y = 2\n\n  - id: new\n    type: x\n'],
    ],
  ])('%s', (_, change, [before, after]) => {
    expect(text.split(before)).toHaveLength(2)
    expect(edited(text, change)).toBe(text.replace(before, () => after))
    const windows = (part: string) => part.replaceAll('\n', '\r\n')
    const marked = `\uFEFF${windows(text)}`
    expect(edited(marked, change)).toBe(marked.replace(windows(before), () => windows(after)))
  })
})

describe('moves', () => {
  const text = lines(
    'steps:',
    '  # first',
    '  - id: a # one',
    '    x: 1',
    '',
    '  # second',
    '  - id: b',
    '    # the inner ones',
    '    steps:',
    '      # inner',
    '      - id: c',
    '        text: |',
    '          y',
    '      - id: d',
  )

  it('keep the comments and the spelling of an item', () => {
    const expected = lines(
      'steps:',
      '  # second',
      '  - id: b',
      '    # the inner ones',
      '    steps:',
      '      # inner',
      '      - id: c',
      '        text: |',
      '          y',
      '      - id: d',
      '',
      '  # first',
      '  - id: a # one',
      '    x: 1',
    )
    expect(edited(text, { kind: 'move', path: ['steps', 0], to: ['steps', 1] })).toBe(expected)
    expect(editPipeline(text, (document) => ({ ...document, steps: document.steps.toReversed() })).text).toBe(expected)
  })

  it('indent an item for its new list', () => {
    const out = edited(text, { kind: 'move', path: ['steps', 1, 'steps', 0], to: ['steps', 0] })
    expect(out).toContain('steps:\n  # inner\n  - id: c\n    text: |\n      y\n\n  # first\n')
    const inside = edited(text, { kind: 'move', path: ['steps', 0], to: ['steps', 0, 'steps', 2] })
    expect(inside).toContain('      - id: d\n      # first\n      - id: a # one\n        x: 1\n')
  })

  it('go together with changes of the item', () => {
    const { text: out } = editPipeline(text, (document) => ({
      ...document,
      steps: document.steps.map((step) => (step.id === 'a' ? { ...step, x: 2, z: 3 } : step)).toReversed(),
    }))
    expect(out).toContain('  # first\n  - id: a # one\n    x: 2\n    z: 3\n')
  })
})

describe('functions', () => {
  it('give a step another id, and a mapping another name, in place', () => {
    const text = lines('steps:', '  # about a', '  - id: a # x', '    inputs:', '      n: {from: 1} # n', '    z: 2')
    const { text: out } = editPipeline(text, (document) => ({
      ...document,
      steps: [{ id: 'b', type: 'x', inputs: { m: { from: 1 } }, z: 2 }],
    }))
    const renamed = lines(
      'steps:',
      '  - id: b',
      '    type: x',
      '    inputs:',
      '      m:',
      '        from: 1',
      '    z: 2',
    )
    expect(out).toBe(renamed)
    const { text: same } = editPipeline(text, (document) => {
      const [step] = document.steps
      if (step !== undefined) step.id = 'b'
      return document
    })
    expect(same).toBe(text.replace('id: a', 'id: b'))
    const { text: key } = editPipeline(text, (document) => ({
      ...document,
      steps: document.steps.map((step) => ({ ...step, inputs: { m: { from: 1 } } })),
    }))
    expect(key).toBe(text.replace('n: {', 'm: {'))
  })

  it('edit the full example of the source in place', () => {
    const { text } = editPipeline(example, (document) => ({
      ...document,
      name: 'Other',
      steps: document.steps
        .filter(({ id }) => id !== 'collect_facebook')
        .map((step) => {
          return step.id === 'recognize_faces' ? { ...step, timeout_minutes: 5 } : step
        }),
    }))
    const before = example.split('\n')
    const start = before.indexOf('  - id: "collect_facebook"')
    const expected = before.toSpliced(
      start,
      before.indexOf('  # Data transformation step (Dagster integration)') - start,
    )
    expected[expected.indexOf('name: "Social Media Risk Assessment"')] = 'name: "Other"'
    expected.splice(expected.indexOf('      memory: "8Gi"') + 1, 0, '    timeout_minutes: 5')
    expect(text.split('\n')).toEqual(expected)
  })
})

describe('other texts', () => {
  it('are edited in their style', () => {
    const json = '{\n    "version": "1.0",\n    "steps": [\n        { "id": "a" }\n    ]\n}'
    expect(edited(json, { kind: 'set', path: ['steps', 1], value: { id: 'b', n: [1] } })).toBe(
      json.replace(
        '{ "id": "a" }',
        '{ "id": "a" },\n        {\n            "id": "b",\n            "n": [\n                1\n            ]\n        }',
      ),
    )
    expect(edited(json, { kind: 'remove', path: ['steps', 0] })).toBe(json.replace(/\[[^\]]*\]/, '[]'))
    expect(edited('{"a":1,"b":[1,2]}', { kind: 'remove', path: ['b', 0] }, { kind: 'remove', path: ['a'] })).toBe(
      '{"b":[2]}',
    )
    const wide = lines('a:', '    b:', '        c: "x"', 'list:', '- "p"')
    const value = { m: { k: 'y' }, l: ['z'] }
    expect(edited(wide, { kind: 'set', path: ['a', 'd'], value })).toBe(
      wide.replace('"x"\n', '"x"\n    d:\n        m:\n            k: "y"\n        l:\n        - "z"\n'),
    )
  })

  it('are edited where the last line has no line break', () => {
    expect(edited('a: 1', { kind: 'set', path: ['b'], value: [1] })).toBe('a: 1\nb:\n  - 1')
    expect(edited('a: 1\nb: 2', { kind: 'remove', path: ['b'] })).toBe('a: 1')
    expect(edited('a: 1 # x', { kind: 'remove', path: ['a'] })).toBe('{}')
  })

  it('keep the old spelling of check until it is edited', () => {
    const part = example.slice(example.indexOf('    check:'), example.indexOf('    outputs:'))
    expect(edited(example, { kind: 'set', path: ['steps', 0, 'type'], value: 'function' })).toContain(part)
    const run = edited(example, { kind: 'set', path: ['steps', 0, 'check', 1, 'run'], value: 'x' })
    const canonical = readYaml(example).repaired_text ?? ''
    expect(run).toBe(canonical.replace('run: analyze_sentiment ', 'run: x '))
    expect(edited(example, { kind: 'set', path: ['steps', 0, 'check', 2], value: { boolean: 'a', run: 'b' } })).toBe(
      canonical.replace(/(run: analyze_sentiment .*\n)/, '$1      - boolean: "a"\n        run: "b"\n'),
    )
  })
})

describe('what cannot be edited', () => {
  it('is a text with errors, which stays as it is', () => {
    const text = 'a: [1\nb: 2\n'
    const result = editPipeline(text, [{ kind: 'set', path: ['b'], value: 3 }])
    expect(result.text).toBe(text)
    expect(result.issues).toMatchObject([{ code: 'yaml_syntax' }])
    expect(() => textEdits(text, [])).toThrow(PipelineEditError)
  })

  it.each<[DocumentChange, string]>([
    [{ kind: 'set', path: ['b', 'c'], value: 1 }, 'b: there is no such key; available: abc, list'],
    [{ kind: 'remove', path: ['abd'] }, "abd: there is no such key; available: abc, list; did you mean 'abc'?"],
    [{ kind: 'set', path: ['list', 4], value: 1 }, 'list[4]: the list has the items 0 to 0'],
    [{ kind: 'set', path: ['abc', 'x'], value: 1 }, 'abc: neither a mapping nor a list stands here'],
    [{ kind: 'rename_key', path: ['abc'], key: 'list' }, "abc: the key 'list' is there already"],
    [{ kind: 'insert', path: ['x'], value: 1 }, 'x: an item can only be put into a list'],
    [{ kind: 'remove', path: [] }, 'the document itself has no place in a list or mapping'],
  ])('is a place that does not exist: %j', (change, message) => {
    expect(() => editPipeline('abc: 1\nlist: [1]\n', [change])).toThrow(message)
  })

  it('is a document that would be too deep', () => {
    let value: Json = 1
    for (let level = 0; level < 100; level++) value = [value]
    expect(() => editPipeline('a: 1\n', [{ kind: 'set', path: ['a'], value }])).toThrow('nested deeper than 100')
  })
})
