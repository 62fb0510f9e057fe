import { type PipelineDocument, planPipeline } from '@odp/dsl'
import type { Answer, ExecutionInput, ExecutionState, StepResult } from '@odp/dsl/plan'
import { describe, expect, it } from 'vitest'
import { StepError } from '../../activities/step-error.js'
import { runInProcess, VirtualClock } from '../../in-process/index.js'
import { documentOf, step } from '../../in-process/run-document.fixture.js'
import type { InProcessExecution } from '../../in-process/run-in-process.js'

const ONCE = { retry_policy: { max_attempts: 1 } }

/** What the calls of a step give, in order: outputs, a question about them, or a failure. The last one repeats. */
type Given = 'good' | 'bad' | 'asks' | 'fails' | 'lost'

interface Options extends Partial<Pick<ExecutionInput, 'hold_failures' | 'answer_expires_minutes'>> {
  /** Answers to 'a', the first after a minute, the others a minute later each. */
  readonly answers?: readonly Answer[]
}

async function run(document: PipelineDocument, given: readonly Given[], { answers = [], ...start }: Options = {}) {
  const clock = new VirtualClock(0)
  let execution: InProcessExecution | undefined
  const seen: ExecutionState['steps'][number][] = []
  for (const [index, value] of answers.entries())
    void clock.sleep(60 * (index + 1)).fired.then(() => {
      const first = execution?.state().steps[0]
      if (first !== undefined) seen.push(first)
      execution?.operate({ operation: 'answerStep', request_id: `r${index}`, step: 'a', value })
    })
  const plan = planPipeline(document)
  const nodes = plan.nodes.map((node) => ({ ...node, idempotent: false as const }))
  const calls: string[] = []
  const result = await runInProcess(
    { ...plan, nodes },
    { execution_id: 'e', input: { n: 1 }, ...start },
    {
      clock,
      onStart: (started) => {
        execution = started
      },
      work: async ({ step }, { number }): Promise<StepResult> => {
        calls.push(`${step}#${number}`)
        const gives = step === 'a' ? given[Math.min(number, given.length) - 1] : 'good'
        if (gives === 'fails') throw new StepError('step_failed', 'boom', { retryable: true })
        if (gives === 'lost') throw new StepError('worker_lost', 'gone', { retryable: true })
        if (gives === 'bad') return { outputs: { w: 1 } }
        const question = { kind: 'below_threshold', message: 'good?', choices: ['continue', 'fail', 'replan'] } as const
        return { outputs: { v: number }, ...(gives === 'asks' ? { question } : {}) }
      },
    },
  )
  return { ...result, calls, seen, statuses: result.state.steps.map(({ status }) => status) }
}

const reads = documentOf([step('a', { ...ONCE, outputs: { v: 'x' } }), step('b', { inputs: { v: '{{a.v}}' } })])

describe('a question', () => {
  it('shows what is asked while it is open, and goes with its answer', async () => {
    const { seen, state } = await run(reads, ['asks'], { answers: ['continue'] })
    expect(seen[0]).toMatchObject({ status: 'waiting', question: { message: 'good?' } })
    expect(state.steps[0]?.question).toBeUndefined()
  })

  it.each<[Answer, string, string[]]>([
    ['continue', 'completed', ['completed', 'completed']],
    ['fail', 'failed', ['failed', 'skipped']],
    ['replan', 'failed', ['failed', 'skipped']],
  ])('about outputs, answered by %s', async (answer, status, statuses) => {
    const result = await run(reads, ['asks'], { answers: [answer] })
    expect([result.status, result.statuses]).toEqual([status, statuses])
    if (answer === 'replan') expect(result.state.failure?.code).toBe('replan_requested')
  })

  it.each<[Given, Options['hold_failures']]>([
    ['lost', false],
    ['fails', true],
    ['bad', true],
  ])('about work that %s has it done again where a person wants it', async (given, hold_failures) => {
    const how = { ...(hold_failures === true ? { hold_failures } : {}) }
    const again = await run(reads, [given, given, 'good'], { answers: ['retry', 'retry'], ...how })
    expect([again.status, again.calls]).toEqual(['completed', ['a#1', 'a#2', 'a#3', 'b#1']])
    expect(again.outputs.a).toEqual({ v: 3 })
    const skipped = await run(reads, [given], { answers: ['skip'], ...how })
    expect([skipped.status, skipped.statuses]).toEqual(['completed', ['skipped', 'skipped']])
    const failed = await run(reads, [given], { answers: ['fail'], ...how })
    expect([failed.status, failed.statuses]).toEqual(['failed', ['failed', 'skipped']])
  })

  it('is not asked where the document says what a failure means', async () => {
    const document = documentOf([step('a', { ...ONCE, on_error: { continue_on_failure: true } })])
    const { status, statuses, events } = await run(document, ['fails'], { hold_failures: true })
    expect([status, statuses]).toEqual(['completed', ['failed']])
    expect(events.some(({ type }) => type === 'step.answer_requested')).toBe(false)
  })

  it('answered by replan is answered by no fallback and no continue_on_failure, of the step or around it', async () => {
    const mild = { on_error: { fallback_step: 'f', continue_on_failure: true } }
    const group = { id: 'g', type: 'parallel_group', steps: [step('a', mild)], on_error: { continue_on_failure: true } }
    for (const document of [
      documentOf([step('a', mild), step('f', { is_child: true })]),
      documentOf([group, step('f', { is_child: true })]),
    ]) {
      const { status, state, calls } = await run(document, ['asks'], { answers: ['replan'] })
      expect([status, state.failure, calls]).toMatchObject(['failed', { code: 'replan_requested', step: 'a' }, ['a#1']])
      expect(state.steps.find(({ id }) => id === 'f')?.status).toBe('skipped')
    }
  })

  it.each<[string, object]>([
    ['a template', { inputs: { v: '{{input.missing.deep}}' } }],
    ['a check', { check: [{ boolean: 'missing > 1', run: 'c' }] }],
    ['the list of a loop', { type: 'loop', iterate_over: '{{input.n}}', loop_variable: 'i', steps: [step('i')] }],
    [
      'a condition',
      { type: 'conditional', condition: { expression: '{{input.n}}' }, branches: { if_true: { steps: [step('i')] } } },
    ],
  ])('is asked about %s that fails, like about work that does', async (_what, more) => {
    const failing = { ...step('a'), ...more }
    const document = documentOf([failing, step('b', { depends_on: ['a'] }), step('c', { is_child: true })])
    const again = await run(document, ['good'], { answers: ['retry', 'skip'], hold_failures: true })
    expect([again.status, again.statuses[0]]).toEqual(['completed', 'skipped'])
    expect(again.seen.map(({ status }) => status)).toEqual(['waiting', 'waiting'])
    const types = again.events.flatMap(({ type, step_id }) => (step_id === 'a' ? [type] : []))
    const asked = ['step.answer_requested', 'step.answered']
    expect(types).toEqual(['step.started', ...asked, 'step.retrying', ...asked, 'step.skipped'])
    const failed = await run(document, ['good'], { answers: ['fail'], hold_failures: true })
    expect([failed.status, failed.statuses[0], failed.state.failure?.step]).toEqual(['failed', 'failed', 'a'])
    const silent = await run(document, ['good'])
    expect([silent.status, silent.state.failure?.code]).toEqual(['failed', failed.state.failure?.code])
  })

  it('fails the step when nobody answers in time, by default in a week', async () => {
    const soon = await run(reads, ['asks'], { answer_expires_minutes: 3 })
    expect([soon.status, soon.state.ended_at]).toEqual(['failed', 180_000])
    expect(soon.state.failure?.message).toContain('nobody answered within 3 minutes: good?')
    expect((await run(reads, ['asks'])).state.ended_at).toBe(7 * 24 * 3600 * 1000)
  })

  it('keeps no place', async () => {
    const document = documentOf([step('a'), step('b')], { max_parallel: 1 })
    const { calls, events } = await run(document, ['asks'], { answers: ['continue'] })
    expect(calls).toEqual(['a#1', 'b#1'])
    const order = events.map(({ type, step_id = '' }) => `${type} ${step_id}`)
    expect(order.indexOf('step.completed b')).toBeLessThan(order.indexOf('step.answered a'))
  })
})
