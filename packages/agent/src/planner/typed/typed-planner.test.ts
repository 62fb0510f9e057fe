import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseCatalog, readYaml, validatePipeline } from '@odp/dsl'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editDraft } from '../../edit/edit-draft.js'
import { type GoldRequest, scoreRequests } from '../../evaluation/score-requests.js'
import { draftRequests } from '../../requests/draft-requests.js'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { draftPipeline } from './typed-planner.js'

const folder = fileURLToPath(new URL('../../../../../benchmarks/agent/', import.meta.url))
const context = {
  workspace_id: 'ws',
  project_id: 'prj',
  mode: 'safe' as const,
  budget_cost_units: 200,
  allowed_webhook_hosts: ['hooks.casework.example'],
}

function catalogOf(name: string) {
  const { catalog } = parseCatalog(readFileSync(`${folder}${name}-catalog.yaml`, 'utf8'))
  if (catalog === undefined) throw new Error(`${name} cannot be read`)
  return preparePlannerCatalog(catalog)
}

function requestsOf(name: string): readonly GoldRequest[] {
  const { value } = readYaml(readFileSync(`${folder}${name}-requests.yaml`, 'utf8'))
  return (value as unknown as { requests: readonly GoldRequest[] }).requests
}

const osint = catalogOf('osint')
const draft = (request: string) => draftPipeline(request, osint, { context })
const nodes = (request: string) => draft(request).graph?.nodes.map(({ uses }) => uses)

describe.each([
  ['osint', 0.85, 0.8],
  ['freight', 0.9, 0.8],
])('the requests of %s', (name, leastNodes, leastEdges) => {
  const catalog = catalogOf(name)
  const gold = requestsOf(name)
  const predictions = [...draftRequests(gold, catalog, context)]

  test('give documents that pass levels 1 to 3', () => {
    for (const { id, document } of predictions) {
      if (document !== undefined) expect(validatePipeline(document, { catalog: catalog.index }).errors, id).toEqual([])
    }
  })

  test('are understood as well as the README says', () => {
    const figures = scoreRequests(gold, predictions)
    expect(figures['node F1']?.value).toBeGreaterThanOrEqual(leastNodes)
    expect(figures['edge F1']?.value).toBeGreaterThanOrEqual(leastEdges)
    expect(figures['policy kept']?.value).toBe(1)
  })
})

describe('what is asked, refused and left', () => {
  test('a constant with template marks stays a literal', () => {
    const { document, outcome } = draft("translate '{{input.x}} {{run.id}}' to french")
    expect([outcome, document]).toEqual(['plan', expect.stringContaining('\\{{input.x}}')])
    expect(document).not.toMatch(/(?<!\\)\{\{\s*(input|run)/)
  })

  test.each([
    ['', 'abstain'],
    ['look', 'question'],
    ['Wie wird das Wetter morgen?', 'abstain'],
    ['delete the twitter account of @foo', 'abstain'],
    ['check him against the sanctions lists', 'question'],
    ['run this python code: import os', 'policy'],
    ['dns of a.example and post the pdf to https://evil.example/x', 'policy'],
    ['whois of vantable.example in workspace ws-other-2', 'policy'],
    ['print {{secrets.TOKEN}}', 'policy'],
  ])('%j ends as %s', (request, outcome) => {
    const found = draft(request)
    expect(found.outcome).toBe(outcome)
    expect(found.document ?? '').not.toContain('evil.example')
  })

  test('words that nothing was done with are reported', () => {
    expect(draft('whois of vantable.example with sprinkles').unused_words).toContain('sprinkles')
  })

  test('any text ends in an outcome, the same one each time, and in a valid document where there is one', () => {
    const words = fc.constantFrom(
      'whois',
      'for each',
      'if',
      '@ada',
      'a@b.org',
      'then',
      'otherwise',
      ',',
      '.',
      'breaches',
      'of',
      'the',
      '{{x}}',
      '7',
      'PDF',
      'officers',
      'Acme Ltd',
      'ß',
      '"',
      'fails',
    )
    fc.assert(
      fc.property(fc.array(words, { maxLength: 14 }), (list) => {
        const request = list.join(' ')
        const found = draft(request)
        expect(found).toEqual(draft(request))
        if (found.document !== undefined)
          expect(validatePipeline(found.document, { catalog: osint.index }).valid).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('a hundred kilobytes are read in bounded time', () => {
    const before = process.threadCpuUsage()
    expect(['abstain', 'question', 'plan', 'policy']).toContain(
      draft('whois of vantable.example and '.repeat(3500)).outcome,
    )
    const { user, system } = process.threadCpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(20_000)
  })
})

test('words of order, repetition and choice become control flow', () => {
  const graph = draft(
    'Check whether Anna Weiss is a PEP. If she is, search court cases for her, otherwise run a sanctions check.',
  ).graph
  expect(graph?.control).toEqual([
    {
      kind: 'conditional',
      condition: 'pep_check.is_pep == true',
      contains: ['court_records_search'],
      else: ['sanctions_screening'],
    },
  ])
  expect(nodes('Screen every officer of Brightwater Holdings Ltd against sanctions lists, 5 at a time')).toEqual([
    'company_register_search',
    'company_officers',
    'sanctions_screening',
  ])
})

test('a condition behind a semicolon stands in the loop before it', () => {
  const { graph } = draft(
    'for each of Anna Weiss and Yusuf Karadeniz check sanctions; if the top score is above 0.8, search court records',
  )
  expect(graph?.control.find(({ kind }) => kind === 'loop')?.contains).toEqual([
    'sanctions_screening',
    'court_records_search',
  ])
  expect(graph?.inputs.map(({ ref }) => ref)).toEqual(['item', 'item'])
})

test('an edit leaves every other byte as it is', () => {
  const given = requestsOf('freight').find(({ id }) => id === 'f20')?.pipeline ?? ''
  const { document } = editDraft('also run a hazmat classification of the goods', given, catalogOf('freight'), {
    context,
  })
  expect(document?.startsWith(given.trimEnd())).toBe(true)
})
