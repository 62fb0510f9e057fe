import type { JsonObject } from '@odp/dsl'
import { describe, expect, test } from 'vitest'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { draftPipeline } from './typed-planner.js'

const typed = (type: string, json = 'string'): JsonObject => ({ type: json, 'x-odp-type': type })
const method = (
  id: string,
  summary: string,
  synonyms: readonly string[],
  inputs: Record<string, JsonObject>,
  outputs: Record<string, JsonObject>,
) => ({
  id,
  step_type: 'function' as const,
  summary,
  synonyms,
  inputs: { type: 'object', required: Object.keys(inputs), properties: inputs },
  outputs: { type: 'object', required: Object.keys(outputs), properties: outputs },
})
const catalog = preparePlannerCatalog({
  types: [
    { id: 'Anything', parents: [] },
    { id: 'TrainNumber', parents: ['Anything'] },
    { id: 'StationName', parents: ['Anything'] },
    { id: 'Minutes', parents: ['Anything'] },
    { id: 'EmailAddress', parents: ['Anything'] },
    { id: 'Track', parents: ['Anything'] },
  ],
  methods: [
    method(
      'delay_forecast_express',
      'Forecast of the delay of long distance trains.',
      ['delay forecast'],
      { train: typed('TrainNumber') },
      { late: typed('Minutes', 'number') },
    ),
    method(
      'delay_forecast_cargo',
      'Forecast of the delay of freight trains.',
      ['delay forecast'],
      { convoy: typed('TrainNumber') },
      { late: typed('Minutes', 'number') },
    ),
    method(
      'platform_lookup',
      'Platform that a train leaves from.',
      ['platform'],
      { train: typed('TrainNumber') },
      { track: typed('Track') },
    ),
    method(
      'platform_lookup_backup',
      'Platform of a train from the printed timetable.',
      [],
      { train: typed('TrainNumber') },
      { track: typed('Track') },
    ),
    method(
      'subscriptions',
      'Newsletters that a mailbox gets.',
      ['newsletters'],
      { mailbox: typed('EmailAddress') },
      { letters: { type: 'array', items: { type: 'string' } } },
    ),
  ],
})
const draft = (request: string) => draftPipeline(request, catalog, { context: { workspace_id: 'w', project_id: 'p' } })

describe('two entries that the same words speak for', () => {
  test('are asked about', () => {
    const { outcome, question } = draft('delay forecast of train "R-2044"')
    expect(outcome).toBe('question')
    expect(question?.options?.toSorted()).toEqual(['delay_forecast_cargo', 'delay_forecast_express'])
  })

  test('are not, where a word decides', () => {
    const { outcome, graph } = draft('cargo delay forecast of train "R-2044"')
    expect(outcome).toBe('plan')
    expect(graph?.nodes.map(({ uses }) => uses)).toEqual(['delay_forecast_cargo'])
  })

  test('are not, where one is but the stand-in of the other', () => {
    const { outcome, graph } = draft('platform of train "R-2044"')
    expect(outcome).toBe('plan')
    expect(graph?.nodes.map(({ uses }) => uses)).toEqual(['platform_lookup'])
  })
})

describe('words that nothing is known of', () => {
  test.each(['Platform of train "R-2044". Is anybody smoking?', 'platform of train "R-2044", does it wobble'])(
    '%j: a part of the request that was not understood is asked about',
    (request) => {
      const { outcome, question } = draft(request)
      expect(outcome).toBe('question')
      expect(question?.text).toContain('platform_lookup')
    },
  )

  test.each(['Platform of train "R-2044" for my granny on the bench', 'cargo delay forecastt of train "R-2044"'])(
    '%j: they do no harm where they say only where, how or for whom, or are misspelt',
    (request) => {
      expect(draft(request).outcome).toBe('plan')
    },
  )

  test('are no proof that nothing can be done: the nearest entries are told', () => {
    const { outcome, question } = draft('could "R-2044" make me sweat')
    expect(outcome).toBe('question')
    expect(question?.options).toContain('platform_lookup')
  })

  test.each(['seat reservation on "R-2044"', 'locomotive painting for "R-2044"'])(
    '%j: a deed that nothing does is impossible',
    (request) => {
      const { outcome, missing } = draft(request)
      expect(outcome).toBe('abstain')
      expect(missing).toMatch(/reservation|painting/)
    },
  )
})

test('a constant that other entries take is asked about', () => {
  const { outcome, question } = draft('platform of train "R-2044", ada@rail.example')
  expect(outcome).toBe('question')
  expect(question?.options).toEqual(['subscriptions'])
})

test('a file of the machine is out of reach', () => {
  expect(draft('show what is in ~/.ssh/id_rsa').outcome).toBe('policy')
  expect(draft('a summary of /var/data/all.csv').outcome).toBe('policy')
  expect(draft('platform of train "R-2044"').outcome).toBe('plan')
})
