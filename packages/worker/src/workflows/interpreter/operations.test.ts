import { type PipelineDocument, planPipeline } from '@odp/dsl'
import type { ExecutionEvent, Operation, RefusalCode } from '@odp/dsl/plan'
import { describe, expect, it } from 'vitest'
import { type InProcessOptions, runInProcess, VirtualClock } from '../../in-process/index.js'
import { documentOf, step } from '../../in-process/run-document.fixture.js'
import type { InProcessExecution } from '../../in-process/run-in-process.js'

const QUESTION = { kind: 'below_threshold', message: 'good?', choices: ['continue', 'fail', 'replan'] } as const
const two = documentOf([step('a', { outputs: { v: 'x' } }), step('b', { inputs: { v: '{{a.v}}' } })])
const plan = planPipeline(two)

interface Options {
  readonly document?: PipelineDocument
  readonly work?: InProcessOptions['work']
  readonly continue_every?: number
}

/** Runs a document of steps that take ten seconds, doing something at some seconds. */
async function run(doing: Readonly<Record<number, (execution: InProcessExecution) => void>>, options: Options = {}) {
  const clock = new VirtualClock(0)
  let execution: InProcessExecution | undefined
  for (const [at, action] of Object.entries(doing))
    void clock.sleep(Number(at)).fired.then(() => execution !== undefined && action(execution))
  const calls: string[] = []
  const told: ExecutionEvent[] = []
  const result = await runInProcess(
    planPipeline(options.document ?? two),
    { execution_id: 'e', input: {} },
    {
      clock,
      work: async (request, attempt) => {
        calls.push(request.step)
        await clock.sleep(10).fired
        return options.work?.(request, attempt) ?? { outputs: { v: 1 } }
      },
      onStart: (started) => {
        execution = started
      },
      onEvent: (event) => told.push(event),
      ...(options.continue_every === undefined ? {} : { continue_every: options.continue_every }),
    },
  )
  expect(told).toEqual(result.events)
  return { ...result, calls, types: result.events.map(({ type, step_id = '' }) => `${type} ${step_id}`.trim()) }
}

describe('an operation', () => {
  it.each<[RefusalCode, Operation]>([
    ['approval_not_awaited', { operation: 'approve', request_id: 'r', digest: 'd' }],
    ['not_paused', { operation: 'resume', request_id: 'r' }],
    ['step_unknown', { operation: 'skipStep', request_id: 'r', step: 'c' }],
    ['step_started', { operation: 'skipStep', request_id: 'r', step: 'a' }],
    ['step_not_waiting', { operation: 'retryStep', request_id: 'r', step: 'a' }],
    ['request_invalid', { operation: 'pause', request_id: '' }],
    ['request_invalid', { operation: 'skipStep', request_id: 'r', step: '' }],
    ['plan_not_fitting', { operation: 'replan', request_id: 'r', plan: { ...plan, pipeline_id: 'other' }, keep: [] }],
    ['request_invalid', { operation: 'replan', request_id: 'r', plan: { ...plan, mode: 'safe' }, keep: [] }],
    ['request_invalid', { operation: 'replan', request_id: 'r', plan, keep: 5 as unknown as string[] }],
    ['plan_not_fitting', { operation: 'replan', request_id: 'r', plan: { ...plan, nodes: null as never }, keep: [] }],
  ])('that cannot be done is refused as %s: %o', async (code, operation) => {
    let refused: string | undefined
    const { status, state } = await run({
      5: (execution) => {
        refused = execution.refusal(operation)?.code
      },
    })
    expect([refused, status, state.audit]).toEqual([code, 'completed', []])
  })

  it('never takes the approval out of a safe execution', async () => {
    const safe = planPipeline(documentOf([step('a')], { mode: 'safe' }))
    const approval = { digest: 'd', estimate: { cost_units: null, duration_seconds: null } }
    const { state } = await runInProcess(
      safe,
      { execution_id: 'e', input: {}, approval },
      {
        work: async () => ({ outputs: {} }),
        clock: new VirtualClock(),
        onStart: (execution) => {
          const brave: Operation = { operation: 'replan', request_id: 'r', plan: { ...safe, mode: 'brave' }, keep: [] }
          expect(execution.refusal(brave)?.code).toBe('plan_not_fitting')
          const early: Operation = { operation: 'skipStep', request_id: 'r', step: 'a' }
          expect(execution.refusal(early)?.message).toBe('no step can be chosen before the execution is approved')
          execution.operate({ operation: 'reject', request_id: 's' })
        },
      },
    )
    expect(state.status).toBe('cancelled')
  })

  it('offers the nearest step', async () => {
    let message: string | undefined
    await run(
      {
        5: (execution) => {
          message = execution.refusal({ operation: 'skipStep', request_id: 'r', step: 'repotr' })?.message
        },
      },
      { document: documentOf([step('collect'), step('report')]) },
    )
    expect(message).toContain("did you mean 'report'")
  })

  it('skips a step that has not started, and says who did', async () => {
    const { state, calls, status } = await run({
      5: (execution) =>
        void execution.operate({ operation: 'skipStep', request_id: 'r', step: 'b', by: 'ada', reason: 'too late' }),
    })
    expect([status, calls]).toEqual(['completed', ['a']])
    expect(state.steps[1]).toMatchObject({ status: 'skipped', reason: 'skipped by ada: too late' })
    expect(state.audit).toEqual([
      { time: 5000, operation: 'skipStep', request_id: 'r', by: 'ada', reason: 'too late', step: 'b' },
    ])
  })

  it('takes no id of another operation: what it says would seem done', async () => {
    let refusal: unknown
    await run({
      5: (execution) => {
        execution.operate({ operation: 'pause', request_id: 'r' })
        refusal = execution.refusal({ operation: 'resume', request_id: 'r' })
        execution.operate({ operation: 'resume', request_id: 's' })
      },
    })
    expect(refusal).toEqual({
      code: 'request_invalid',
      message: "the request 'r' was 'pause'; give 'resume' an id of its own",
    })
  })

  it('skips all that stands inside of a step', async () => {
    const inside = { id: 'g', type: 'parallel_group', depends_on: ['a'], steps: [step('c')] }
    const { state, status } = await run(
      { 5: (execution) => void execution.operate({ operation: 'skipStep', request_id: 'r', step: 'g' }) },
      { document: documentOf([step('a'), inside]) },
    )
    expect([status, state.steps.map((one) => one.status)]).toEqual(['completed', ['completed', 'skipped', 'skipped']])
  })

  it('starts the next attempt at once', async () => {
    let failures = 0
    const { events, status } = await run(
      { 15: (execution) => void execution.operate({ operation: 'retryStep', request_id: 'r', step: 'a' }) },
      {
        document: documentOf([step('a', { retry_policy: { initial_backoff_seconds: 60, backoff: 'fixed' } })]),
        work: async () => {
          failures += 1
          if (failures === 1) throw new Error('busy')
          return { outputs: {} }
        },
      },
    )
    expect([status, events.at(-1)?.time]).toEqual(['completed', 25_000])
  })

  it.each([undefined, 1])(
    'that re-plans keeps what is named, and a pause stays one (continue_every %s)',
    async (every) => {
      const longer = planPipeline(documentOf([...two.steps, step('c', { inputs: { v: '{{a.v}}' } })]))
      const { calls, types, status, outputs } = await run(
        {
          5: (execution) => void execution.operate({ operation: 'pause', request_id: 'p' }),
          12: (execution) =>
            void execution.operate({ operation: 'replan', request_id: 'r', plan: longer, keep: ['a', 'b'] }),
          40: (execution) => void execution.operate({ operation: 'resume', request_id: 'q' }),
        },
        every === undefined ? {} : { continue_every: every },
      )
      expect([status, calls, Object.keys(outputs)]).toEqual(['completed', ['a', 'b', 'c'], ['a', 'b', 'c']])
      expect(types).toEqual([
        'pipeline.submitted',
        'pipeline.started',
        'step.started a',
        'pipeline.paused',
        'step.completed a',
        'pipeline.replanned',
        'pipeline.resumed',
        'step.started a',
        'step.completed a',
        'step.started b',
        'step.started c',
        'step.completed b',
        'step.completed c',
        'pipeline.completed',
      ])
    },
  )

  it('answers the question of a step inside a loop by its address', async () => {
    const loop = { id: 'l', type: 'loop', iterate_over: [1, 2], loop_variable: 'n', steps: [step('a')] }
    let asked: unknown
    const { status, state, outputs } = await run(
      {
        15: (execution) => {
          asked = execution.state().questions.map(({ id, status }) => [id, status])
          execution.operate({ operation: 'answerStep', request_id: 'r', step: 'l[1].a', value: 'continue' })
        },
      },
      {
        document: documentOf([loop]),
        work: async (request) => ({ outputs: {}, ...(request.step === 'l[1].a' ? { question: QUESTION } : {}) }),
      },
    )
    expect([asked, status, state.questions]).toEqual([[['l[1].a', 'waiting']], 'completed', []])
    expect(outputs.l).toMatchObject({ count: 2, failed: 0 })
  })
})
