import type { JsonObject } from '@odp/dsl'
import { expect, test } from 'vitest'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { draftPipeline } from './typed-planner.js'

const text = (type: string) => ({ type: 'string', 'x-odp-type': type })
const object = (properties: JsonObject): JsonObject => ({
  type: 'object',
  required: Object.keys(properties),
  properties: { ...properties },
})
const catalog = preparePlannerCatalog({
  types: ['BoxNumber', 'PortCode', 'ShipName', 'CaseLabel', 'Voice'].map((id) => ({ id, parents: [] })),
  methods: [
    {
      id: 'ship_boxes',
      step_type: 'function',
      summary: 'Boxes on a ship.',
      inputs: object({ ship_name: text('ShipName') }),
      outputs: object({ boxes: { type: 'array', items: text('BoxNumber') } }),
    },
    {
      id: 'box_tracking',
      step_type: 'function',
      summary: 'Delay of a box and the port it goes to.',
      synonyms: ['track a box'],
      inputs: object({ box: text('BoxNumber') }),
      outputs: object({ delay_days: { type: 'number' }, port: text('PortCode') }),
    },
    {
      id: 'port_weather',
      step_type: 'function',
      summary: 'Weather at a port.',
      inputs: object({ port: text('PortCode') }),
      outputs: object({ wind: { type: 'number' } }),
    },
    {
      id: 'casebook_entry',
      step_type: 'function',
      summary: 'Stores a value in the casebook.',
      synonyms: ['save to casebook'],
      inputs: {
        type: 'object',
        required: ['value', 'case_label'],
        properties: { value: {}, case_label: text('CaseLabel') },
      },
      outputs: object({ entry: { type: 'string' } }),
    },
    {
      id: 'voice_match',
      step_type: 'function',
      summary: 'Compares recordings of voices.',
      inputs: object({ recordings: { type: ['string', 'array'], 'x-odp-type': 'Voice', items: text('Voice') } }),
      outputs: object({ match: { type: 'number' } }),
    },
  ],
})
const draft = (request: string) => draftPipeline(request, catalog, { context: { workspace_id: 'w', project_id: 'p' } })
const loopOf = (request: string) => draft(request).graph?.control.find(({ kind }) => kind === 'loop')

test.each([
  'Boxes of the ship "Ever Dawn". For each box track it. If its delay is over 3 days, get the weather at the port.',
  'Boxes of the ship "Ever Dawn". For each box track it; if the delay is over 3 days get the weather at the port.',
])('a condition on what a loop found stands in the loop: %j', (request) => {
  const { outcome, graph } = draft(request)
  expect(outcome).toBe('plan')
  expect(graph?.nodes.map(({ uses }) => uses)).toEqual(['ship_boxes', 'box_tracking', 'port_weather'])
  expect(loopOf(request)).toMatchObject({ contains: expect.arrayContaining(['box_tracking', 'port_weather']) })
  expect(graph?.control.find(({ kind }) => kind === 'conditional')).toMatchObject({ contains: ['port_weather'] })
})

test('a loop over what comes with the run', () => {
  expect(loopOf('loop over input boxes: box tracking')).toMatchObject({ contains: ['box_tracking'] })
})

test('where data is put is the step, not the data once more', () => {
  const { graph } = draft('Track box "MSKU1". Add the port of the box to the casebook under "C-1".')
  expect(graph?.nodes.map(({ uses }) => uses)).toEqual(['box_tracking', 'casebook_entry'])
})

test('several items for a port that takes one or a list are one list', () => {
  const { graph } = draft('voice match of "a.flac", "b.flac" and "c.flac"')
  expect(graph?.nodes).toHaveLength(1)
  expect(graph?.inputs.map(({ value }) => value)).toEqual(['a.flac', 'b.flac', 'c.flac'])
})

test('an id that stands in the request is no value', () => {
  expect(draft('box_tracking MSKU7654321').graph?.nodes).toHaveLength(1)
})
