import type { ExecutionState, Plan, PlanNode, StepState } from '@odp/dsl/plan'
import { expect, test } from 'vitest'
import { colorsFor } from '../output/colors.js'
import { displayWidth } from '../output/display-width.js'
import { stepLayout } from './step-layout.js'
import { stepLines } from './step-lines.js'

const colors = colorsFor({ write: () => true }, {})

function lines(steps: readonly StepState[], nodes: readonly PlanNode[], columns = 100): string[] {
  const state = { execution_id: 'x', status: 'running', started_at: 0, steps, sequence: 1 } as unknown as ExecutionState
  const layout = stepLayout({ nodes } as unknown as Plan)
  return stepLines(state, layout, { columns, now: 12_300, frame: 0 }, colors)
}

const step = (id: string, status: StepState['status'], rest: Partial<StepState> = {}): StepState => ({
  id,
  type: 'function',
  status,
  attempts: 1,
  ...rest,
})
const node = (id: string, rest: Partial<PlanNode> = {}): PlanNode => ({ id, type: 'function', ...rest })

test('every state has its sign, its time and what there is to say', () => {
  const drawn = lines(
    [
      step('collect', 'completed', { attempts: 2, started_at: 0, ended_at: 2_100 }),
      step('others', 'running', { started_at: 2_300, items: { count: 500, settled: 312, failed: 2, running: 5 } }),
      step('risky', 'pending', { attempts: 0 }),
      step('deep', 'pending', { attempts: 0 }),
      step('spare', 'pending', { attempts: 0 }),
      step('broken', 'failed', {
        started_at: 0,
        ended_at: 500,
        failure: { code: 'step_failed', message: 'no\nway', retryable: false },
        rescued_by: 'spare',
      }),
      step('left', 'skipped', { attempts: 0, ended_at: 3, reason: "'risky' was skipped" }),
      step('stopped', 'cancelled', { started_at: 0, ended_at: 3_000 }),
    ],
    [
      node('collect'),
      node('others', { after: ['collect'] }),
      node('risky', { after: ['others'] }),
      node('deep', { parent: 'risky', block: 'if_true', after: ['collect'] }),
      node('spare', { on_demand: true }),
      node('broken'),
      node('left'),
      node('stopped'),
    ],
  )
  expect(drawn).toEqual([
    '  ✔ collect       2.1 s  2 attempts',
    '  ◐ others       10.0 s  312/500 ▇▇▇▇▇▇▇▇▇▁▁▁▁▁▁▁ 5 at a time, 2 failed',
    '  ○ risky                waits for others',
    '    ○ deep               waits for risky',
    '  ○ spare                only when needed',
    '  ✖ broken        0.5 s  step_failed: no way, spare stands in',
    "  ⊘ left                 'risky' was skipped",
    '  ⊘ stopped       3.0 s  cancelled',
  ])
})

test('no line is wider than the terminal', () => {
  const failure = { code: 'step_failed', message: '漢字 and more '.repeat(50), retryable: false } as const
  const id = 'a'.repeat(90)
  const drawn = lines([step(id, 'failed', { failure, started_at: 0, ended_at: 10 })], [node(id)], 80)
  expect(drawn.map(displayWidth).every((width) => width < 80)).toBe(true)
  expect(drawn[0]).toContain('step_failed: ')
})

test('inner steps stand below the step that holds them, wherever the plan has them', () => {
  const layout = stepLayout({
    nodes: [node('b', { parent: 'a' }), node('c', { parent: 'b' }), node('a'), node('d')],
  } as unknown as Plan)
  expect(layout.map(({ id, depth }) => [id, depth])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 2],
    ['d', 0],
  ])
})
