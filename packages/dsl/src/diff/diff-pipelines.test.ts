import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PipelineDocument } from '../document/pipeline-document.js'
import type { Json } from '../json/json.js'
import { diffPipelines } from './diff-pipelines.js'
import { renderDiff } from './render-diff.js'

const document = (steps: Json[], more: Record<string, Json> = {}) =>
  ({
    version: '1.0',
    pipeline_id: 'p',
    name: 'P',
    workspace_id: 'w',
    project_id: 'q',
    ...more,
    steps,
  }) as unknown as PipelineDocument
const work = (id: string, more: Record<string, Json> = {}): Json => ({ id, type: 'function', method: 'm', ...more })

test('steps that were added, removed, changed and moved', () => {
  const before = document([work('a', { inputs: { n: { from: 1 }, kept: 2 } }), work('b'), work('c')])
  const after = document([work('c'), work('a', { method: 'other', inputs: { n: { from: 2 }, kept: 2 } }), work('d')], {
    name: 'Q',
  })
  const diff = diffPipelines(before, after)
  expect(diff.changes).toEqual([
    { kind: 'document_changed', changes: [{ path: ['name'], before: 'P', after: 'Q' }] },
    { kind: 'step_moved', step: 'c', from: 'at the top', to: 'at the top' },
    {
      kind: 'step_changed',
      step: 'a',
      changes: [
        { path: ['method'], before: 'm', after: 'other' },
        { path: ['inputs', 'n', 'from'], before: 1, after: 2 },
      ],
    },
    { kind: 'step_added', step: 'd', type: 'function', where: 'at the top' },
    { kind: 'step_removed', step: 'b', type: 'function', where: 'at the top' },
  ])
  expect(renderDiff(diff)).toBe(
    '~ pipeline\n    name: "P" → "Q"\n> c moved at the top\n~ a\n    method: "m" → "other"\n    inputs.n.from: 1 → 2\n+ d (function) at the top\n- b (function) at the top\n' +
      'cost and duration are unknown without a catalog\n',
  )
})

test('a step that goes into a branch has moved, and its conditional has not changed', () => {
  const conditional = (steps: Json[]): Json => ({
    id: 'if',
    type: 'conditional',
    condition: { expression: 'true' },
    branches: { if_true: { steps } },
  })
  const { changes } = diffPipelines(
    document([work('a'), conditional([work('b')])]),
    document([conditional([work('b'), work('a')])]),
  )
  expect(changes).toEqual([{ kind: 'step_moved', step: 'a', from: 'at the top', to: "in if_true of 'if'" }])
})

test('a route tells which steps it names', () => {
  const owner = (steps: Json[]): Json =>
    work('o', { on_success: { routes: [{ match: { expression: 'true' }, steps }] } })
  const child = work('k', { is_child: true })
  const { changes } = diffPipelines(
    document([owner([work('r')]), child]),
    document([owner([work('r', { method: 'n' }), 'k']), child]),
  )
  expect(changes.map((change) => [change.kind, 'step' in change && change.step])).toEqual([
    ['step_changed', 'o'],
    ['step_changed', 'r'],
  ])
})

const steps = fc.uniqueArray(fc.record({ id: fc.stringMatching(/^[a-f]$/), method: fc.constantFrom('m', 'n') }), {
  selector: (step) => step.id,
})

test('no changes exactly when the documents are equal', () => {
  fc.assert(
    fc.property(steps, steps, (left, right) => {
      const [before, after] = [left, right].map((list) => document(list.map(({ id, method }) => work(id, { method }))))
      if (before === undefined || after === undefined) return
      expect(diffPipelines(before, after).changes.length === 0).toBe(JSON.stringify(before) === JSON.stringify(after))
    }),
  )
})
