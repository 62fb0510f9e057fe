import { type ExecutionEvent, isJsonObject, type Json } from '@odp/dsl/plan'
import type { Observed } from './conformance-host.js'
import type { Containers } from './containers.js'
import { innermostId } from './mocked-work.js'

const SETTLED = new Map([
  ['step.completed', 'completed'],
  ['step.failed', 'failed'],
  ['step.skipped', 'skipped'],
  ['step.cancelled', 'cancelled'],
])

/** Answers questions about a run by step id; a step inside a loop has one answer for all its iterations. */
export class Observation {
  readonly #observed: Observed
  readonly #containers: Containers
  readonly #events = new Map<string, ExecutionEvent[]>()

  constructor(observed: Observed, containers: Containers) {
    this.#observed = observed
    this.#containers = containers
    for (const event of observed.events) {
      const id = innermostId(event.step_id ?? '')
      const seen = this.#events.get(id)
      if (seen === undefined) this.#events.set(id, [event])
      else seen.push(event)
    }
  }

  get status(): string {
    return this.#observed.status
  }

  has(id: string): boolean {
    return this.#containers.has(id)
  }

  /** How a step ended; inside a loop: how it ended last, and `skipped` when it never came to run. */
  stepStatus(id: string): string | undefined {
    if (!this.has(id)) return undefined
    const state = this.#observed.state.steps.find((step) => step.id === id)
    if (state !== undefined) return state.status
    const last = this.#of(id).at(-1)
    return last === undefined ? 'skipped' : (SETTLED.get(last.type) ?? 'running')
  }

  /** Message of the failure or reason of the skipping, of a step or of the `pipeline`. */
  error(id: string): string | undefined {
    const { state, failure } = this.#observed
    if (id === 'pipeline') {
      return failure === undefined ? undefined : [failure.step, failure.message].filter(Boolean).join(': ')
    }
    const step = state.steps.find((candidate) => candidate.id === id)
    if (step !== undefined) return step.failure?.message ?? step.reason
    const last = this.#of(id).findLast((event) => event.failure !== undefined || event.reason !== undefined)
    return last?.failure?.message ?? last?.reason
  }

  /** Outputs of a step; inside a loop those of the last item in which it completed. */
  outputs(id: string): Json | undefined {
    const path = [...this.#containers.loops(id), id]
    return lastOutputs(this.#observed.outputs, path)
  }

  firstStarted(id: string): number | undefined {
    return this.#of(id).find((event) => event.type === 'step.started')?.sequence
  }

  lastSettled(id: string): number | undefined {
    return this.#of(id).findLast((event) => SETTLED.has(event.type))?.sequence
  }

  artifacts(): string[] {
    return this.#observed.events.flatMap((event) => event.artifacts ?? [])
  }

  eventNames(): string[] {
    return this.#observed.events.map(({ type, step_id }) => (step_id === undefined ? type : `${type}:${step_id}`))
  }

  /** The first of the names (`type` or `type:step`, a step with or without its iteration) that does not come after those before it. */
  firstMissingEvent(names: readonly string[]): string | undefined {
    let next = 0
    for (const { type, step_id } of this.#observed.events) {
      const name = names[next]
      if (name === undefined) return undefined
      const spellings = step_id === undefined ? [] : [`${type}:${step_id}`, `${type}:${innermostId(step_id)}`]
      if (name === type || spellings.includes(name)) next += 1
    }
    return names[next]
  }

  #of(id: string): readonly ExecutionEvent[] {
    return this.#events.get(id) ?? []
  }
}

function lastOutputs(scope: Readonly<Record<string, Json>>, [id, ...inner]: readonly string[]): Json | undefined {
  const outputs = id !== undefined && Object.hasOwn(scope, id) ? scope[id] : undefined
  if (inner.length === 0 || !isJsonObject(outputs) || !Array.isArray(outputs.items)) {
    return inner.length === 0 ? outputs : undefined
  }
  for (const item of outputs.items.toReversed()) {
    const found = isJsonObject(item) && isJsonObject(item.outputs) ? lastOutputs(item.outputs, inner) : undefined
    if (found !== undefined) return found
  }
  return undefined
}
