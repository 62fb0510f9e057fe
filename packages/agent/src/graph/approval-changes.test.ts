import { type PipelineDocument, stringifyPipeline } from '@odp/dsl'
import { describe, expect, it } from 'vitest'
import { approvalChanges } from './approval-changes.js'

const step = {
  id: 'find',
  type: 'function',
  method: 'find_bird',
  inputs: { name: { from: 'Ada' } },
  retry_policy: { max_attempts: 3 },
}
const own = { id: 'own', type: 'custom_code', runtime: 'python3.12', code: { source: 'inline', content: 'a' } }
const loop = { id: 'each', type: 'loop', iterate_over: ['x'], loop_variable: 'item', max_parallel: 2, steps: [own] }
const head = { version: '1.0', pipeline_id: 'p', name: 'P', workspace_id: 'w', project_id: 'p' }
const write = (steps: readonly object[], more: object = {}) =>
  stringifyPipeline({ ...head, execution: { mode: 'safe' }, ...more, steps } as unknown as PipelineDocument)
type Cost = readonly [number, number, number | null] | null

function kinds(document: string, cost: Cost = [2, 2, 6], input = {}, before: Cost = [2, 2, 6], spent = 1) {
  const granted = { digest: 'd', document: write([step, loop]), input: {}, cost_units: before, spent: 1, by: 'ada' }
  const approval = { digest: 'e', estimate: { cost_units: cost, duration_seconds: null } }
  return approvalChanges(granted, document, input, approval, spent).map(({ kind }) => kind)
}

describe('what an approval covers', () => {
  it('is the same, whatever its text, its patience and its names', () => {
    for (const document of [
      write([step, loop]),
      `# said again\n${write([step, loop])}`,
      write([{ ...step, timeout_minutes: 9, retry_policy: { max_attempts: 1 }, 'x-because': 'so' }, loop]),
      write([step, { ...loop, max_parallel: 9 }]),
      write([step, loop], { name: 'Q', execution: { mode: 'safe', max_parallel: 4 } }),
    ])
      expect(kinds(document)).toEqual([])
  })

  it('is what costs no more', () => {
    const same = write([step, loop])
    expect(kinds(same, [1, 1, 6])).toEqual([])
    expect(kinds(same, [2, 3, 6])).toEqual(['cost'])
    expect(kinds(same, [2, 2, 7])).toEqual(['cost'])
    expect(kinds(same, [2, 2, null])).toEqual(['cost'])
    expect(kinds(same, [2, 2, null], {}, [2, 2, null])).toEqual([])
    expect(kinds(same, null)).toEqual(['cost'])
    expect(kinds(same, null, {}, null)).toEqual([])
  })

  it('is no more than the most of it, with what was spent under it', () => {
    const same = write([step, loop])
    expect(kinds(same, [1, 1, 4], {}, [2, 2, 6], 6)).toEqual([])
    expect(kinds(same, [1, 1, 4], {}, [2, 2, 6], 7)).toEqual(['cost'])
    expect(kinds(same, [1, 1, 4], {}, [2, 2, null], 400)).toEqual([])
  })

  it.each<[string, string, string]>([
    ['targets', 'another method', write([{ ...step, method: 'track_ring' }, loop])],
    ['targets', 'a step more', write([step, loop, { ...step, id: 'more' }])],
    ['targets', 'a step less', write([loop])],
    ['targets', 'another place to run', write([{ ...step, execution_mode: 'direct' }, loop])],
    ['targets', 'machines', write([{ ...step, resources: { gpu: 2 } }, loop])],
    ['targets', 'another mode', write([step, loop], { execution: { mode: 'brave' } })],
    ['targets', 'another workspace', write([step, loop], { workspace_id: 'v' })],
    ['data', 'another value', write([{ ...step, inputs: { name: { from: 'Eve' } } }, loop])],
    ['data', 'another list', write([step, { ...loop, iterate_over: ['y'] }])],
    ['data', 'what is done when it fails', write([{ ...step, on_error: { action: 'continue' } }, loop])],
    ['code', 'other code', write([step, { ...loop, steps: [{ ...own, code: { source: 'inline', content: 'b' } }] }])],
  ])('is not %s: %s', (kind, _name, document) => {
    expect(kinds(document)).toEqual([kind])
  })

  it('is no other place that a file is sent to', () => {
    const to = (url: string) =>
      write([
        {
          id: 'file',
          type: 'output',
          format: 'csv_dataset',
          inputs: { rows: { from: [] } },
          delivery: { method: 'webhook', url },
        },
      ])
    const granted = { digest: 'd', document: to('https://a.example'), input: {}, cost_units: null, spent: 0, by: 'ada' }
    const approval = { digest: 'e', estimate: { cost_units: null, duration_seconds: null } }
    expect(approvalChanges(granted, to('https://b.example'), {}, approval, 0)).toEqual([
      { kind: 'targets', text: '~ file: delivery.url: "https://a.example" → "https://b.example"' },
    ])
  })

  it('is said with what it was', () => {
    const cost_units = [2, 2, 6] as const
    const granted = { digest: 'd', document: write([step]), input: {}, cost_units, spent: 0, by: 'ada' }
    const approval = { digest: 'e', estimate: { cost_units: [2, 5, 6] as const, duration_seconds: null } }
    const document = write([{ ...step, method: 'track_ring', timeout_minutes: 3 }])
    expect(approvalChanges(granted, document, { place: 'Oslo' }, approval, 0).map(({ text }) => text)).toEqual([
      'expected 2 → 5 units',
      '~ find: method: "find_bird" → "track_ring"',
      "the run's input 'place' is another",
    ])
  })
})
