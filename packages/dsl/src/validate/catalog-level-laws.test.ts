import { existsSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { indexCatalog } from '../catalog/catalog-index.js'
import type { CatalogDocument } from '../catalog/define-catalog.js'
import { parseCatalog } from '../catalog/parse-catalog.js'
import { outlineDocument } from '../document/outline.js'
import type { Json, JsonObject } from '../json/json.js'
import { defaultLanguage } from '../language/language.js'
import { readYaml } from '../yaml/read-yaml.js'
import { checkCatalogLevel, checkExpressionTypes } from './catalog-level.js'

const CATALOG = `
methods:
  - id: find_bird
    step_type: function
    inputs: { type: object, required: [name], properties: { name: { type: string }, tags: { type: array, items: { type: string } } } }
    outputs: { type: object, properties: { bird: { type: object, properties: { species: { type: string } } }, seen: { type: array, items: { type: object, properties: { place: { type: string } } } } } }
    modes: [direct]
  - id: crawler_pond
    step_type: crawler
    inputs: { type: object, required: [target], properties: { target: { type: string } } }
    outputs: { type: object, required: [data], properties: { data: { type: array, items: { type: string } } } }
    modes: [api, direct]
  - id: crawler_sky
    step_type: crawler
    inputs: { type: object, required: [altitude], properties: { altitude: { type: number } } }
    outputs: { type: object, required: [clouds], properties: { clouds: { type: integer } } }
assets:
  - { id: silver.birds, step_type: wait_for_asset }
report_templates:
  - { id: bird_report, step_type: output, inputs: { type: object, required: [bird], properties: { bird: { type: object } } } }
`

const shared = new URL('../../../../../shared/spec/', import.meta.url)

test.runIf(existsSync(shared))('the full example fits a catalog of real size', () => {
  const osint = indexCatalog(parseCatalog(readFileSync(new URL('osint-catalog.yaml', shared), 'utf8')).catalog ?? {})
  const document = readYaml(readFileSync(new URL('source-example.yaml', shared), 'utf8')).value as JsonObject
  const outline = outlineDocument(document, defaultLanguage)
  const { issues, methods } = checkCatalogLevel(document, outline, osint)
  expect([...issues, ...checkExpressionTypes(document, outline, osint)].map((issue) => issue.code)).toEqual([
    'method_ports_differ',
  ])
  expect(methods.get('crawl_source')).toContain('crawler_reddit')
  expect(methods.get('crawl_source')).not.toContain('crawler_deep_web')
})

/** All places of a value, from the top. */
function places(value: Json, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [
    path,
    ...Object.entries(value).flatMap(([key, inner]) =>
      places(inner, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ]
}

function replace(value: Json, [key, ...rest]: readonly (string | number)[], by: Json): Json {
  if (key === undefined || typeof value !== 'object' || value === null) return by
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string | number, Json>
  copy[key] = replace(copy[key] ?? null, rest, by)
  return copy as Json
}

test('never throws, whatever stands in the document or in the catalog', () => {
  const valid = readYaml(`
- { id: a, type: function, method: find_bird, execution_mode: direct, inputs: { name: { or: ["{{input.s}}", x] }, tags: [a, "{{input.s}}"] }, outputs: { bird: b, seen: s }, output_schema: { type: object, properties: { bird: { type: object } } }, on_error: { fallback_step: f }, check: [{ boolean: "seen > 1", run: f }] }
- { id: f, type: function, method: find_bird, is_child: true, inputs: { name: { from: "{{input.s}}", default: y } }, outputs: { bird: b, seen: s } }
- { id: l, type: loop, iterate_over: "{{a.seen}}", loop_variable: it, steps: [{ id: c, type: crawler, method: "crawler_{{it.place}}", inputs: { target: "{{it.place}}" }, outputs: { data: d } }] }
- { id: o, type: conditional, condition: { expression: "{{l.count}} > 1" }, branches: { if_true: { steps: [{ id: w, type: wait_for_asset, assets: [silver.birds] }] } } }
- { id: r, type: output, format: pdf_report, template: bird_report, inputs: { bird: "{{a.bird}}" } }`).value as Json
  const documents: JsonObject = {
    steps: valid,
    input_schema: { type: 'object', properties: { s: { type: 'string' } } },
  }
  const lists = readYaml(CATALOG).value as JsonObject
  const junk = fc.oneof(
    fc.constantFrom<Json>(
      null,
      '',
      '{{',
      '{{l.items[*].outputs.c.data}}',
      'l',
      '{{it.x}}',
      'crawler_{{a.b}}',
      [],
      {},
      7,
      true,
      ['{{c.data}}'],
      { $ref: '#' },
      { or: [] },
    ),
    fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
  )
  const mutated = (value: Json) => {
    const all = places(value)
    return fc
      .array(fc.tuple(fc.nat(all.length - 1), junk), { maxLength: 3 })
      .map((changes) => changes.reduce((document, [index, by]) => replace(document, all[index] ?? [], by), value))
  }
  fc.assert(
    fc.property(mutated(documents), mutated(lists), (document, entries) => {
      if (typeof document !== 'object' || document === null || Array.isArray(document)) return
      if (typeof entries !== 'object' || entries === null || Array.isArray(entries)) return
      const outline = outlineDocument(document, defaultLanguage)
      const index = indexCatalog(entries as unknown as CatalogDocument)
      for (const issue of [
        ...checkCatalogLevel(document, outline, index).issues,
        ...checkExpressionTypes(document, outline, index),
      ]) {
        expect(issue.path[0]).toBe('steps')
        expect(issue.message).not.toBe('')
      }
    }),
    { numRuns: 1000 },
  )
  const outline = outlineDocument(documents, defaultLanguage)
  const catalog = indexCatalog(lists as unknown as CatalogDocument)
  expect(checkCatalogLevel(documents, outline, catalog).issues.map((issue) => issue.code)).toEqual([
    'method_ports_differ',
  ])
})
