import { expect, test } from 'vitest'
import type { PipelineDocument } from '../document/pipeline-document.js'
import type { Json } from '../json/json.js'
import { planPipeline } from '../planner/plan-pipeline.js'
import { diffPipelines } from './diff-pipelines.js'
import { renderDiffMermaid } from './render-diff-mermaid.js'

const document = (steps: Json[]) =>
  ({
    version: '1.0',
    pipeline_id: 'p',
    name: 'P',
    workspace_id: 'w',
    project_id: 'q',
    steps,
  }) as unknown as PipelineDocument
const work = (id: string, method = 'm'): Json => ({ id, type: 'function', method })
const draw = (before: Json[], after: Json[]) =>
  renderDiffMermaid(diffPipelines(document(before), document(after)), planPipeline(document(after)))

test('every kind of change is marked, what is gone is listed', () => {
  const text = draw(
    [work('a'), work('b'), work('c'), work('gone')],
    [work('c'), work('a', 'other'), work('b'), work('new-one')],
  )
  expect(text).toMatch(/^---\ntitle: "P"\n---\nflowchart TB\n/)
  expect(text).toContain('  class step_new_one diff_added\n')
  expect(text).toContain('  class step_a diff_changed\n')
  expect(text).toContain('  class step_c diff_moved\n')
  expect(text).toMatch(/ {2}diff_note\["removed#58;<br\/>gone .*function.*"\]:::diff_removed\n/)
})

test('a frame is marked as a step is, also where ids give the same name', () => {
  const loop = (id: string, body: Json[]): Json => ({
    id,
    type: 'loop',
    iterate_over: '{{input.x}}',
    loop_variable: 'x',
    steps: body,
  })
  const text = draw([work('a.b')], [work('a.b'), loop('a-b', [work('inner')])])
  expect(text).toContain('  class step_a_b_2,step_inner diff_added\n')
  expect(text).toContain('subgraph step_a_b_2[')
})

test('without changes it is the picture of the plan', () => {
  expect(draw([work('a')], [work('a')])).not.toContain('diff_')
})
