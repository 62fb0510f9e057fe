import { describe, expect, it } from 'vitest'
import type { PipelineDocument, StepDocument } from '../document/pipeline-document.js'
import { estimatePipeline } from '../estimate/estimate-pipeline.js'
import type { JsonObject } from '../json/json.js'
import type { AuditEntry } from '../plan/operation.js'
import { planPipeline } from '../planner/plan-pipeline.js'
import { planReplay, type ReplayOptions, type ReplaySource } from './plan-replay.js'
import { renderReplay } from './render-replay.js'
import { estimateReplay } from './replay-estimate.js'

const step = (id: string, inputs: JsonObject = {}, more: JsonObject = {}): StepDocument => ({
  id,
  type: 'function',
  method: 'm',
  inputs,
  outputs: { v: 'kept' },
  ...more,
})

const STEPS = [
  step('crawl', { user: '{{input.user}}' }),
  step('clean', { raw: '{{crawl.v}}' }),
  {
    id: 'each',
    type: 'loop',
    iterate_over: [1, 2],
    loop_variable: 'one',
    steps: [step('inner', { n: '{{one}}', raw: '{{clean.v}}' })],
  },
  step('aside', { limit: '{{input.limit}}' }),
  { id: 'side', type: 'parallel_group', steps: [step('left', { v: '{{aside.v}}' }), step('right')] },
  step('report', { all: '{{each.items}}', side: '{{side.left.v}}' }),
]

const documentOf = (steps: StepDocument[]): PipelineDocument => ({
  version: '1.0',
  pipeline_id: 'p',
  name: 'p',
  workspace_id: 'w',
  project_id: 'q',
  steps,
})

const input = { user: 'ada', limit: 3 }

/** An execution of a document in which every step completed, but those named. */
function completed(
  steps: StepDocument[],
  others: Record<string, 'failed' | 'skipped'> = {},
  audit: AuditEntry[] = [],
): ReplaySource {
  const plan = planPipeline(documentOf(steps))
  const states = plan.nodes.map(({ id, type }) => ({
    id,
    type,
    attempts: 1,
    status: others[id] ?? ('completed' as const),
  }))
  const outputs = Object.fromEntries(
    states.filter(({ status }) => status === 'completed').map(({ id }) => [id, { v: id }]),
  )
  return { plan, input, outputs, state: { steps: states, audit } }
}

function replay(old: ReplaySource, more: Partial<ReplayOptions> = {}) {
  return planReplay({ old, plan: old.plan, input: old.input, ...more })
}

function running(old: ReplaySource, more: Partial<ReplayOptions> = {}) {
  const { steps } = replay(old, more)
  return Object.fromEntries(
    steps
      .filter(({ action }) => action === 'run')
      .map(({ id, reason, of }) => [id, of === undefined ? reason : `${reason} ${of}`]),
  )
}

const changed = (id: string, more: JsonObject) => STEPS.map((one) => (one.id === id ? { ...one, ...more } : one))

describe('what a replay runs', () => {
  const old = completed(STEPS)

  it('is nothing where nothing has changed and no step is chosen', () => {
    expect(running(old)).toEqual({})
    expect(Object.keys(replay(old).reuse).sort()).toEqual([
      'aside',
      'clean',
      'crawl',
      'each',
      'left',
      'report',
      'right',
    ])
  })

  it('is the chosen step and all behind it', () => {
    expect(running(old, { from: 'clean' })).toEqual({ clean: 'chosen', each: 'after clean', report: 'after each' })
    expect(running(old, { from: 'left' })).toEqual({ left: 'chosen', report: 'after side' })
    expect(running(old, { from: 'report' })).toEqual({ report: 'chosen' })
  })

  it('is a whole loop, where a step inside is chosen', () => {
    for (const from of ['inner', 'each[1].inner', 'each'])
      expect(running(old, { from })).toEqual({ each: 'chosen', report: 'after each' })
  })

  it('is everything in a group that is chosen', () => {
    expect(running(old, { from: 'side' })).toMatchObject({
      left: 'after side',
      right: 'after side',
      report: 'after side',
    })
  })

  it('is what reads an input that has changed, and nothing that reads another', () => {
    expect(running(old, { input: { ...input, limit: 4 } })).toEqual({
      aside: 'input limit',
      left: 'after aside',
      report: 'after side',
    })
    expect(running(old, { input: { ...input, unread: true } })).toEqual({})
  })

  it('is what has another definition, but not what is only tried more often', () => {
    const plan = (steps: StepDocument[]) => planPipeline(documentOf(steps))
    expect(running(old, { plan: plan(changed('clean', { method: 'other' })) })).toMatchObject({
      clean: 'definition',
      each: 'after clean',
    })
    expect(
      running(old, { plan: plan(changed('clean', { retry_policy: { max_attempts: 9 }, timeout_minutes: 3 })) }),
    ).toEqual({})
    expect(running(old, { plan: plan(changed('each', { max_parallel: 1 })) })).toEqual({})
    const more = [...STEPS, step('new', { v: '{{report.v}}' })]
    expect(running(old, { plan: plan(more) })).toEqual({ new: 'not_recorded' })
  })

  it('is what a new check, route or fallback activates, but not its owner', () => {
    const with_route = changed('crawl', {
      on_success: { routes: [{ match: { expression: '1 == 1' }, steps: [step('more')] }] },
    })
    expect(running(old, { plan: planPipeline(documentOf(with_route)) })).toEqual({ more: 'not_recorded' })
  })

  it('is what a step behind which it stands may activate or not', () => {
    const child = (id: string) => step(id, {}, { is_child: true })
    const owner = step(
      'owner',
      {},
      {
        check: [{ boolean: 'v == 1', run: 'checked' }],
        on_error: { fallback_step: 'instead' },
        on_success: { routes: [{ match: { expression: '{{read.v}} == 1' }, steps: ['routed', step('inside')] }] },
      },
    )
    const old = completed([step('read'), owner, child('checked'), child('instead'), child('routed')])
    const behind = { checked: 'after owner', instead: 'after owner', routed: 'after owner', inside: 'after owner' }
    expect(running(old, { from: 'owner' })).toEqual({ owner: 'chosen', ...behind })
    expect(running(old, { from: 'read' })).toEqual({ read: 'chosen', routed: 'after read', inside: 'after read' })
    for (const [id, more] of Object.entries({ checked: { check: [] }, instead: { on_error: {} } })) {
      const other: StepDocument[] = [
        step('read'),
        { ...owner, ...more } as unknown as StepDocument,
        ...['checked', 'instead', 'routed'].map((name) => step(name)),
      ]
      expect(running(old, { plan: planPipeline(documentOf(other)) })).toHaveProperty(id)
    }
  })

  it('is what was not recorded, and what reads it', () => {
    expect(running(completed(STEPS, { aside: 'failed' }))).toMatchObject({
      aside: 'not_recorded',
      left: 'after aside',
      report: 'after side',
    })
  })

  it('is not a step that was skipped, unless a person skipped it', () => {
    const skipped = completed(STEPS, { right: 'skipped' })
    expect(replay(skipped).steps.find(({ id }) => id === 'right')?.action).toBe('skip')
    const audit = [{ time: 1, operation: 'skipStep' as const, request_id: 'r', step: 'right' }]
    expect(running(completed(STEPS, { right: 'skipped' }, audit))).toEqual({
      right: 'not_recorded',
      report: 'after side',
    })
  })

  it('is what a person has let through, unless answers are reused', () => {
    const audit = [
      { time: 1, operation: 'answerStep' as const, request_id: 'r', step: 'each[1].inner', value: 'continue' as const },
    ]
    const answered = completed(STEPS, {}, audit)
    expect(running(answered)).toEqual({ each: 'answered', report: 'after each' })
    expect(running(answered, { reuse_answers: true })).toEqual({})
  })

  it('is a step that looks at all that the run has produced, when something before it runs', () => {
    const check = { id: 'judge', type: 'validation', checks: { relevance: { min_score: 0.5 } } }
    const old = completed([...STEPS, check])
    expect(running(old, { from: 'right' })).toEqual({ right: 'chosen', judge: 'after side', report: 'after side' })
  })

  it('does not begin at a step that does not exist', () => {
    expect(() => replay(old, { from: 'claen' })).toThrow(
      expect.objectContaining({ code: 'replay_step_unknown', message: expect.stringContaining("'clean'") }),
    )
  })
})

it('is shown with its reasons and its cost', () => {
  const steps = [step('crawl'), step('clean', { raw: '{{crawl.v}}' }), step('report', { raw: '{{clean.v}}' })]
  const plan = replay(completed(steps), { from: 'clean' })
  const catalog = {
    methods: [{ id: 'm', step_type: 'function' as const, estimate: { cost_units: 2, duration_seconds: 3 } }],
  }
  const estimate = estimateReplay(estimatePipeline(documentOf(steps), { catalog }), plan)
  expect(estimate).toMatchObject({ cost: { least: 4, expected: 4, most: 12 }, unknown: [] })
  expect(renderReplay(plan, estimate)).toBe(
    [
      'reuse  crawl',
      'run    clean   the replay begins here',
      "run    report  it is behind 'clean'",
      'reuse 1 step · run 2 · 4 (4 – 12) units · 6s (6s – 24s) of work',
      '',
    ].join('\n'),
  )
})

it('names what nobody knows the cost of, also inside loops', () => {
  const plan = replay(completed(STEPS), { from: 'each' })
  const estimate = estimateReplay(estimatePipeline(documentOf(STEPS), { catalog: {} }), plan)
  expect(estimate.unknown).toEqual(['inner', 'report'])
})
