import type { Json } from '@odp/dsl/plan'
import type { Expectation } from './conformance-case.js'
import { firstDifference } from './first-difference.js'
import type { MockedWork } from './mocked-work.js'
import type { Observation } from './observation.js'

/** Where a run differs from what is expected of it, and from what the mocks provide for. */
export function compareRun(expected: Expectation, observation: Observation, work: MockedWork): string[] {
  return [
    ...[...work.unmocked].map((id) => `step '${id}' was called, but the case has no mock for it`),
    ...compareStatus(expected, observation),
    ...compareNumbers('calls', expected.calls, observation, (id) => work.calls.get(id) ?? 0),
    ...compareNumbers('max_concurrent', expected.max_concurrent, observation, (id) => work.concurrency.get(id) ?? 0),
    ...compareValues('inputs', expected.inputs, observation, (id) => work.inputs.get(id)),
    ...compareValues('outputs', expected.outputs, observation, (id) => observation.outputs(id)),
    ...compareErrors(expected, observation),
    ...compareOrder(expected, observation),
    ...compareArtifacts(expected, observation),
    ...compareEvents(expected, observation),
  ]
}

function compareStatus(expected: Expectation, observation: Observation): string[] {
  const differences: string[] = []
  if (expected.status !== undefined && expected.status !== observation.status) {
    const why = observation.error('pipeline')
    differences.push(
      `status: expected ${expected.status}, got ${observation.status}${why === undefined ? '' : ` (${why})`}`,
    )
  }
  for (const [id, status] of Object.entries(expected.steps ?? {})) {
    const found = observation.stepStatus(id)
    if (found === undefined) differences.push(unknownStep('steps', id))
    else if (found !== status) {
      const why = observation.error(id)
      differences.push(`steps: expected '${id}' ${status}, got ${found}${why === undefined ? '' : ` (${why})`}`)
    }
  }
  return differences
}

function compareNumbers(
  key: string,
  expected: Readonly<Record<string, number>> | undefined,
  observation: Observation,
  actual: (id: string) => number,
): string[] {
  return Object.entries(expected ?? {}).flatMap(([id, number]) => {
    if (!observation.has(id)) return [unknownStep(key, id)]
    return number === actual(id) ? [] : [`${key}: expected ${number} of '${id}', got ${actual(id)}`]
  })
}

function compareValues(
  key: string,
  expected: Readonly<Record<string, Json>> | undefined,
  observation: Observation,
  actual: (id: string) => Json | undefined,
): string[] {
  return Object.entries(expected ?? {}).flatMap(([id, value]) => {
    if (!observation.has(id)) return [unknownStep(key, id)]
    const difference = firstDifference(value, actual(id))
    return difference === undefined ? [] : [`${key} of '${id}': ${difference}`]
  })
}

function compareErrors(expected: Expectation, observation: Observation): string[] {
  return Object.entries(expected.errors ?? {}).flatMap(([id, part]) => {
    if (id !== 'pipeline' && !observation.has(id)) return [unknownStep('errors', id)]
    const error = observation.error(id)
    if (error?.includes(part) === true) return []
    return [`errors: expected '${part}' in the error of '${id}', got ${error === undefined ? 'none' : `'${error}'`}`]
  })
}

function compareOrder(expected: Expectation, observation: Observation): string[] {
  return (expected.order ?? []).flatMap(([first, second]) => {
    const settled = observation.lastSettled(first)
    const started = observation.firstStarted(second)
    if (settled === undefined) return [`order: '${first}' never settled`]
    if (started === undefined) return [`order: '${second}' never started`]
    return settled < started ? [] : [`order: '${first}' settled only after '${second}' had started`]
  })
}

function compareArtifacts({ artifacts }: Expectation, observation: Observation): string[] {
  if (artifacts === undefined) return []
  const kept = observation.artifacts()
  const found = kept.length === 0 ? 'none' : kept.join(', ')
  if (artifacts.length === 0) return kept.length === 0 ? [] : [`artifacts: expected none, kept were ${found}`]
  return artifacts
    .filter((name) => !kept.includes(name))
    .map((name) => `artifacts: '${name}' was not kept; kept were ${found}`)
}

function compareEvents({ events }: Expectation, observation: Observation): string[] {
  if (events === undefined) return []
  const missing = observation.firstMissingEvent(events)
  return missing === undefined
    ? []
    : [`events: no '${missing}' in its place; there were ${observation.eventNames().join(', ')}`]
}

function unknownStep(key: string, id: string): string {
  return `${key}: the pipeline has no step '${id}'`
}
