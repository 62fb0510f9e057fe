import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Json, PipelineDocument } from '@odp/dsl'
import type { ExecutionState, StepState } from '@odp/dsl/plan'
import type { Execution, SubmitOptions } from '@odp/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, startEngine } from './engine.ts'

let engine: Engine

beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine?.stop())

function document(steps: Json[], more: Record<string, Json> = {}): PipelineDocument {
  return {
    version: '1.0',
    pipeline_id: 'operated',
    name: 'Operated',
    workspace_id: 'tests',
    project_id: 'temporal',
    ...more,
    steps,
  } as unknown as PipelineDocument
}

const call = (id: string, method: string, inputs: Record<string, Json>, more: Record<string, Json> = {}): Json => ({
  id,
  type: 'function',
  method,
  inputs,
  ...more,
})
/** Asks a person, since its text is empty. */
const check = (id: string, more: Record<string, Json> = {}): Json => ({
  id,
  type: 'validation',
  checks: { completeness: { threshold: 1 } },
  on_below: 'ask',
  inputs: { text: '' },
  ...more,
})
const double = call('twice', 'double', { n: 2 })
const safe = { execution: { mode: 'safe' } }

const start = (steps: Json[], more: Record<string, Json> = {}, options: SubmitOptions = {}) =>
  engine.odp.submit(document(steps, more), options)

/** Waits until the state of an execution is as wanted. */
async function until<Found>(execution: Execution, find: (state: ExecutionState) => Found | undefined): Promise<Found> {
  for await (const _event of execution.events()) {
    const found = find(await execution.status())
    if (found !== undefined) return found
  }
  throw new Error('the execution ended before')
}

const waiting = (id: string) => (state: ExecutionState) =>
  [...state.steps, ...state.questions].find((step): step is StepState => step.id === id && step.question !== undefined)

/** Events in the history, once nothing is being written any more. A new run may wait a second for its first task. */
async function eventsIn({ id }: Execution): Promise<number> {
  const handle = engine.temporal.workflow.getHandle(id)
  for (;;) {
    const { historyLength, raw } = await handle.describe()
    const isQuiet = !raw.pendingWorkflowTask && !raw.pendingActivities?.length
    if (isQuiet && historyLength > 1) return historyLength
    await setTimeout(50)
  }
}

/** That nothing of a refusal stands in the history. */
async function refused(execution: Execution, code: string, operate: () => Promise<unknown>): Promise<void> {
  const before = await eventsIn(execution)
  await expect(operate()).rejects.toMatchObject({ name: 'OperationRefusedError', code })
  expect(await eventsIn(execution)).toBe(before)
}

describe.each([{}, { continue_every: 2 }])('people in the loop, %o', (options: SubmitOptions) => {
  test('a safe execution waits for the approval of exactly what was seen', async () => {
    const execution = await start([double], safe, options)
    const { approval } = await execution.status()
    expect(await execution.status()).toMatchObject({ status: 'awaiting_approval', steps: [] })
    const digest = approval?.digest ?? ''
    await refused(execution, 'approval_stale', () => execution.approve({ digest: 'f'.repeat(64) }))
    await refused(execution, 'request_invalid', () => execution.approve({ digest: '' }))
    expect(await execution.approve({ digest, by: 'ada', reason: 'cheap' })).toMatchObject({ applied: true })
    expect(await execution.result()).toEqual({ twice: { doubled: 4 } })
    expect((await execution.status()).audit).toEqual([
      {
        time: expect.any(Number),
        operation: 'approve',
        request_id: expect.any(String),
        by: 'ada',
        reason: 'cheap',
        digest,
      },
    ])
    await expect(execution.approve({ digest })).rejects.toMatchObject({ code: 'execution_ended' })
  })

  test('twenty approvals at once have one effect', async () => {
    const execution = await start([call('slow', 'wait', { ms: 60_000 })], safe, options)
    const digest = (await execution.status()).approval?.digest ?? ''
    const people = Array.from({ length: 20 }, (_, index) => `person ${index}`)
    const answers = await Promise.allSettled(people.map((by) => execution.approve({ digest, by })))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const codes = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.code] : []))
    expect(new Set(codes)).toEqual(new Set(['approval_not_awaited']))
    await until(execution, ({ steps }) => steps.find(({ status }) => status === 'running'))
    // What began with an approval is cancelled like anything else.
    await execution.cancel()
    const { status, state } = await execution.outcome()
    expect([status, state.steps[0]?.status, state.audit.length]).toEqual(['cancelled', 'cancelled', 1])
  })

  test('a rejected execution ends as cancelled, and nothing ran', async () => {
    const execution = await start([double], safe, options)
    await execution.reject({ by: 'ada', reason: 'too dear' })
    const { status, failure, state } = await execution.outcome()
    expect([status, failure?.code, failure?.message]).toEqual([
      'cancelled',
      'rejected',
      expect.stringContaining('too dear'),
    ])
    expect(state.steps.map((step) => step.status)).toEqual(['skipped'])
  })

  test('twenty answers at once have one effect, the same one twenty times too', async () => {
    const execution = await start(
      [double, check('judge'), call('after', 'echo', { value: '{{judge.passed}}' })],
      {},
      options,
    )
    const step = await until(execution, waiting('judge'))
    expect(step.question).toMatchObject({ kind: 'below_threshold', choices: ['continue', 'fail', 'replan'] })
    await refused(execution, 'answer_unknown', () => execution.answerStep('judge', 'retry'))
    await refused(execution, 'step_not_waiting', () => execution.answerStep('twice', 'continue'))
    await refused(execution, 'step_unknown', () => execution.answerStep('jugde', 'continue'))
    await refused(execution, 'step_started', () => execution.skipStep('twice'))
    const paused = { request_id: `paused-${execution.id}` }
    await execution.pause(paused)
    expect(await execution.pause(paused)).toMatchObject({ sequence: expect.any(Number) })
    await refused(execution, 'request_invalid', () => execution.resume(paused))
    await execution.resume()
    const same = { request_id: `same-${execution.id}`, by: 'ada' }
    const answers = await Promise.allSettled([
      ...Array.from({ length: 10 }, () => execution.answerStep('judge', 'continue', same)),
      ...Array.from({ length: 10 }, (_, index) => execution.answerStep('judge', index % 2 === 0 ? 'fail' : 'continue')),
    ])
    expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true)
    const { status, state } = await execution.outcome()
    const answered = state.audit.filter(({ operation }) => operation === 'answerStep')
    expect(answered).toHaveLength(1)
    expect(status).toBe(answered[0]?.value === 'fail' ? 'failed' : 'completed')
    const events = []
    for await (const event of execution.events()) events.push(event.type)
    expect(events.filter((type) => type === 'step.answered')).toHaveLength(1)
    // The same request after the end is no mistake either, another one with its id is.
    const [first] = answered
    const reused = { request_id: first?.request_id ?? '' }
    await expect(execution.pause(reused)).rejects.toMatchObject({ code: 'execution_ended' })
    expect(await execution.answerStep('judge', 'continue', { request_id: first?.request_id ?? '' })).toMatchObject({
      sequence: expect.any(Number),
    })
  })

  test('questions inside loops, groups and branches have addresses', async () => {
    const steps: Json[] = [
      {
        id: 'each',
        type: 'loop',
        iterate_over: [0, 1, 2, 3],
        loop_variable: 'n',
        steps: [call('inner', 'double', { n: '{{n}}' }), check('check')],
      },
      { id: 'side', type: 'parallel_group', steps: [check('left'), call('right', 'double', { n: 1 })] },
      {
        id: 'if',
        type: 'conditional',
        condition: { expression: '1 == 1' },
        branches: { if_true: { steps: [check('then')] } },
      },
    ]
    const execution = await start(steps, {}, options)
    const addresses = [0, 1, 2, 3].map((index) => `each[${index}].check`).concat('left', 'then')
    for (const address of addresses) await until(execution, waiting(address))
    await refused(execution, 'step_unknown', () => execution.answerStep('each[4].check', 'continue'))
    await Promise.all(addresses.map((address) => execution.answerStep(address, 'continue', { by: 'ada' })))
    const { status, state } = await execution.outcome()
    expect(status).toBe('completed')
    expect(state.audit.map(({ step }) => step).sort()).toEqual([...addresses].sort())
  })

  test('a question that nobody answers counts as failed', async () => {
    const execution = await start([check('judge')], {}, { ...options, answer_expires_minutes: 0.02 })
    const { status, failure } = await execution.outcome()
    expect([status, failure?.code, failure?.message]).toEqual([
      'failed',
      'validation_failed',
      expect.stringContaining('nobody answered'),
    ])
  })

  test('an approval that nobody gives expires', async () => {
    const execution = await start([double], safe, { ...options, approval_expires_minutes: 0.02 })
    expect((await execution.outcome()).failure?.code).toBe('approval_expired')
  })

  test('pause lets nothing start until resume', async () => {
    const file = join(engine.folder, `${crypto.randomUUID()}.txt`)
    const execution = await start(
      [call('slow', 'await_file', { file }), call('then', 'double', { n: 1 }, { depends_on: ['slow'] })],
      {},
      options,
    )
    await execution.pause({ by: 'ada' })
    await writeFile(file, '')
    const slow = await until(execution, ({ steps }) =>
      steps.find(({ id, status }) => id === 'slow' && status === 'completed'),
    )
    expect(slow.status).toBe('completed')
    await refused(execution, 'already_paused', () => execution.pause())
    const { status, steps } = await execution.status()
    expect([status, steps.find(({ id }) => id === 'then')?.status]).toEqual(['paused', 'pending'])
    await execution.resume({ by: 'grace' })
    expect((await execution.outcome()).state.audit.map(({ operation, by }) => [operation, by])).toEqual([
      ['pause', 'ada'],
      ['resume', 'grace'],
    ])
  })

  test('a failure that would end the run waits for a person, who has it tried again', async () => {
    const file = join(engine.folder, `${crypto.randomUUID()}.txt`)
    const once = { retry_policy: { max_attempts: 1 } }
    const steps = [call('read', 'read_file', { file }, once), call('never', 'fail', { message: 'no' }, once)]
    const execution = await start(steps, {}, { ...options, hold_failures: true })
    await until(execution, waiting('read'))
    await until(execution, waiting('never'))
    await writeFile(file, 'here now')
    await execution.retryStep('read', { by: 'ada' })
    await execution.skipStep('never', { by: 'ada', reason: 'not needed' })
    const { status, outputs, state } = await execution.outcome()
    expect([status, outputs]).toEqual(['completed', { read: { text: 'here now' } }])
    expect(state.steps.find(({ id }) => id === 'never')?.reason).toContain('not needed')
  })

  test('a new plan takes over what has been done', async () => {
    const ledger = join(engine.folder, `${crypto.randomUUID()}.txt`)
    const first = call('first', 'wait', { ms: 1, ledger })
    const execution = await start(
      [first, check('judge'), call('old', 'double', { n: 1 }, { depends_on: ['judge'] })],
      {},
      options,
    )
    await until(execution, waiting('judge'))
    await expect(execution.replan(document([first], { pipeline_id: 'another' }))).rejects.toMatchObject({
      code: 'plan_not_fitting',
    })
    await expect(execution.replan(document([first, call('new', 'double', { n: '{{input.n}}' })]))).rejects.toThrow(
      'input.n',
    )
    await execution.replan(document([first, call('new', 'double', { n: '{{first.waited}}' })]), { by: 'ada' })
    expect(await execution.result()).toEqual({ first: { waited: 1 }, new: { doubled: 2 } })
    const { steps, audit } = await execution.status()
    expect(steps.find(({ id }) => id === 'first')?.reused).toBe('replay')
    expect(audit.map(({ operation }) => operation)).toEqual(['replan'])
  })

  test('cancelling says who and why', async () => {
    const execution = await start([call('slow', 'wait', { ms: 60_000 })], {}, options)
    await execution.cancel({ by: 'ada', reason: 'wrong input' })
    const { status, failure } = await execution.outcome()
    expect([status, failure?.message]).toEqual(['cancelled', 'the execution was cancelled by ada: wrong input'])
  })
})

test('an execution that does not exist, or has ended, takes nothing', async () => {
  await expect(engine.odp.execution('nobody').pause()).rejects.toMatchObject({ code: 'execution_not_found' })
  const execution = await start([double])
  await execution.result()
  await refused(execution, 'execution_ended', () => execution.pause())
  await refused(execution, 'execution_ended', () => execution.cancel({ by: 'ada' }))
})
