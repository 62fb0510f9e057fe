import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PipelineDocument } from '../document/pipeline-document.js'
import type { Json, JsonObject } from '../json/json.js'
import { validatePipeline } from '../validate/validate-pipeline.js'
import { estimatePipeline, type PipelineEstimate } from './estimate-pipeline.js'
import type { EstimateInterval } from './interval.js'

const catalog = {
  methods: [0, 1, 2, 5, 9].map((cost) => ({
    id: `m${cost}`,
    step_type: 'function',
    estimate: { cost_units: cost / 4, duration_seconds: cost * 7 },
  })),
}

type Draw = (below: number) => number

/** A list of steps that read, activate and contain each other, with ids in the order of the text. */
class Maker {
  #count = 0
  readonly #draw: Draw

  constructor(draw: Draw) {
    this.#draw = draw
  }

  steps(depth: number, seen: readonly string[] = []): JsonObject[] {
    const steps: JsonObject[] = []
    const visible = [...seen]
    for (let left = 1 + this.#draw(4); left > 0; left -= 1) {
      const step = this.#step(depth, visible)
      steps.push(step)
      if (step.is_child !== true) visible.push(String(step.id))
    }
    return steps
  }

  work(seen: readonly string[]): JsonObject {
    const step: JsonObject = { id: this.#id(), type: 'function', method: `m${[0, 1, 2, 5, 9, 7][this.#draw(6)] ?? 0}` }
    const [first, second] = [seen[this.#draw(seen.length + 1)], seen[this.#draw(seen.length + 1)]]
    if (first !== undefined) step.inputs = { x: `{{${first}.y}}` }
    if (second !== undefined) step.depends_on = [second]
    if (this.#draw(3) === 0) step.retry_policy = { max_attempts: 1 + this.#draw(3), backoff: 'fixed' }
    if (this.#draw(4) === 0) step.timeout_minutes = 0.5
    return step
  }

  #id(): string {
    this.#count += 1
    return `s${this.#count}`
  }

  #step(depth: number, seen: readonly string[]): JsonObject {
    const kind = depth === 0 ? 0 : this.#draw(7)
    const limit: JsonObject = this.#draw(2) === 0 ? {} : { max_parallel: 1 + this.#draw(3) }
    const condition = { expression: '{{input.a}} > 1' }
    if (kind === 3) {
      const list: Json = this.#draw(3) === 0 ? '{{input.list}}' : Array.from({ length: this.#draw(4) }, () => 1)
      const id = this.#id()
      return { id, type: 'loop', iterate_over: list, loop_variable: `v${id}`, ...limit, steps: this.steps(depth - 1) }
    }
    if (kind === 4)
      return { id: this.#id(), type: 'parallel_group', parallel_config: limit, steps: this.steps(depth - 1, seen) }
    if (kind === 5) {
      const branches: JsonObject = { if_true: { steps: this.steps(depth - 1, seen) } }
      if (this.#draw(2) === 0) branches.if_false = { steps: this.steps(depth - 1, seen) }
      return { id: this.#id(), type: 'conditional', condition, branches }
    }
    const step = this.work(seen)
    if (kind === 6)
      step.on_success = { routes: [{ match: condition, steps: this.steps(depth - 1, [...seen, String(step.id)]) }] }
    if (kind === 2) step.is_child = true
    // Whatever it names may come later, stand elsewhere or not exist.
    if (kind === 1) step.check = [{ not_exists: 'y', run: `s${1 + this.#draw(20)}` }]
    if (kind === 0 && this.#draw(4) === 0) step.on_error = { fallback_step: `s${1 + this.#draw(20)}` }
    return step
  }
}

const draws = fc.array(fc.nat(1000), { minLength: 40, maxLength: 200 }).map((numbers) => {
  let at = 0
  return (below: number) => (numbers[at++ % numbers.length] ?? 0) % below
})

/** Steps that wait for each other in a circle never run, so no law holds for them. */
function runs(document: unknown): boolean {
  const { diagnostics } = validatePipeline(document as PipelineDocument)
  return !diagnostics.some(({ code }) => code === 'cycle' || code === 'wrong_target')
}

const documents = fc
  .tuple(draws, fc.option(fc.integer({ min: 1, max: 4 })))
  .map(([draw, max_parallel]) => ({
    draw,
    document: {
      version: '1.0',
      pipeline_id: 'p',
      workspace_id: 'w',
      project_id: 'q',
      ...(max_parallel === null ? {} : { execution: { max_parallel } }),
      steps: new Maker(draw).steps(3),
    },
  }))
  .filter(({ document }) => runs(document))

function estimate(document: unknown): PipelineEstimate {
  return estimatePipeline(document as PipelineDocument, { catalog })
}

function most({ most: bound }: EstimateInterval): number {
  return bound ?? Number.POSITIVE_INFINITY
}

test('least ≤ expected ≤ most, of the whole and of each step', () => {
  fc.assert(
    fc.property(documents, ({ document }) => {
      const { cost, duration, steps } = estimate(document)
      for (const interval of [cost, duration, ...steps.flatMap((step) => [step.calls, step.cost, step.duration])]) {
        expect(interval.least).toBeGreaterThanOrEqual(0)
        expect(interval.expected).toBeGreaterThanOrEqual(interval.least)
        expect(most(interval)).toBeGreaterThanOrEqual(interval.expected)
      }
    }),
    { numRuns: 500 },
  )
})

/** Every list of steps of a document. */
function stepLists(value: Json): Json[][] {
  if (Array.isArray(value)) return value.flatMap(stepLists)
  if (typeof value !== 'object' || value === null) return []
  const own = Array.isArray(value.steps) ? [value.steps] : []
  return [...own, ...Object.values(value).flatMap(stepLists)]
}

test('a step more never lowers the most', () => {
  fc.assert(
    fc.property(documents, fc.nat(), fc.nat(), ({ document, draw }, list, place) => {
      const before = estimate(document)
      const more = JSON.parse(JSON.stringify(document)) as JsonObject
      const lists = stepLists(more)
      const chosen = lists[list % lists.length] ?? []
      chosen.splice(place % (chosen.length + 1), 0, { ...new Maker(draw).work([]), id: 'added' })
      const after = estimate(more)
      expect(most(after.cost)).toBeGreaterThanOrEqual(most(before.cost))
      expect(most(after.duration)).toBeGreaterThanOrEqual(most(before.duration))
    }),
    { numRuns: 500 },
  )
})

test('the work of all steps done one after the other is never less than the least', () => {
  fc.assert(
    fc.property(documents, ({ document }) => {
      const { cost, duration, steps } = estimate(document)
      const calls = steps.filter(({ type }) => type === 'function')
      const add = (figures: readonly number[]) => figures.reduce((total, figure) => total + figure, 0)
      expect(add(calls.map((step) => most(step.cost)))).toBeGreaterThanOrEqual(most(cost) - 1e-3)
      expect(add(calls.map((step) => step.cost.least))).toBeLessThanOrEqual(cost.least + 1e-3)
      expect(duration.least).toBeLessThanOrEqual(add(calls.map((step) => most(step.duration))) + 1e-3)
    }),
  )
})

test('a document that could be anything gives an estimate all the same', () => {
  const keys = fc.constantFrom(
    'steps',
    'execution',
    'id',
    'type',
    'loop',
    'iterate_over',
    'branches',
    'max_parallel',
    'x',
  )
  const texts = fc.constantFrom('loop', 'conditional', 'function', 'm1', '{{a.b}}', '__proto__', '')
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      fc.oneof(texts, fc.integer(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(keys, tie('value'), { maxKeys: 5 }),
    ),
  }))
  fc.assert(
    fc.property(value, (document) => {
      expect(estimate(document)).toHaveProperty('cost.least')
    }),
  )
})

test('a chain of very many steps needs no deep stack and no long time', () => {
  const steps = Array.from({ length: 20_000 }, (_, index) => ({
    id: `s${index}`,
    type: 'function',
    method: 'm2',
    inputs: index === 0 ? {} : { x: `{{s${index - 1}.y}}` },
  }))
  const begin = Date.now()
  expect(estimate({ steps: steps.toReversed() }).duration.expected).toBe(280_000)
  expect(Date.now() - begin).toBeLessThan(40_000)
})
