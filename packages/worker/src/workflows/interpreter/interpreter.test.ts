import { planPipeline } from '@odp/dsl'
import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../in-process/index.js'
import { documentOf, runDocument, step } from '../../in-process/run-document.fixture.js'
import { Execution } from './execution.js'
import type { Host } from './host.js'

const start = { execution_id: 'e', input: {} }

/** A host whose calls are answered by hand. */
function hostOf(call: Host['call']): Host {
  return { now: () => 0, sleep: () => ({ fired: new Promise(() => {}), cancel() {} }), call }
}

describe('a run', () => {
  it('ends when the host throws', async () => {
    const interpreter = new Execution(
      planPipeline(documentOf([step('a')])),
      start,
      hostOf(() => {
        throw new Error('no such queue')
      }),
    )
    expect(await interpreter.run()).toBe('failed')
    expect(interpreter.state().failure).toMatchObject({
      code: 'interpreter_failed',
      message: "'a' failed: no such queue",
    })
  })

  it('ends when a plan cannot be read', async () => {
    const plan = planPipeline(documentOf([step('a')]))
    const nodes = [{ id: 'c', type: 'conditional', config: { condition: { expression: '(' } } }]
    const types = { conditional: { run: 'control', mode: 'workflow_logic' } } as const
    const interpreter = new Execution(
      { ...plan, types, nodes },
      start,
      hostOf(() => ({ outcome: new Promise(() => {}), cancel() {} })),
    )
    expect(await interpreter.run()).toBe('failed')
    expect(interpreter.state().failure?.code).toBe('interpreter_failed')
  })

  it('does nothing when it was cancelled before', async () => {
    let calls = 0
    const interpreter = new Execution(
      planPipeline(documentOf([step('a')])),
      start,
      hostOf(() => {
        calls += 1
        return { outcome: new Promise(() => {}), cancel() {} }
      }),
    )
    interpreter.cancel()
    expect(await interpreter.run()).toBe('cancelled')
    expect(calls).toBe(0)
    expect(interpreter.state().steps[0]?.status).toBe('skipped')
    expect(interpreter.events(0, 9).map((event) => event.type)).toEqual([
      'pipeline.submitted',
      'step.skipped',
      'pipeline.cancelled',
    ])
  })

  it('stops a call that cancels the run while it is made', async () => {
    let stopped = 0
    const interpreter: Execution = new Execution(
      planPipeline(documentOf([step('a'), step('b')])),
      start,
      hostOf(() => {
        interpreter.cancel()
        const cancel = () => {
          stopped += 1
        }
        return { outcome: new Promise(() => {}), cancel }
      }),
    )
    expect(await interpreter.run()).toBe('cancelled')
    expect(stopped).toBe(1)
    expect(interpreter.state().steps.map((run) => run.status)).toEqual(['cancelled', 'skipped'])
  })

  it('takes ids that are names of prototypes', async () => {
    const document = documentOf([
      step('__proto__', { outputs: { v: 'x' } }),
      step('constructor', { inputs: { v: '{{__proto__.v}}' } }),
      { id: 'toString', type: 'parallel_group', steps: [step('valueOf', { outputs: { v: 'x' } })] },
      step('reader', { inputs: { v: '{{toString.valueOf.v}}' } }),
    ])
    const { status, outputs, calls } = await runDocument(document, {}, { work: async () => ({ outputs: { v: 1 } }) })
    expect(status).toBe('completed')
    expect(Object.keys(outputs)).toEqual(['__proto__', 'constructor', 'toString', 'valueOf', 'reader'])
    expect(Object.getPrototypeOf(outputs)).toBe(Object.prototype)
    expect(calls).toEqual([])
  })
})

describe('order', () => {
  it('is the document where steps are ready at once, whatever is read', async () => {
    const document = documentOf(
      [step('c', { inputs: { v: '{{a.v}}' } }), step('b'), step('a', { outputs: { v: 'x' } }), step('d')],
      { max_parallel: 1 },
    )
    const { calls } = await runDocument(document, { a: { outputs: { v: 1 } } })
    expect(calls.map((call) => call.step)).toEqual(['b', 'a', 'c', 'd'])
  })

  it('resolves templates when a step starts, and data is not looked at again', async () => {
    const document = documentOf([
      step('a', { outputs: { v: 'x' } }),
      step('b', { inputs: { v: '{{a.v}}', at: '{{run.started_at}}' }, outputs: { w: 'bronze.{{a.v}}' } }),
    ])
    const clock = new VirtualClock(Date.UTC(2026, 4, 3))
    const { calls, events } = await runDocument(
      document,
      { a: { outputs: { v: '{{input.x}}' } }, b: { outputs: { w: 1 } } },
      { clock },
    )
    expect(calls[1]?.inputs).toEqual({ v: '{{input.x}}', at: '2026-05-03T00:00:00.000Z' })
    expect(events.find((event) => event.type === 'step.completed' && event.step_id === 'b')?.artifacts).toEqual([
      'bronze.{{input.x}}',
    ])
  })

  it('waits for what is read, and a step without what it reads is skipped or failed', async () => {
    const document = documentOf([
      step('a', { outputs: { v: 'x' } }),
      step('typo', { inputs: { v: '{{a.v.naem}}' }, on_error: { continue_on_failure: true } }),
      step('reader', { inputs: { v: '{{typo.w}}' } }),
      step('either', { inputs: { v: { or: ['{{typo.w}}', '{{reader.w}}'] } } }),
      step('anyway', { inputs: { v: { or: ['{{typo.w}}'], default: 5 } } }),
      step('dependent', { depends_on: ['reader', 'typo'] }),
    ])
    const { statuses, state } = await runDocument(document, { a: { outputs: { v: { name: 1 } } } })
    expect(statuses).toEqual({
      a: 'completed',
      typo: 'failed',
      reader: 'skipped',
      either: 'skipped',
      anyway: 'completed',
      dependent: 'completed',
    })
    expect(state.steps[1]?.failure?.message).toContain("Field 'naem' not found")
  })
})
