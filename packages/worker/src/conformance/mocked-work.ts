import type { BatchResult, Json, JsonObject, StepRequest, StepResult } from '@odp/dsl/plan'
import type { BatchAnswer, Equipment, StepActivity } from '../activities/activity.js'
import { isBatchFailure } from '../activities/callable.js'
import { executeBatch, itemRequest } from '../activities/execute-batch.js'
import { executeStep } from '../activities/execute-step.js'
import { activityOf } from '../activities/index.js'
import { installCatalog } from '../activities/installed-catalog.js'
import { failureOf, StepError } from '../activities/step-error.js'
import { cacheKey } from '../cache/cache-key.js'
import { MemoryCache } from '../cache/memory-cache.js'
import type { ConformanceCase, MockAnswer } from './conformance-case.js'
import type { ConformanceAttempt } from './conformance-host.js'
import type { Containers } from './containers.js'

/** Does the work of a case's steps from its mocks, and remembers what was asked of it. */
export class MockedWork {
  /** Number of calls, by step id. */
  readonly calls = new Map<string, number>()
  /** What the last call received, secrets filled in, by step id. */
  readonly inputs = new Map<string, JsonObject>()
  /** Most calls at once inside each loop and group. */
  readonly concurrency = new Map<string, number>()
  /** Ids of steps that were called without having a mock. */
  readonly unmocked = new Set<string>()
  readonly #mocks: Readonly<Record<string, readonly MockAnswer[]>>
  readonly #equipment: Equipment
  readonly #containers: Containers
  readonly #running = new Map<string, number>()
  /** Work whose result is to be kept, by its key. */
  readonly #keeping = new Map<string, Promise<unknown>>()

  constructor({ mocks = {}, secrets = {}, cache = false }: ConformanceCase, containers: Containers) {
    this.#mocks = mocks
    this.#containers = containers
    this.#equipment = {
      catalog: installCatalog(undefined),
      secret: (name) => (Object.hasOwn(secrets, name) ? secrets[name] : undefined),
      output_directory: '',
      ...(cache ? { cache: new MemoryCache() } : {}),
    }
  }

  /** One attempt, with secrets, caches, batches and declared outputs treated as a worker treats them. */
  run(request: StepRequest, attempt: ConformanceAttempt): Promise<StepResult | BatchResult> {
    const context = { signal: attempt.signal, execution_id: '', attempt: attempt.number, heartbeat() {} }
    const id = innermostId(request.step)
    const activity: StepActivity = {
      ...activityOf(request.type),
      run: (filled) => this.#answer(id, filled.inputs ?? {}, attempt),
      runBatch: (filled) => this.#answerBatch(id, filled, attempt),
    }
    return this.#oneByOne<StepResult | BatchResult>(request, () =>
      request.batch === undefined
        ? executeStep(activity, request, context, this.#equipment)
        : executeBatch(activity, request, context, this.#equipment),
    )
  }

  /** Lets equal work that is cached wait here: a cache waits in real time, in which virtual time would run away. */
  async #oneByOne<Result>(request: StepRequest, work: () => Promise<Result>): Promise<Result> {
    if (request.cache === undefined || this.#equipment.cache === undefined) return work()
    const items = request.batch?.map((item, index) => itemRequest(request, item, index)) ?? [request]
    const keys = items.map((item) => cacheKey(item, undefined))
    const others = () => keys.flatMap((key) => this.#keeping.get(key) ?? [])
    for (let found = others(); found.length > 0; found = others()) await Promise.all(found)
    const own = work()
    const forget = () => {
      for (const key of keys) this.#keeping.delete(key)
    }
    const ended = own.then(forget, forget)
    for (const key of keys) this.#keeping.set(key, ended)
    return own
  }

  /** A batch is one call; its answer is a list with an entry an item, which may be its error, or the same for all. */
  async #answerBatch(id: string, { batch = [] }: StepRequest, attempt: ConformanceAttempt): Promise<BatchAnswer[]> {
    try {
      const answer = await this.#answer(id, batch.at(-1)?.inputs ?? {}, attempt)
      if (!Array.isArray(answer)) return batch.map(() => ({ kind: 'returned', value: answer }))
      return batch.map((_, index) => batchAnswer(answer[index]))
    } catch (error) {
      return batch.map(() => ({ kind: 'failed', failure: failureOf(error) }))
    }
  }

  async #answer(id: string, inputs: JsonObject, attempt: ConformanceAttempt): Promise<Json | undefined> {
    const answer = this.#nextAnswer(id)
    const around = this.#containers.around(id)
    for (const container of around) this.#count(container, 1)
    this.inputs.set(id, inputs)
    try {
      return await answerCall(id, answer, attempt)
    } finally {
      for (const container of around) this.#count(container, -1)
    }
  }

  #nextAnswer(id: string): MockAnswer | undefined {
    const number = this.calls.get(id) ?? 0
    this.calls.set(id, number + 1)
    const answers = Object.hasOwn(this.#mocks, id) ? (this.#mocks[id] ?? []) : []
    if (answers.length === 0) this.unmocked.add(id)
    return answers[Math.min(number, answers.length - 1)]
  }

  #count(container: string, change: 1 | -1): void {
    const running = (this.#running.get(container) ?? 0) + change
    this.#running.set(container, running)
    this.concurrency.set(container, Math.max(running, this.concurrency.get(container) ?? 0))
  }
}

function batchAnswer(entry: Json | undefined): BatchAnswer {
  if (!isBatchFailure(entry)) return { kind: 'returned', value: entry }
  const { message, retryable = true } = entry.error
  return { kind: 'failed', failure: { code: 'step_failed', message, retryable } }
}

/** The id in the document of a step such as `others[3].crawl`. */
export function innermostId(step: string): string {
  return step.slice(step.lastIndexOf('.') + 1)
}

async function answerCall(
  id: string,
  answer: MockAnswer | undefined,
  attempt: ConformanceAttempt,
): Promise<Json | undefined> {
  if (answer === undefined) throw new StepError('step_failed', `step '${id}' has no mock`)
  if (answer.seconds !== undefined && answer.seconds > 0) {
    await Promise.race([attempt.sleep(answer.seconds), aborted(attempt.signal)])
  }
  const { error } = answer
  if (error !== undefined) throw new StepError('step_failed', error.message, { retryable: error.retryable ?? true })
  return answer.outputs
}

/** Resolves when nobody waits for the call any more, so that it no longer counts as running. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
