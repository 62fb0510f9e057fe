import { isDeepStrictEqual } from 'node:util'
import { type ExecutionEvent, isJsonObject, type Json } from '@odp/dsl/plan'
import type { JobError, JobResult } from './job.ts'
import type { Effect } from './ledger.ts'
import type { Scenario } from './scenarios.ts'

/** What is wrong with an execution that was carried out among crashes; nothing, as it should be. */
export function problemsOf(scenario: Scenario, result: JobResult | JobError, effects: readonly Effect[]): string[] {
  if ('error' in result) return [`the client failed: ${result.error}`]
  return [
    ...endProblems(scenario, result),
    ...eventProblems(result),
    ...effectProblems(scenario.effects, effects),
    ...auditProblems(scenario, result),
  ]
}

function endProblems({ outputs, statuses = {} }: Scenario, result: JobResult): string[] {
  if (result.status !== 'completed') return [`it ${result.status}: ${JSON.stringify(result.failure)}`]
  const wrong = Object.entries(outputs).filter(([id, expected]) => !contains(result.outputs[id], expected))
  const steps = new Map(result.steps.map(({ id, status }) => [id, status]))
  const others = Object.entries(statuses).filter(([id, status]) => steps.get(id) !== status)
  return [
    ...wrong.map(
      ([id, expected]) => `'${id}' gave ${JSON.stringify(result.outputs[id])}, not ${JSON.stringify(expected)}`,
    ),
    ...others.map(([id, status]) => `'${id}' is ${steps.get(id)}, not ${status}`),
  ]
}

function contains(value: Json | undefined, expected: Json): boolean {
  if (!isJsonObject(value) || !isJsonObject(expected)) return isDeepStrictEqual(value, expected)
  return Object.entries(expected).every(([key, part]) => part !== undefined && contains(value[key], part))
}

function eventProblems({ events, again }: JobResult): string[] {
  const gap = events.findIndex(({ sequence }, index) => sequence !== index + 1)
  if (gap >= 0) return [`event ${gap + 1} has the number ${events[gap]?.sequence}`]
  if (events.at(-1)?.type !== 'pipeline.completed') return [`the last event is ${events.at(-1)?.type}`]
  const changed = events.findIndex((event, index) => !isSame(event, again[index]))
  if (changed >= 0) {
    const [before, after] = [events[changed], again[changed]].map((event) => JSON.stringify(event))
    return [`event ${changed + 1} was told as ${before} and is now ${after}`]
  }
  const ended = events.flatMap(({ type, step_id }) => (/^step\.(completed|skipped)$/.test(type) ? [step_id] : []))
  return duplicates(ended).map((id) => `step ${id} ended twice`)
}

/** A task that was lost with its worker is done later, so what it told may have another time. */
function isSame({ time: _before, ...event }: ExecutionEvent, other: ExecutionEvent | undefined): boolean {
  if (other === undefined) return false
  const { time: _after, ...again } = other
  return isDeepStrictEqual(event, again)
}

function effectProblems(expected: readonly string[], effects: readonly Effect[]): string[] {
  const found = effects.map(({ what }) => what)
  const lost = expected.filter((what) => !found.includes(what))
  const surplus = found.filter((what) => !expected.includes(what))
  return [
    ...lost.map((what) => `LOST: '${what}'`),
    ...duplicates(found).map((what) => `DOUBLED: '${what}'`),
    ...surplus.map((what) => `'${what}' was never asked for`),
  ]
}

function auditProblems({ operations }: Scenario, { audit }: JobResult): string[] {
  const wanted = { approve: ['approve'], pause: ['pause', 'resume'], none: [] }[operations ?? 'none']
  const found = audit.map(({ operation }) => operation)
  return isDeepStrictEqual(found, wanted) ? [] : [`people did ${found.join(', ')}, not ${wanted.join(', ')}`]
}

function duplicates<Item>(list: readonly Item[]): Item[] {
  return [...new Set(list.filter((item, index) => list.indexOf(item) !== index))]
}
