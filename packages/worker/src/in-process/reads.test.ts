import { type PipelineDocument, planPipeline, type StepDocument } from '@odp/dsl'
import { isJsonObject, type Json, type JsonObject, type Plan, type PlanNode } from '@odp/dsl/plan'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { VirtualClock } from './clock.js'
import type { Work } from './in-process-host.js'
import { randomDocument, weatherOf } from './random-document.fixture.js'
import { errorsOf } from './run-document.fixture.js'
import { runInProcess } from './run-in-process.js'

const FORMS = ['v', 'w', 'm.x', '["m.x"]', 'm.y', 'deep.a', '']

/** Inputs that read many fields of what has only been read by `v`, and by all of it; nothing is declared, so that all can be read. */
function widen(value: Json, draw: () => number): Json {
  if (Array.isArray(value)) return value.map((item) => widen(item, draw))
  if (typeof value === 'string')
    return value.replace(/\{\{(\w+)\.(v|count|branch)\}\}/g, (whole, id: string, field: string) => {
      if (field !== 'v') return draw() % 4 === 0 ? `{{${id}}}` : whole
      const form = FORMS[draw() % FORMS.length] ?? ''
      return form === '' || form.startsWith('[') ? `{{${id}${form}}}` : `{{${id}.${form}}}`
    })
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, widen(inner, draw)]))
}

function widenSteps(steps: Json, draw: () => number): Json {
  if (Array.isArray(steps)) return steps.map((step) => widenSteps(step, draw))
  if (!isJsonObject(steps)) return steps
  const { outputs: _, ...step } = steps
  return Object.fromEntries(
    Object.entries(step).map(([key, value]) => [key, key === 'inputs' ? widen(value, draw) : widenSteps(value, draw)]),
  )
}

function widened(document: PipelineDocument, seed: number): PipelineDocument {
  let state = seed
  const draw = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 1
    return state >>> 8
  }
  return { ...document, steps: widenSteps(document.steps, draw) as StepDocument[] }
}

function readsOf(nodes: readonly PlanNode[]): Map<string, readonly string[] | undefined> {
  return new Map(nodes.flatMap(({ id, reads, nodes: inner = [] }) => [[id, reads] as const, ...readsOf(inner)]))
}

function cut(outputs: JsonObject, reads: readonly string[] | undefined): JsonObject {
  if (reads === undefined) return outputs
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => reads.includes(name)))
}

/** What every step received, and what became of it. */
async function run(plan: Plan, seed: number, isCut: boolean) {
  const clock = new VirtualClock()
  const reads = readsOf(plan.nodes)
  const received: Record<string, Json> = {}
  const work: Work = async ({ step, inputs = {} }, { number }) => {
    received[`${step}#${number}`] = inputs
    const { fails, retryable, seconds, v } = weatherOf(step, number, { seed, failures: 15 })
    await clock.sleep(seconds).fired
    if (fails) throw Object.assign(new Error('bad weather'), { retryable })
    const whole: JsonObject = { v, w: `w${v}`, m: { x: 1, y: 2 }, 'm.x': 3, 'deep.a': 4, unread: [5] }
    return { outputs: isCut ? cut(whole, reads.get(step.slice(step.lastIndexOf('.') + 1))) : whole }
  }
  const { state } = await runInProcess(plan, { execution_id: 'e', input: {} }, { work, clock })
  return { received, statuses: state.steps.map(({ id, status }) => [id, status]) }
}

it('what later steps read is all that they need: runs whose outputs are cut to it go the same way', async () => {
  let cuts = 0
  let wholes = 0
  const documents = fc
    .tuple(randomDocument({ onError: true, onDemand: true }), fc.nat())
    .map(([document, seed]) => ({ document: widened(document, seed), seed }))
    .filter(({ document }) => errorsOf(document).length === 0)
  await fc.assert(
    fc.asyncProperty(documents, async ({ document, seed }) => {
      const plan = planPipeline(document)
      for (const reads of readsOf(plan.nodes).values()) {
        if (reads === undefined) wholes += 1
        else cuts += 1
      }
      expect(await run(plan, seed, true)).toEqual(await run(plan, seed, false))
    }),
    { numRuns: 300 },
  )
  // Neither answer alone would prove anything.
  expect(Math.min(cuts, wholes)).toBeGreaterThan(100)
})
