import type { BatchResult, StepRequest } from '@odp/dsl/plan'
import type { CallOptions, CallOutcome, Host, Running } from './host.js'

interface Item {
  readonly request: StepRequest
  readonly options: CallOptions
  readonly answer: (outcome: CallOutcome) => void
  cancel: () => void
}

interface SharedTimer {
  readonly waiting: Set<() => void>
  running?: Running
}

/** What a batch caller needs: who makes the calls, and a moment when nothing else can be done. */
export interface BatchPlace {
  readonly host: Pick<Host, 'call' | 'sleep' | 'now'>
  whenIdle(action: () => void): void
  /** Does something, and then all that it makes possible. */
  act(action: () => void): void
}

/**
 * Makes one call of the calls that the items of a loop make at the same time. Each item has its own answer. Those that are to
 * be tried again at the same time wait together, so that they make one call again.
 */
export class BatchCaller implements Pick<Host, 'call' | 'sleep'> {
  readonly #place: BatchPlace
  readonly #size: number
  /** Items that wait for others, by all that the items of one call have in common. */
  readonly #waiting = new Map<string, Set<Item>>()
  /** By the time when they fire. */
  readonly #timers = new Map<number, SharedTimer>()
  #isCollecting = false

  constructor(place: BatchPlace, size: number) {
    this.#place = place
    this.#size = size
  }

  call(request: StepRequest, options: CallOptions, answer: (outcome: CallOutcome) => void): Running {
    const key = commonPart(request, options)
    const items = this.#waiting.get(key) ?? new Set<Item>()
    this.#waiting.set(key, items)
    const item: Item = { request, options, answer, cancel: () => void items.delete(item) }
    items.add(item)
    if (items.size >= this.#size) this.#send(key)
    else this.#collect()
    return { cancel: () => item.cancel() }
  }

  sleep(seconds: number, fired: () => void): Running {
    const due = this.#place.host.now() + seconds * 1000
    const timer = this.#timers.get(due) ?? this.#startTimer(due, seconds)
    const own = () => fired()
    timer.waiting.add(own)
    return {
      cancel: () => {
        if (!timer.waiting.delete(own) || timer.waiting.size > 0) return
        this.#timers.delete(due)
        timer.running?.cancel()
      },
    }
  }

  #startTimer(due: number, seconds: number): SharedTimer {
    const timer: SharedTimer = { waiting: new Set() }
    this.#timers.set(due, timer)
    timer.running = this.#place.host.sleep(seconds, () => {
      this.#timers.delete(due)
      const waiting = [...timer.waiting]
      timer.waiting.clear()
      this.#place.act(() => {
        for (const fired of waiting) fired()
      })
    })
    return timer
  }

  #collect(): void {
    if (this.#isCollecting) return
    this.#isCollecting = true
    this.#place.whenIdle(() => {
      this.#isCollecting = false
      for (const key of [...this.#waiting.keys()]) this.#send(key)
    })
  }

  #send(key: string): void {
    const items = [...(this.#waiting.get(key) ?? [])]
    this.#waiting.delete(key)
    const [first] = items
    if (first === undefined) return
    const open = new Set(items)
    const call = this.#place.host.call(batchRequest(items), first.options, (outcome) => {
      // All at once, so that the items that start in their place are one batch again.
      this.#place.act(() => {
        for (const [index, item] of items.entries()) if (open.has(item)) item.answer(ownOutcome(outcome, index))
      })
    })
    for (const item of items) {
      item.cancel = () => {
        if (open.delete(item) && open.size === 0) call.cancel()
      }
    }
  }
}

function commonPart(
  { step, inputs, secrets, batch, ...common }: StepRequest,
  { attempt, ...options }: CallOptions,
): string {
  return JSON.stringify([common, options, attempt])
}

function batchRequest(items: readonly Item[]): StepRequest {
  const [first] = items
  if (first === undefined) throw new Error('a batch has at least one item')
  const { step, inputs: _inputs, secrets: _secrets, ...common } = first.request
  const secrets = items.flatMap(({ request }, index) =>
    (request.secrets ?? []).map((hole) =>
      hole.at[0] === 'inputs' ? { ...hole, at: ['batch', index, ...hole.at] } : hole,
    ),
  )
  return {
    ...common,
    step: batchAddress(step, items.at(-1)?.request.step ?? step),
    batch: items.map(({ request }) => ({
      step: request.step,
      ...(request.inputs === undefined ? {} : { inputs: request.inputs }),
    })),
    ...(secrets.length === 0 ? {} : { secrets }),
  }
}

/** `others[3..102].crawl` for the items from `others[3].crawl` to `others[102].crawl`. */
function batchAddress(first: string, last: string): string {
  if (first === last) return first
  const place = /^(.*\[\d+)\](\.[^[\]]*)$/.exec(first)
  const end = /\[(\d+)\]\.[^[\]]*$/.exec(last)
  return place === null || end === null ? first : `${place[1]}..${end[1]}]${place[2]}`
}

function ownOutcome(outcome: CallOutcome, index: number): CallOutcome {
  if (outcome.kind === 'failed') return outcome
  const entry = isBatchResult(outcome.result) ? outcome.result.results[index] : undefined
  if (entry === undefined) {
    const message = 'the batch gave nothing for the item'
    return { kind: 'failed', failure: { code: 'output_invalid', message, retryable: false } }
  }
  return 'result' in entry ? { kind: 'returned', result: entry.result } : { kind: 'failed', failure: entry.failure }
}

function isBatchResult(result: Extract<CallOutcome, { kind: 'returned' }>['result']): result is BatchResult {
  return 'results' in result
}
