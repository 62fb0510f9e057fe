import type { ExecutionEvent } from '@odp/dsl/plan'
import { expect, test } from 'vitest'
import { colorsFor } from '../output/colors.js'
import { executionEventLine } from './execution-event-line.js'

const plain = colorsFor({ write() {} }, {})
const line = (event: Partial<ExecutionEvent>) =>
  executionEventLine(
    { sequence: 7, type: 'step.started', execution_id: 'e', workspace_id: 'w', time: 1_500, ...event },
    plain,
  )

test.each<[Partial<ExecutionEvent>, string]>([
  [{ type: 'pipeline.submitted' }, '    7  00:00:01.500  ○ pipeline.submitted'],
  [{ step_id: 'others[3].visit', attempt: 1 }, '    7  00:00:01.500  ◐ step.started  others[3].visit'],
  [
    {
      type: 'step.retrying',
      step_id: 'a',
      attempt: 2,
      failure: { code: 'step_failed', message: 'said\n\u001b[31mno', retryable: true },
    },
    '    7  00:00:01.500  ↻ step.retrying  a  attempt 2  step_failed: said \\u001b[31mno',
  ],
  [
    {
      type: 'step.answer_requested',
      step_id: 'check',
      question: { kind: 'below_threshold', message: 'score 0.4 is below 0.8', choices: ['continue', 'fail'] },
    },
    '    7  00:00:01.500  ? step.answer_requested  check  score 0.4 is below 0.8: continue, fail?',
  ],
  [
    { type: 'pipeline.paused', by: 'ada', reason: 'too dear' },
    '    7  00:00:01.500  ‖ pipeline.paused  too dear  by ada',
  ],
  [
    { type: 'step.completed', step_id: 'a', reused: 'cache', warning: 'the cache is slow' },
    '    7  00:00:01.500  ✔ step.completed  a  from the cache  warning: the cache is slow',
  ],
  [{ type: 'step.dreamt' as ExecutionEvent['type'] }, '    7  00:00:01.500  · step.dreamt'],
])('%j', (event, expected) => {
  expect(line(event)).toBe(expected)
})

test('colours only where they are wanted', () => {
  const event = { sequence: 1, type: 'step.failed', execution_id: 'e', workspace_id: 'w', time: 0 } as const
  expect(executionEventLine(event, colorsFor({ write() {}, isTTY: true }, {}))).toContain('\u001b[31m✖\u001b[39m')
  expect(executionEventLine(event, plain)).not.toContain('\u001b')
})
