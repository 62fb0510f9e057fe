import type { ExecutionEvent, PlanNode } from '@odp/dsl/plan'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attempts, operatedRun, planOf } from './operated-run.fixture.js'
import { randomDocument } from './random-document.fixture.js'
import { errorsOf } from './run-document.fixture.js'

const legal = randomDocument({ onError: true, onDemand: true }).filter((document) => errorsOf(document).length === 0)
const continued = fc.constantFrom(undefined, 1, 2, 3, 4)

type Run = Awaited<ReturnType<typeof operatedRun>>

/** What must hold of every execution, whatever people do to it. */
function checkRun({ state, events, told, calls, applied }: Run, safe: boolean): void {
  expect(['completed', 'failed', 'cancelled']).toContain(state.status)
  expect(state.failure?.code).not.toBe('interpreter_failed')
  expect(state.steps.filter(({ status }) => ['pending', 'running', 'waiting'].includes(status))).toEqual([])
  expect(state.questions).toEqual([])
  expect(told).toEqual(events)
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
  expect(state.audit.map(({ request_id, operation }) => [request_id, operation])).toEqual(
    applied.map(({ request_id, operation }) => [request_id, operation]),
  )
  expect(calls.filter(({ status = 'running' }) => status !== 'running')).toEqual([])
  checkStarts(events, safe)
}

/** Nothing starts before the approval, or while the execution is paused. */
function checkStarts(events: readonly ExecutionEvent[], safe: boolean): void {
  let isApproved = !safe
  let isPaused = false
  for (const { type, step_id } of events) {
    if (type === 'pipeline.approved') isApproved = true
    if (type === 'pipeline.paused') isPaused = true
    if (type === 'pipeline.resumed') isPaused = false
    if (type === 'step.started') expect([step_id, isApproved, isPaused]).toEqual([step_id, true, false])
  }
}

describe('whatever people do to an execution', () => {
  it('it ends, tells of everything once, obeys them, and keeps a record of them', async () => {
    const seen = { applied: 0, refusals: 0, runs: 0, completed: 0 }
    await fc.assert(
      fc.asyncProperty(
        legal,
        fc.nat(),
        attempts,
        fc.record({ safe: fc.boolean(), hold_failures: fc.boolean() }),
        continued,
        async (document, seed, tried, how, every) => {
          const run = await operatedRun({
            document,
            seed,
            attempts: tried,
            ...how,
            ...(every === undefined ? {} : { continue_every: every }),
          })
          checkRun(run, how.safe)
          seen.applied += run.applied.length
          seen.refusals += run.refusals
          seen.runs += run.runs
          seen.completed += run.status === 'completed' ? 1 : 0
        },
      ),
      { numRuns: 300 },
    )
    // Otherwise the laws above speak of nothing.
    expect(Math.min(seen.applied, seen.refusals, seen.runs)).toBeGreaterThan(300)
    expect(seen.completed).toBeGreaterThan(30)
  })
})

/** Ids of the steps of a plan that stand outside of loops and do work, or are loops. */
const workOf = (nodes: readonly PlanNode[]) =>
  nodes.filter(({ type }) => ['function', 'loop'].includes(type)).map(({ id }) => id)

describe('an execution that is re-planned', () => {
  it('does not work again on what it keeps, and goes on counting its events', async () => {
    const seen = { kept: 0, replanned: 0 }
    await fc.assert(
      fc.asyncProperty(
        legal,
        fc.nat(),
        attempts,
        fc.record({ at: fc.nat(100), safe: fc.boolean(), keeps: fc.integer({ min: 0, max: 2 }) }),
        continued,
        async (document, seed, tried, { at, safe, keeps }, every) => {
          const plan = planOf(document, safe)
          const keep = workOf(plan.nodes).filter((_, index) => index % 3 >= keeps)
          const run = await operatedRun({
            document,
            seed,
            attempts: tried,
            ...(every === undefined ? {} : { continue_every: every }),
            operations: [
              {
                at,
                make: () => ({
                  operation: 'replan',
                  request_id: 'replan',
                  plan,
                  keep,
                  ...(safe ? { approval_digest: 'shown' } : {}),
                }),
              },
            ],
          })
          checkRun(run, false)
          const place = run.events.findIndex(({ type }) => type === 'pipeline.replanned')
          if (place < 0) return
          seen.replanned += 1
          checkStarts(run.events.slice(place), safe)
          expect(run.events.filter(({ type }) => type === 'pipeline.submitted')).toHaveLength(1)
          const before = run.events.slice(0, place)
          const completed = before.filter(({ type }) => type === 'step.completed').map(({ step_id }) => step_id)
          const kept = keep.filter((id) => completed.includes(id))
          seen.kept += kept.length
          const again = run.calls.filter(
            ({ step, replanned }) => replanned && kept.some((id) => step === id || step.startsWith(`${id}[`)),
          )
          expect(again).toEqual([])
        },
      ),
      { numRuns: 200 },
    )
    expect(seen.replanned).toBeGreaterThan(80)
    expect(seen.kept).toBeGreaterThan(40)
  })
})
