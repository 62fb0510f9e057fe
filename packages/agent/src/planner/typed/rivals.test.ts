import { expect, test } from 'vitest'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { listOf, method, typed } from './method.fixture.js'
import { draftPipeline } from './typed-planner.js'

const catalog = preparePlannerCatalog({
  types: [
    { id: 'Anything', parents: [] },
    { id: 'Identifier', parents: ['Anything'] },
    { id: 'AnimalTag', parents: ['Identifier'] },
    { id: 'CowTag', parents: ['AnimalTag'] },
    { id: 'PenTag', parents: ['AnimalTag'] },
    { id: 'Record', parents: ['Anything'] },
    { id: 'CowRecord', parents: ['Record'] },
    { id: 'Treatment', parents: ['Record'] },
    { id: 'HookUrl', parents: ['Anything'] },
    { id: 'Text', parents: ['Anything'] },
  ],
  methods: [
    method(
      'cow_card',
      'Card of a cow with the pens that it was in.',
      { cow: typed('CowTag') },
      {
        card: {
          ...typed('CowRecord', 'object'),
          properties: { pens: { type: 'array', items: typed('PenTag') }, milk: typed('Milk', 'number') },
        },
      },
    ),
    method(
      'treatments',
      'Treatments of whatever has a tag.',
      { animal_tag: typed('AnimalTag') },
      { done: listOf('Treatment') },
    ),
    method(
      'health_certificate',
      'Certificate of health.',
      { animal_record: typed('Record', 'object'), findings: listOf('Record') },
      { certificate: typed('Text') },
      ['findings'],
    ),
    method('call_hook', 'Posts data to a hook.', { hook_url: typed('HookUrl'), data: typed('Anything', 'object') }, {}),
    method('calving_reports', 'Births in the herd of a cow.', { dam: typed('CowTag') }, { births: listOf('Record') }),
    method(
      'calving_report_v1',
      'Births in the herd of a cow, printed.',
      { dam: typed('CowTag') },
      { page: typed('Text') },
    ),
  ],
})
const context = { workspace_id: 'w', project_id: 'p', allowed_webhook_hosts: ['hooks.farm.example'] }
const draft = (request: string) => draftPipeline(request, catalog, { context })
const inputsOf = (request: string) =>
  Object.fromEntries(
    (draft(request).graph?.inputs ?? []).map(({ node, port, ...rest }) => [
      `${node}.${port}`,
      'ref' in rest && rest.ref !== undefined ? rest.ref : 'value' in rest ? rest.value : undefined,
    ]),
  )

const CELLAR = preparePlannerCatalog({
  methods: [
    method(
      'blend_pair',
      'Blends two juices.',
      { one: typed('Juice'), other: typed('Juice') },
      { taste: typed('Text') },
    ),
    method(
      'blend_many',
      'Blends a list of juices.',
      { all: { type: 'array', items: typed('Juice') } },
      { taste: typed('Text') },
    ),
  ],
})

test('of entries that the same words speak for the one that takes as many values as are given is meant', () => {
  const usesOf = (request: string) => draftPipeline(request, CELLAR, { context }).graph?.nodes.map(({ uses }) => uses)
  expect(usesOf('do quince and medlar blend?')).toEqual(['blend_pair'])
  expect(usesOf('do "quince", "medlar" and "sloe" blend?')).toEqual(['blend_many'])
})

test('an address that may be sent to is an input of the method that sends', () => {
  const request = 'card of cow "C-17", and push it to the hook https://hooks.farm.example/cows'
  expect(inputsOf(request)).toMatchObject({
    'call_hook.hook_url': 'https://hooks.farm.example/cows',
    'call_hook.data': 'cow_card.card',
  })
})

test('no other address is', () => {
  const { outcome, document } = draft('card of cow "C-17", and push it to the hook https://else.example/cows')
  expect(outcome).toBe('policy')
  expect(document ?? '').not.toContain('else.example')
})

test('what is declared as input says what each of it is looked up by', () => {
  expect(draft('input: cows. treatments for every one, max_parallel 3').graph?.nodes.map(({ uses }) => uses)).toEqual([
    'treatments',
  ])
})

test('an entry whose name is spelled out is meant, and not the one that shares its words', () => {
  const { outcome, graph } = draft('get the calving reports of "C-17"')
  expect([outcome, graph?.nodes.map(({ uses }) => uses)]).toEqual(['plan', ['calving_reports']])
})

test('a constant that one step takes as a kind of what another one wants goes there too', () => {
  expect(inputsOf('look up the card of cow "C-17"; if the milk is above 9, get its treatments')).toMatchObject({
    'treatments.animal_tag': 'C-17',
  })
})

test('what is said to be one input is not taken for another', () => {
  const request = 'Card and treatments of cow "C-17"; certificate of health on the cow with the treatments as findings.'
  expect(inputsOf(request)).toMatchObject({
    'health_certificate.animal_record': 'cow_card.card',
    'health_certificate.findings': 'treatments.done',
  })
})

test('words for whatever there is to be known name nothing that is missing', () => {
  for (const request of ['get me info on Brindle', 'find something about Brindle', 'give me the details of Brindle'])
    expect([request, draft(request).outcome]).toEqual([request, 'question'])
})

test('a kind of thing that no entry has a word for is missing', () => {
  expect(draft('show me the last video of the muddy gate of cow "C-17"')).toMatchObject({
    outcome: 'abstain',
    missing: expect.stringContaining('video'),
  })
})
