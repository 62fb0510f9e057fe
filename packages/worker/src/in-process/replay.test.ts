import {
  estimatePipeline,
  estimatePlan,
  type PipelineDocument,
  planPipeline,
  planReplay,
  type ReplayPlan,
  type ReplaySource,
} from '@odp/dsl'
import type { JsonObject, PlanNode } from '@odp/dsl/plan'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { StepError } from '../activities/step-error.js'
import { VirtualClock } from './clock.js'
import type { Work } from './in-process-host.js'
import { randomDocument, weatherOf } from './random-document.fixture.js'
import { errorsOf } from './run-document.fixture.js'
import { runInProcess } from './run-in-process.js'

const NODES = { onDemand: true, onError: true }
const legal = randomDocument(NODES).filter((document) => errorsOf(document).length === 0)

interface Options {
  readonly seed: number
  readonly failures: number
  readonly reuse?: ReplayPlan['reuse']
  readonly continue_every?: number
  /** Steps whose work gives something else than it did. */
  readonly changed?: ReadonlySet<string>
}

/** Runs a document whose work gives what it receives, so that nothing that was read gets lost. */
async function run(document: PipelineDocument, { seed, failures, reuse, continue_every, changed }: Options) {
  const clock = new VirtualClock()
  const calls = new Set<string>()
  const plan = planPipeline(document)
  const work: Work = async ({ step, inputs = {} }, { number }) => {
    calls.add(step)
    const id = step.replace(/^.*\./, '')
    const { fails, retryable, seconds, v } = weatherOf(step, number, {
      seed: changed?.has(id) ? seed + 1 : seed,
      failures,
    })
    await clock.sleep(seconds).fired
    if (fails) throw new StepError('step_failed', 'bad weather', { retryable })
    return { outputs: { v: (v + JSON.stringify(inputs).length) % 7 } }
  }
  const start = { execution_id: 'e', input: {}, ...(reuse === undefined ? {} : { reuse }) }
  const result = await runInProcess(plan, start, {
    work,
    clock,
    ...(continue_every === undefined ? {} : { continue_every }),
  })
  const source: ReplaySource = {
    plan,
    input: {},
    outputs: result.outputs as Record<string, JsonObject>,
    state: result.state,
  }
  return { ...result, calls: [...calls], source }
}

const statuses = ({ state }: Awaited<ReturnType<typeof run>>) => state.steps.map(({ id, status }) => [id, status])
const idOf = (nodes: readonly PlanNode[], index: number) => nodes[index % nodes.length]?.id ?? ''

it('a replay from any step gives what a whole run gives, and does none of the work that is reused', async () => {
  let reusedSteps = 0
  await fc.assert(
    fc.asyncProperty(
      legal,
      fc.nat(),
      fc.nat(),
      fc.constantFrom(0, 30),
      fc.constantFrom(undefined, 1, 3),
      async (document, seed, index, failures, continue_every) => {
        const first = await run(document, { seed, failures })
        const from = idOf(first.source.plan.nodes, index)
        const { reuse, steps } = planReplay({ old: first.source, plan: first.source.plan, input: {}, from })
        const again = await run(document, {
          seed,
          failures,
          reuse,
          ...(continue_every === undefined ? {} : { continue_every }),
        })
        const reused = new Set(Object.keys(reuse))
        reusedSteps += reused.size
        expect(again.calls.filter((step) => reused.has(step.replace(/\[.*$/, '')))).toEqual([])
        expect(again.status).toBe(first.status)
        if (first.status !== 'completed') return
        expect(again.outputs).toEqual(first.outputs)
        expect(statuses(again)).toEqual(statuses(first))
        const skipped = steps.filter(({ action }) => action === 'skip').map(({ id }) => id)
        expect(again.state.steps.filter(({ id, status }) => skipped.includes(id) && status !== 'skipped')).toEqual([])
      },
    ),
    { numRuns: 150 },
  )
  expect(reusedSteps).toBeGreaterThan(150)
})

it('where the work of the chosen step gives something else, all that depends on it does too', async () => {
  await fc.assert(
    fc.asyncProperty(legal, fc.nat(), fc.nat(), fc.constantFrom(0, 30), async (document, seed, index, failures) => {
      const first = await run(document, { seed, failures })
      const from = idOf(first.source.plan.nodes, index)
      const { reuse, steps } = planReplay({ old: first.source, plan: first.source.plan, input: {}, from })
      const changed = new Set([from, ...steps.filter(({ action }) => action === 'run').map(({ id }) => id)])
      const whole = await run(document, { seed, failures, changed })
      const again = await run(document, { seed, failures, changed, reuse })
      expect(again.status).toBe(whole.status)
      if (whole.status !== 'completed') return
      expect(again.outputs).toEqual(whole.outputs)
      expect(statuses(again)).toEqual(statuses(whole))
    }),
    { numRuns: 150 },
  )
})

it('is estimated from the plan as the document would be', () => {
  const catalog = {
    methods: [{ id: 'm', step_type: 'function' as const, estimate: { cost_units: 2, duration_seconds: 3 } }],
  }
  fc.assert(
    fc.property(legal, (document) => {
      expect(estimatePlan(planPipeline(document), { catalog })).toEqual({
        ...estimatePipeline(document, { catalog }),
        steps: expect.anything(),
        issues: expect.anything(),
      })
    }),
    { numRuns: 200 },
  )
})
