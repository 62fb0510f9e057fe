import { type PipelineDocument, planPipeline } from '@odp/dsl'
import type { ExecutionEvent, JsonObject, PlanNode } from '@odp/dsl/plan'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StepError } from '../activities/step-error.js'
import { type Clock, VirtualClock } from './clock.js'
import type { Work } from './in-process-host.js'
import { randomDocument, type Weather, weatherOf } from './random-document.fixture.js'
import { referenceRun } from './reference-run.fixture.js'
import { errorsOf } from './run-document.fixture.js'
import { runInProcess } from './run-in-process.js'

const ENDS = ['step.completed', 'step.failed', 'step.skipped', 'step.cancelled']

/** Runs a document in a weather, watching how many calls are under way. */
async function run(document: PipelineDocument, weather: Weather, cancelAt?: number) {
  const clock = new VirtualClock()
  const timers = new Set<object>()
  const watched: Clock = {
    now: () => clock.now(),
    advance: () => clock.advance(),
    sleep(duration) {
      const timer = clock.sleep(duration)
      timers.add(timer)
      const fired = timer.fired.then(() => void timers.delete(timer))
      const cancel = () => {
        timers.delete(timer)
        timer.cancel()
      }
      return { fired, cancel }
    },
  }
  const controller = new AbortController()
  let running = 0
  let most = 0
  const attempts = new Map<string, number>()
  const work: Work = async ({ step }, { number, signal }) => {
    attempts.set(step, (attempts.get(step) ?? 0) + 1)
    running += 1
    most = Math.max(most, running)
    const { fails, retryable, seconds, v } = weatherOf(step, number, weather)
    const left = () => {
      running -= 1
    }
    signal.addEventListener('abort', left)
    await clock.sleep(seconds).fired
    signal.removeEventListener('abort', left)
    if (!signal.aborted) left()
    if (fails) throw new StepError('step_failed', 'bad weather', { retryable })
    return { outputs: { v } }
  }
  if (cancelAt !== undefined) void clock.sleep(cancelAt).fired.then(() => controller.abort())
  const start = { execution_id: 'e', input: {} }
  const result = await runInProcess(planPipeline(document), start, { work, clock: watched, signal: controller.signal })
  return { ...result, most, attempts, running, timers: timers.size }
}

function legal(options: Parameters<typeof randomDocument>[0]) {
  return randomDocument(options).filter((document) => errorsOf(document).length === 0)
}

const weather = (failures: number) => fc.record({ seed: fc.nat(), failures: fc.constant(failures) })

/** Steps of a plan by the part of an address that is left without iterations. */
function nodesOf(nodes: readonly PlanNode[], prefix = ''): Map<string, PlanNode> {
  const found = new Map<string, PlanNode>()
  for (const node of nodes) {
    found.set(prefix + node.id, node)
    for (const [name, inner] of nodesOf(node.nodes ?? [], `${prefix}${node.id}.`)) found.set(name, inner)
  }
  return found
}

function byStep(events: readonly ExecutionEvent[]): Map<string, ExecutionEvent[]> {
  const found = new Map<string, ExecutionEvent[]>()
  for (const event of events) {
    if (event.step_id === undefined) continue
    found.set(event.step_id, [...(found.get(event.step_id) ?? []), event])
  }
  return found
}

/** What must hold of every run, however it ended. */
function checkRun(document: PipelineDocument, result: Awaited<ReturnType<typeof run>>): void {
  const { state, events } = result
  expect(state.status).not.toBe('running')
  expect(state.failure?.code).not.toBe('interpreter_failed')
  expect(events.map((event) => event.sequence)).toEqual(events.map((_, index) => index + 1))
  expect(events.map((event) => event.time)).toEqual(events.map((event) => event.time).sort((a, b) => a - b))
  const ofRun = events.filter((event) => event.step_id === undefined).map((event) => event.type)
  expect(ofRun).toEqual(['pipeline.submitted', 'pipeline.started', `pipeline.${state.status}`])
  expect(events.slice(2, -1).filter((event) => event.step_id === undefined)).toEqual([])
  const steps = byStep(events)
  for (const [address, own] of steps) {
    const types = own.map((event) => event.type)
    const starts = types.filter((type) => type === 'step.started').length
    expect([address, types.filter((type) => ENDS.includes(type)).length]).toEqual([address, 1])
    expect([address, ENDS.includes(types.at(-1) ?? '')]).toEqual([address, true])
    expect([address, starts]).toEqual([address, types.at(-1) === 'step.skipped' ? 0 : 1])
  }
  for (const step of state.steps) {
    expect([step.id, step.status]).toEqual([step.id, steps.get(step.id)?.at(-1)?.type.slice('step.'.length)])
    if (step.status === 'skipped') expect(step.reason).toBeTruthy()
    if (step.status === 'failed') expect(step.failure).toBeDefined()
    if (step.status !== 'skipped') expect(step.ended_at).toBeGreaterThanOrEqual(step.started_at ?? Number.NaN)
  }
  expect(result.timers).toBe(0)
  expect(result.most).toBeLessThanOrEqual(document.execution?.max_parallel ?? 100)
  for (const count of result.attempts.values()) expect(count).toBeLessThanOrEqual(3)
  checkOrder(document, events)
  checkBounds(document, events)
}

/** No step starts before what it waits for in its scope has ended; one that reads waits for the fallback too. */
function checkOrder(document: PipelineDocument, events: readonly ExecutionEvent[]): void {
  const nodes = nodesOf(planPipeline(document).nodes)
  const ended = new Set<string>()
  for (const { type, step_id } of events) {
    if (step_id === undefined) continue
    if (ENDS.includes(type)) ended.add(step_id)
    if (type !== 'step.started') continue
    const prefix = step_id.slice(0, step_id.lastIndexOf('.') + 1)
    const scope = prefix.replace(/\[\d+\]/g, '')
    const node = nodes.get(step_id.replace(/\[\d+\]/g, ''))
    for (const source of [...(node?.after ?? []), ...(node?.depends_on ?? [])])
      if (nodes.has(scope + source))
        expect([step_id, source, ended.has(prefix + source)]).toEqual([step_id, source, true])
  }
}

/** Addresses of the control steps around a step, from the inside out. */
function controlsAround(address: string, nodes: ReadonlyMap<string, PlanNode>): string[] {
  const dot = address.lastIndexOf('.') + 1
  const [prefix, scope] = [address.slice(0, dot), address.slice(0, dot).replace(/\[\d+\]/g, '')]
  const around: string[] = []
  let node = nodes.get(address.replace(/\[\d+\]/g, ''))
  while (node?.parent !== undefined) {
    if (!node.block?.startsWith('routes.')) around.push(prefix + node.parent)
    node = nodes.get(scope + node.parent)
  }
  const loop = prefix.replace(/\[\d+\]\.$/, '')
  return prefix === '' ? around : [...around, loop, ...controlsAround(loop, nodes)]
}

/** The work inside of a bounded group, and the items of a loop, at once. */
function checkBounds(document: PipelineDocument, events: readonly ExecutionEvent[]): void {
  const nodes = nodesOf(planPipeline(document).nodes)
  const nodeOf = (address: string) => nodes.get(address.replace(/\[\d+\]/g, ''))
  const working = new Map<string, Set<string>>()
  const started = new Set<string>()
  for (const { type, step_id } of events) {
    if (step_id === undefined || nodeOf(step_id)?.type !== 'function') continue
    if (type === 'step.started') started.add(step_id)
    else if (!ENDS.includes(type) || !started.has(step_id)) continue
    for (const control of controlsAround(step_id, nodes)) {
      const { type: kind, config = {} } = nodeOf(control) ?? {}
      const most =
        kind === 'loop' ? config.max_parallel : (config.parallel_config as JsonObject | undefined)?.max_parallel
      const item = kind === 'loop' ? step_id.slice(0, step_id.indexOf(']', control.length) + 1) : step_id
      const inside = working.get(control) ?? new Set()
      working.set(control, inside)
      if (type === 'step.started') inside.add(item)
      else inside.delete(item)
      if (typeof most === 'number') expect([control, inside.size <= most]).toEqual([control, true])
    }
  }
}

const runs = { numRuns: 300 }

describe('every run', () => {
  it('ends with every step in an end status, and tells about it without gaps', async () => {
    const documents = legal({ onError: true, onDemand: true })
    await fc.assert(
      fc.asyncProperty(documents, weather(25), async (document, sky) => {
        const result = await run(document, sky)
        checkRun(document, result)
        expect(result.running).toBe(0)
      }),
      runs,
    )
  })

  it('is the same again', async () => {
    const documents = legal({ onError: true, onDemand: true })
    await fc.assert(
      fc.asyncProperty(documents, weather(25), async (document, sky) => {
        expect((await run(document, sky)).events).toEqual((await run(document, sky)).events)
      }),
      { numRuns: 80 },
    )
  })

  it('completes everything where nothing fails and nothing decides', async () => {
    await fc.assert(
      fc.asyncProperty(legal({}), weather(0), async (document, sky) => {
        const { state } = await run(document, sky)
        expect(state.status).toBe('completed')
        const decided = state.steps.some((step) => step.type === 'conditional')
        if (!decided) expect(state.steps.filter((step) => step.status !== 'completed')).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('gives the same whatever runs at once, where nothing fails', async () => {
    const documents = legal({ onError: true, onDemand: true })
    await fc.assert(
      fc.asyncProperty(documents, weather(0), async (document, sky) => {
        const alone = await run({ ...document, execution: { max_parallel: 1 } }, sky)
        const many = await run({ ...document, execution: { max_parallel: 100 } }, sky)
        expect(alone.most).toBeLessThanOrEqual(1)
        expect(alone.outputs).toEqual(many.outputs)
        const statuses = (result: typeof alone) => result.state.steps.map(({ id, status }) => [id, status])
        expect(statuses(alone)).toEqual(statuses(many))
      }),
      { numRuns: 100 },
    )
  })

  it('ends at once when it is cancelled', async () => {
    const documents = legal({ onError: true, onDemand: true })
    await fc.assert(
      fc.asyncProperty(documents, weather(20), fc.nat(60), async (document, sky, seconds) => {
        const result = await run(document, sky, seconds)
        checkRun(document, result)
        expect(result.running).toBe(0)
        if (result.status !== 'cancelled') return
        expect(result.state.ended_at).toBe(result.state.started_at + seconds * 1000)
        const steps = byStep(result.events)
        for (const own of steps.values()) {
          const last = own.at(-1)
          if (last?.type === 'step.cancelled') expect(last.time).toBe(result.state.ended_at)
        }
      }),
      { numRuns: 200 },
    )
  })
})

/** Outputs without the messages of items, which the page leaves open. */
function withoutMessages(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMessages)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key]) => key !== 'error')
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutMessages(inner)]))
}

async function compare(document: PipelineDocument, sky: Weather): Promise<void> {
  const expected = referenceRun(document, sky)
  const { state, outputs } = await run(document, sky)
  const statuses = Object.fromEntries(state.steps.map((step) => [step.id, step.status]))
  const actual =
    state.status === 'failed'
      ? { status: 'failed' }
      : { status: state.status, statuses, outputs: withoutMessages(outputs) }
  expect(actual).toEqual(expected)
}

describe('the rules of the language, asked one by one', () => {
  it('give the same statuses and outputs where nothing fails', async () => {
    const documents = legal({ onError: true, onDemand: true })
    await fc.assert(fc.asyncProperty(documents, weather(0), compare), runs)
  })

  it('give the same statuses and outputs where steps fail', async () => {
    const documents = legal({ onError: true, onDemand: true })
    await fc.assert(fc.asyncProperty(documents, weather(30), compare), { numRuns: 600 })
  })
})
