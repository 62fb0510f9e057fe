import {
  checkInput,
  checkPipeline,
  type Json,
  type JsonObject,
  type PipelineDocument,
  planPipeline,
  sampleValue,
  stringifyPipeline,
} from '@odp/dsl'
import { expect, test } from 'vitest'

const HEAD = 'version: "1.0"\npipeline_id: p\nname: P\nworkspace_id: w\nproject_id: q\n'

function documentOf(steps: readonly JsonObject[], more: JsonObject = {}): PipelineDocument {
  return {
    version: '1.0',
    pipeline_id: 'p',
    name: 'P',
    workspace_id: 'w',
    project_id: 'q',
    ...more,
    steps,
  } as unknown as PipelineDocument
}

function step(id: string, more: JsonObject = {}): JsonObject {
  return { id, type: 'function', method: 'm', ...more }
}

function codesOf(source: string | PipelineDocument): string[] {
  return [...new Set(checkPipeline(source).report.diagnostics.map(({ code }) => code))].sort()
}

/** What a piece of work took of this thread, in milliseconds; others may use the machine too. */
function timeOf(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

test('an alias bomb is refused without being blown up', () => {
  const lines = ['a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]']
  for (let level = 1; level < 12; level += 1)
    lines.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    )
  const time = timeOf(() => expect(codesOf(`${HEAD}${lines.join('\n')}\nsteps: []\n`)).toContain('yaml_alias'))
  expect(time).toBeLessThan(6_000)
})

test.each([
  ['flow lists', '['.repeat(20_000) + ']'.repeat(20_000)],
  ['flow mappings', '{a: '.repeat(20_000) + '}'.repeat(20_000)],
  ['lists that never end', '['.repeat(20_000)],
  ['JSON', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
  ['block lists', '- '.repeat(20_000)],
  ['block mappings', Array.from({ length: 1400 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
  ['explicit keys', '? '.repeat(20_000)],
])('%s nested thousands of levels deep are refused', (_, text) => {
  const time = timeOf(() => {
    expect(checkPipeline(text).report.valid).toBe(false)
    expect(codesOf(`${HEAD}x-deep:\n${text.replaceAll(/^/gm, '  ')}\nsteps: []\n`)).toContain('document_too_deep')
  })
  expect(time).toBeLessThan(6_000)
})

test.each([
  ['lists', '[],', '[', ']', 'not_a_mapping'],
  ['mappings', '{a: 1},', '[', ']', 'not_a_mapping'],
  ['dashes', '- - - - - - - - 1\n', '', '', 'not_a_mapping'],
  ['lists that never end', '[],', '[', '', 'document_too_large'],
  ['mappings beside a tab', '{a: 1},', '[\t', ']', 'document_too_large'],
  ['pairs of brackets, nested and unclosed', `${'['.repeat(80)}${']'.repeat(80)},`, '[', '', 'document_too_large'],
  ['keys that stand twice', 'a: 1\n', '', '', 'document_too_large'],
  ['keys without text', '~: ,', '{', '}', 'document_too_large'],
  ['wrong escapes', '- "\\q"\n', '', '', 'document_too_large'],
  ['anchors', '- &a 1\n', '', '', 'document_too_large'],
])('a million characters of %s get an answer in time', (_, piece, before, after, code) => {
  const text = before + piece.repeat(Math.floor(1_000_000 / piece.length)) + after
  expect(timeOf(() => expect(codesOf(text)).toContain(code))).toBeLessThan(6_000)
})

test('50 MB are refused unread', () => {
  const text = `${HEAD}steps:\n${'  - { id: a, type: function, method: m }\n'.repeat(1_300_000)}`
  expect(timeOf(() => expect(codesOf(text)).toEqual(['document_too_large']))).toBeLessThan(6_000)
})

test('names of a prototype are names like others, at every place', () => {
  const before = Reflect.ownKeys(Object.prototype).length
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    const keyed = (value: Json) => JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(value)}}`) as JsonObject
    const places: JsonObject[] = [
      { steps: [step('a', { inputs: keyed({ polluted: 1 }) })] },
      { steps: [step('a', { outputs: keyed('x') }), step('b', { inputs: { x: `{{a.${name}}}` } })] },
      { steps: [step('a', { output_schema: { type: 'object', properties: keyed({ type: 'string' }) } })] },
      { steps: [step('a')], input_schema: { type: 'object', properties: keyed(true), $defs: keyed(true) } },
      { steps: [step(name), step('b', { depends_on: [name] })] },
      { steps: [{ ...step('a'), ...keyed({ polluted: 1 }) }] },
      { steps: [step('a', { type: name })] },
      { steps: [step('a')], ...keyed({ polluted: 1 }) },
    ]
    for (const place of places) {
      const document = documentOf([], place)
      const { report, pipeline } = checkPipeline(document)
      expect(checkPipeline(stringifyPipeline(document)).report.errors).toEqual(report.errors)
      if (report.valid && pipeline !== undefined)
        expect(planPipeline(pipeline).nodes.length).toBe(document.steps.length)
    }
  }
  expect(Reflect.ownKeys(Object.prototype).length).toBe(before)
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
})

test('an output named __proto__ has a text too', () => {
  const outputs = JSON.parse('{"__proto__": {"a": 1}}') as JsonObject
  const { diagnostics } = checkPipeline(documentOf([step('a', { outputs })])).report
  expect(diagnostics).toMatchObject([{ code: 'wrong_type', path: ['steps', 0, 'outputs', '__proto__'] }])
})

test('a circle through 10,000 steps is found', () => {
  const steps = Array.from({ length: 10_000 }, (_, index) =>
    step(`s${index}`, { depends_on: [`s${(index + 1) % 10_000}`] }),
  )
  const time = timeOf(() => {
    const { report } = checkPipeline(documentOf(steps))
    expect(report.diagnostics.map(({ code }) => code)).toEqual(['cycle'])
    expect(report.errors[0]?.length).toBeLessThan(10_000)
  })
  expect(time).toBeLessThan(18_000)
})

test('500 steps of which each reads all earlier ones are checked and planned', () => {
  const steps = Array.from({ length: 500 }, (_, index) =>
    step(`s${index}`, {
      outputs: { v: 'v' },
      inputs: { all: Array.from({ length: index }, (__, other) => `{{s${other}.v}}`) },
    }),
  )
  const time = timeOf(() => {
    const { report, pipeline } = checkPipeline(documentOf(steps))
    expect(report.valid).toBe(true)
    if (pipeline !== undefined) expect(planPipeline(pipeline).nodes.length).toBe(500)
  })
  expect(time).toBeLessThan(30_000)
})

test('5,000 steps of which each reads all earlier ones are too large a text', () => {
  const all = Array.from({ length: 5000 }, (_, other) => `"{{s${other}.v}}"`)
  const steps = all.map(
    (_, index) =>
      `  - { id: s${index}, type: function, method: m, inputs: { all: [${all.slice(0, index).join(', ')}] } }`,
  )
  const text = `${HEAD}steps:\n${steps.join('\n')}\n`
  expect(timeOf(() => expect(codesOf(text)).toEqual(['document_too_large']))).toBeLessThan(6_000)
})

test('loops nested 100 times are refused, 20 times planned', () => {
  const nested = (levels: number) => {
    let steps = [step('work', { inputs: { x: '{{item0}}' } })]
    for (let level = 0; level < levels; level += 1)
      steps = [{ id: `l${level}`, type: 'loop', iterate_over: [1], loop_variable: `item${level}`, steps }]
    return documentOf(steps)
  }
  expect(codesOf(nested(100))).toEqual(['document_too_deep'])
  const { report, pipeline } = checkPipeline(nested(20))
  expect(report.errors).toEqual([])
  if (pipeline !== undefined) expect(planPipeline(pipeline).nodes.length).toBe(1)
})

test.each([
  ['a sum', `${'1 + '.repeat(2500)}1 > 0`],
  ['parentheses', `${'('.repeat(5000)}1 > 0${')'.repeat(5000)}`],
  ['negations', `${'!'.repeat(10_000)}true`],
  ['lists', `size(${'['.repeat(4990)}${']'.repeat(4990)}) > 0`],
  ['a path', `exists(a${'.b'.repeat(5000)})`],
  ['a text', `"${'a'.repeat(10_000)}" == "a"`],
])('an expression of 10,000 characters that is %s gets an answer', (_, expression) => {
  const owner = step('a', { on_success: { routes: [{ match: { expression }, steps: [step('b')] }] } })
  expect(timeOf(() => expect(typeof checkPipeline(documentOf([owner])).report.valid).toBe('boolean'))).toBeLessThan(
    1000,
  )
})

test.each(['(a+)+$', '(a|a)*b', '(x+x+)+y', '(a{1000}){1000}', '((a{50}){50}){50}', '(?=a)b', '('])(
  'the pattern %s gets an answer',
  (pattern) => {
    const expression = `matches("${'a'.repeat(5000)}!", ${JSON.stringify(pattern)})`
    const owner = step('a', { on_success: { routes: [{ match: { expression }, steps: [step('b')] }] } })
    const document = documentOf([owner], { input_schema: { properties: { x: { pattern } } } })
    const time = timeOf(() => {
      checkPipeline(document)
      checkInput(document, { x: `${'a'.repeat(100_000)}!` })
    })
    expect(time).toBeLessThan(6_000)
  },
)

test('thousands of ids of 256 characters, alike but for the end, get an answer', () => {
  const id = (index: number) => `${'a'.repeat(250)}${String(index).padStart(6, '0')}`
  const steps = Array.from({ length: 2000 }, (_, index) =>
    step(id(index), { inputs: { x: `{{${id(index + 100_000)}.y}}` } }),
  )
  const time = timeOf(() => expect(codesOf(documentOf(steps))).toEqual(['too_many_issues', 'unknown_reference']))
  expect(time).toBeLessThan(30_000)
})

test.each<Json>([
  { type: 'object', additionalProperties: { $ref: '#' }, required: ['a', 'b'] },
  { oneOf: [{ items: { $ref: '#' }, type: 'array' }, { items: { $ref: '#' }, type: 'array' }, { enum: ['a', ':'] }] },
  { anyOf: [false, { type: 'array', minItems: 1, items: { allOf: [{ $ref: '#' }, { $ref: '#' }] } }] },
  { type: 'array', minItems: 1_000_000_000 },
])('a schema that is without an end has a sample and a check: %j', (schema) => {
  const time = timeOf(() => {
    const value = sampleValue(schema as JsonObject, { seed: 1 })
    checkInput(documentOf([step('a')], { input_schema: schema }), { a: value })
  })
  expect(time).toBeLessThan(12_000)
})
