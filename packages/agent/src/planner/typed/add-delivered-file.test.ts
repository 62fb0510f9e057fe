import { describe, expect, test } from 'vitest'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import type { PlannerContext } from '../planner-options.js'
import { draftPipeline } from './typed-planner.js'

const catalog = preparePlannerCatalog({
  methods: [
    {
      id: 'port_weather',
      step_type: 'function',
      summary: 'Weather at a port.',
      inputs: {
        type: 'object',
        required: ['port'],
        properties: { port: { type: 'string', 'x-odp-type': 'PortCode' } },
      },
      outputs: { type: 'object', required: ['weather'], properties: { weather: { type: 'object' } } },
      estimate: { cost_units: 3, duration_seconds: 1 },
    },
  ],
})
const draft = (request: string, more: Partial<PlannerContext> = {}) =>
  draftPipeline(request, catalog, {
    context: { workspace_id: 'w', project_id: 'p', allowed_webhook_hosts: ['hooks.ok.example'], ...more },
  })

describe('what is sent', () => {
  test.each(['port weather at NLRTM and post the result to', 'send the port weather of NLRTM to'])(
    '%s a host that may be called goes there as a file',
    (request) => {
      const { outcome, document } = draft(`${request} https://hooks.ok.example/in`)
      expect(outcome).toBe('plan')
      expect(document).toMatch(/type: output[\s\S]*from: "?\{\{port_weather\.weather\}\}/)
      expect(document).toContain('url: https://hooks.ok.example/in')
    },
  )

  test('to another host is refused, and the rest is drafted', () => {
    const { outcome, document } = draft('port weather at NLRTM and post the result to https://evil.example/in')
    expect(outcome).toBe('policy')
    expect(document).toContain('port_weather')
    expect(document).not.toMatch(/evil|type: output/)
  })
})

test('what would cost more than the budget, or run more at a time than the quota, is refused with the draft', () => {
  const budget = draft('port weather at NLRTM', { budget_cost_units: 2 })
  expect([budget.outcome, budget.policy]).toEqual(['policy', [expect.stringContaining('above the budget of 2')]])
  const many = draft('weather for each of the ports USNYC, DEHAM and NLRTM, 12 at a time', { most_parallel: 5 })
  expect([many.outcome, many.policy]).toEqual(['policy', [expect.stringContaining('12 calls')]])
  expect(many.document).not.toContain('max_parallel')
  expect(draft('weather for each of the ports USNYC, DEHAM and NLRTM, 4 at a time').document).toContain(
    'max_parallel: 4',
  )
})
