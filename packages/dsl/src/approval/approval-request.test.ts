import { expect, it } from 'vitest'
import type { PipelineDocument } from '../document/pipeline-document.js'
import { estimatePipeline } from '../estimate/estimate-pipeline.js'
import { planPipeline } from '../planner/plan-pipeline.js'
import { approvalRequest } from './approval-request.js'

const document: PipelineDocument = {
  version: '1.0',
  pipeline_id: 'p',
  name: 'p',
  workspace_id: 'w',
  project_id: 'q',
  execution: { mode: 'safe' },
  steps: [{ id: 'a', type: 'function', method: 'm' }],
}
const estimateOf = (cost_units: number) =>
  estimatePipeline(document, {
    catalog: { methods: [{ id: 'm', step_type: 'function', estimate: { cost_units, duration_seconds: 3 } }] },
  })

it('binds an approval to document, input and estimate, in any order of keys', () => {
  const plan = planPipeline(document)
  const { digest, estimate } = approvalRequest(plan, { x: 1, y: 2 }, estimateOf(2))
  expect(digest).toMatch(/^[0-9a-f]{64}$/)
  expect(estimate).toEqual({ cost_units: [2, 2, 6], duration_seconds: [3, 3, 12] })
  expect(approvalRequest(plan, { y: 2, x: 1 }, estimateOf(2)).digest).toBe(digest)
  const others = [
    approvalRequest(plan, { x: 1, y: 3 }, estimateOf(2)),
    approvalRequest(plan, { x: 1, y: 2 }, estimateOf(3)),
    approvalRequest(plan, { x: 1, y: 2 }),
    approvalRequest(planPipeline({ ...document, name: 'other' }), { x: 1, y: 2 }, estimateOf(2)),
  ]
  expect(new Set([digest, ...others.map((other) => other.digest)]).size).toBe(5)
})

it('knows nothing without an estimate, and keeps its time', () => {
  expect(approvalRequest(planPipeline(document), {}, undefined, 30)).toMatchObject({
    estimate: { cost_units: null, duration_seconds: null },
    expires_minutes: 30,
  })
})
