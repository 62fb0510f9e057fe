import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { indexCatalog } from './catalog-index.js'
import { parseCatalog } from './parse-catalog.js'

test('a catalog document is read, with the keys that are not known', () => {
  const { catalog, issues } = parseCatalog(`
version: "1.0"
x-owner: reserve
methods:
  - id: bird_counter
    step_type: function
    inputs: { type: object, properties: { minutes: { type: integer, x-odp-type: Count } } }
    x-team: birds
`)
  expect(issues).toEqual([])
  expect(catalog).toHaveProperty('x-owner', 'reserve')
  expect(catalog?.methods?.[0]).toHaveProperty('x-team', 'birds')
})

test('how a method may be called is read, and checked', () => {
  const traits =
    '{ id: a, local: true, idempotent: false, version: "2", rate_limit: { calls: 3, seconds: 1 }, resource_class: gpu }'
  const { catalog, issues } = parseCatalog(`methods: [${traits}]`)
  expect(issues).toEqual([])
  expect(indexCatalog(catalog ?? {}).find('method', 'a')).toMatchObject({
    local: true,
    idempotent: false,
    version: '2',
    rate_limit: { calls: 3, seconds: 1 },
    resource_class: 'gpu',
  })
  const wrong = '{ id: a, local: yes, version: 2, rate_limit: { calls: 0, seconds: 1 }, resource_class: tpu }'
  expect(parseCatalog(`models: [${wrong}]`).issues.map(({ path }) => path.slice(2).join('.'))).toEqual([
    'local',
    'version',
    'rate_limit.calls',
    'resource_class',
  ])
})

test('every mistake is reported with its place', () => {
  const { catalog, issues } = parseCatalog(`methods:
  - id: a
    inputs: { type: strnig }
    modes: [dierct]
  - id: a
  - summary: no id
models: {}
`)
  expect(catalog).toBeUndefined()
  expect(issues.map(({ code, line }) => [code, line])).toEqual([
    ['schema_invalid', 3],
    ['wrong_value', 4],
    ['duplicate_id', 5],
    ['missing_key', 6],
    ['wrong_type', 7],
  ])
})

test('what is no mapping, or no YAML, is said to be none', () => {
  expect(parseCatalog('- a').issues).toMatchObject([{ code: 'not_a_mapping', line: 1 }])
  expect(parseCatalog('methods: [').issues.length).toBeGreaterThan(0)
})

const osint = new URL('../../../../../shared/spec/osint-catalog.yaml', import.meta.url)

test.runIf(existsSync(osint))('a catalog of real size is read', () => {
  const { catalog, issues } = parseCatalog(readFileSync(osint, 'utf8'))
  expect(issues).toEqual([])
  const index = indexCatalog(catalog ?? {})
  expect(index.fitting('method', 'crawler_{{source.type}}').length).toBe(12)
  expect(index.types.length).toBeGreaterThan(50)
})

test('a list with a misspelt name is named, since nothing would be checked against it', () => {
  const { catalog, issues } = parseCatalog('methos: []\nx-owner: me\n')
  expect(catalog).toBeDefined()
  expect(issues).toMatchObject([
    { severity: 'warning', line: 1, message: expect.stringContaining("did you mean 'methods'?") },
  ])
})
