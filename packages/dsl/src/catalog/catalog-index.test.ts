import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { catalogDocument } from './catalog-document.js'
import { indexCatalog } from './catalog-index.js'
import { defineCatalog, defineFlow, defineMethod, defineReportTemplate } from './define-catalog.js'
import { namePattern } from './name-pattern.js'

const count = defineMethod({
  id: 'bird_counter',
  step_type: 'function',
  summary: 'Counts birds by their song.',
  synonyms: ['birds'],
  inputs: z.object({ minutes: z.int().default(5), place: z.string() }),
  outputs: z.object({ birds: z.int(), seen_at: z.date() }),
  estimate: { cost_units: 1, duration_seconds: 600 },
  idempotent: false,
  version: '3',
  rate_limit: { calls: 2, seconds: 60 },
  resource_class: 'gpu',
  run: () => ({ birds: 3, seen_at: new Date(0) }),
  runBatch: (inputs) => inputs.map(() => ({ birds: 3, seen_at: new Date(0) })),
})

const describeBirds = defineFlow({
  id: 'describe_birds',
  summary: 'Describes birds.',
  inputs: z.object({ birds: z.array(z.string()) }),
  outputs: z.object({ text: z.string() }),
})

const catalog = defineCatalog({
  methods: [count],
  flows: [describeBirds],
  assets: [{ id: 'silver.birds' }],
  report_templates: [
    defineReportTemplate({
      id: 'bird_report',
      summary: 'A report.',
      format: 'pdf_report',
      inputs: z.object({ birds: z.int() }),
    }),
  ],
  types: [{ id: 'Bird', parents: ['Any'] }],
})

describe('a catalog in TypeScript', () => {
  const index = indexCatalog(catalog)

  test('is asked by kind and id', () => {
    expect(index.find('method', 'bird_counter')).toMatchObject({
      step_type: 'function',
      synonyms: ['birds'],
      modes: ['direct'],
      runnable: true,
    })
    expect(index.find('flow', 'describe_birds')?.runnable).toBe(false)
    expect(index.find('flow', 'describe_birds')?.modes).toBeUndefined()
    expect(index.find('flow', 'bird_counter')).toBeUndefined()
    expect(index.find('method', 'constructor')).toBeUndefined()
    expect(index.names('asset')).toEqual(['silver.birds'])
    expect(index.types).toEqual([{ id: 'Bird', parents: ['Any'] }])
  })

  test('says nothing about kinds that it does not list', () => {
    expect(index.entries('model')).toBeUndefined()
    expect(index.names('model')).toEqual([])
    expect(indexCatalog({ models: [] }).entries('model')?.size).toBe(0)
  })

  test('gives JSON Schemas: inputs before their defaults, outputs after their transformations', () => {
    const entry = index.find('method', 'bird_counter')
    expect(entry?.inputs).toMatchObject({
      type: 'object',
      required: ['place'],
      properties: { place: { type: 'string' } },
    })
    expect(entry?.outputs).toMatchObject({ properties: { birds: { type: 'integer' }, seen_at: {} } })
    expect(entry?.inputs).toBe(entry?.inputs)
    expect(entry?.inputs).not.toHaveProperty('$schema')
  })

  test('is printed as a document that answers the same', () => {
    const printed = catalogDocument(catalog)
    expect(JSON.parse(JSON.stringify(printed))).toEqual(printed)
    expect(printed.flows?.[0]?.step_type).toBe('llm_flow')
    expect(printed.assets).toEqual([{ id: 'silver.birds' }])
    expect(printed.report_templates?.[0]).toHaveProperty('x-format', 'pdf_report')
    const again = indexCatalog(printed)
    expect(again.find('method', 'bird_counter')).toEqual({ ...index.find('method', 'bird_counter'), runnable: false })
    expect(again.types).toEqual(index.types)
  })
})

test('what is no entry is left out, and the first of two entries with one id counts', () => {
  const wild = {
    methods: [
      { id: 'a', summary: 'first', modes: 'direct', inputs: [] },
      { id: 'a', summary: 'second' },
      null,
      { id: 7 },
    ],
  }
  const index = indexCatalog(wild as never)
  expect(index.names('method')).toEqual(['a'])
  expect(index.find('method', 'a')).toEqual({
    kind: 'method',
    id: 'a',
    summary: 'first',
    synonyms: [],
    runnable: false,
  })
})

describe('names with templates', () => {
  const index = indexCatalog({
    methods: ['crawler_x', 'crawler_', 'crawler_a_b', 'my_crawler_x'].map((id) => ({ id })),
  })

  test('each template gives one or more characters, the rest is anchored', () => {
    const ids = (text: string) => index.fitting('method', text).map((entry) => entry.id)
    expect(ids('crawler_{{source.type}}')).toEqual(['crawler_x', 'crawler_a_b'])
    expect(ids('{{a.b}}_{{a.c}}_{{a.d}}')).toEqual(['crawler_a_b', 'my_crawler_x'])
    expect(ids('{{a.b}}')).toHaveLength(4)
    expect(ids('crawler_x')).toEqual(['crawler_x'])
    expect(ids('crawler_{{')).toEqual([])
  })

  test('fit like the regular expression that they stand for', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 })
    const part = fc.oneof(fc.constant('{{x.y}}'), letters)
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 6 }),
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }),
        (parts, name) => {
          const expected = new RegExp(`^${parts.map((each) => (each === '{{x.y}}' ? '.+' : each)).join('')}$`).test(
            name,
          )
          expect(namePattern(parts.join(''))?.(name)).toBe(expected)
        },
      ),
    )
  })

  test('take no more time than the name is long', () => {
    const fits = namePattern('a{{x.y}}'.repeat(200) + 'b')
    expect(fits?.('a'.repeat(100_000))).toBe(false)
  })
})
