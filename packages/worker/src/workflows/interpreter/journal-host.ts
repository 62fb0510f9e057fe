import type { StepRequest } from '@odp/dsl/plan'
import type { CallOptions, CallOutcome, Host, Running } from './host.js'
import type { JournalEntry } from './journal.js'

interface OpenCall {
  readonly kind: 'call'
  readonly request: StepRequest
  readonly options: CallOptions
  readonly answer: (outcome: CallOutcome) => void
  running?: Running
}

interface OpenTimer {
  readonly kind: 'timer'
  readonly due: number
  readonly fired: () => void
  running?: Running
}

/** The journal does not fit the plan: the worker was changed while the execution lasted. */
export class JournalMismatchError extends Error {
  override readonly name = 'JournalMismatchError'
}

/**
 * A host that writes down what it answers, and that can answer from what an earlier run wrote down. While it does, nothing
 * is called; what is still open afterwards is begun for real.
 */
export class JournalHost implements Host {
  /** What this run has added to the journal. */
  readonly added: JournalEntry[] = []
  readonly #inner: Host
  readonly #open = new Map<number, OpenCall | OpenTimer>()
  #number = 0
  #calls = 0
  #time: number
  #isReading: boolean

  constructor(inner: Host, startedAt: number | undefined) {
    this.#inner = inner
    this.#time = startedAt ?? inner.now()
    this.#isReading = startedAt !== undefined
  }

  /** Time of the entry that is being dealt with, so that it is the same whenever the journal is read. */
  now(): number {
    return this.#time
  }

  /** Whether earlier entries are being read. */
  get isReading(): boolean {
    return this.#isReading
  }

  /** Attempts that have been begun and have not answered. */
  get callsInFlight(): number {
    return this.#calls
  }

  call(request: StepRequest, options: CallOptions, answer: (outcome: CallOutcome) => void): Running {
    return this.#add({ kind: 'call', request, options, answer })
  }

  sleep(seconds: number, fired: () => void): Running {
    return this.#add({ kind: 'timer', due: this.#time + seconds * 1000, fired })
  }

  /** Writes down something that came from outside, with its time. */
  record(entry: JournalEntry): void {
    this.#time = entry.t
    this.added.push(entry)
  }

  /** The time of what comes from outside now. A clock that was set back stands still until it has caught up. */
  outsideTime(): number {
    return Math.max(this.#time, this.#inner.now())
  }

  /** Reads the journal of earlier runs; `apply` does what is no answer. Then begins what is open. */
  read(journal: readonly (readonly JournalEntry[])[], apply: (entry: JournalEntry) => void): void {
    for (const segment of journal) {
      for (const entry of segment) {
        this.#time = entry.t
        if ('n' in entry) this.#answerFrom(entry)
        else apply(entry)
      }
    }
    this.#isReading = false
    this.#time = this.outsideTime()
    for (const [number, open] of this.#open) this.#begin(number, open)
  }

  /** Ends what is open; nothing is answered any more. */
  abandon(): void {
    const open = [...this.#open.values()]
    this.#open.clear()
    for (const { running } of open) running?.cancel()
  }

  #add(open: OpenCall | OpenTimer): Running {
    this.#number += 1
    const number = this.#number
    this.#open.set(number, open)
    if (!this.#isReading) this.#begin(number, open)
    return {
      cancel: () => {
        if (!this.#open.delete(number)) return
        if (open.kind === 'call' && open.running !== undefined) this.#calls -= 1
        open.running?.cancel()
      },
    }
  }

  #begin(number: number, open: OpenCall | OpenTimer): void {
    if (open.kind === 'timer') {
      const seconds = Math.max(0, open.due - this.#time) / 1000
      open.running = this.#inner.sleep(seconds, () => {
        if (!this.#open.delete(number)) return
        this.record({ t: this.outsideTime(), n: number })
        open.fired()
      })
      return
    }
    this.#calls += 1
    try {
      open.running = this.#call(number, open)
    } catch (error) {
      this.#open.delete(number)
      this.#calls -= 1
      throw error
    }
  }

  #call(number: number, open: OpenCall): Running {
    return this.#inner.call(open.request, open.options, (outcome) => {
      if (!this.#open.delete(number)) return
      this.#calls -= 1
      const entry = { t: this.outsideTime(), n: number }
      this.record(outcome.kind === 'failed' ? { ...entry, f: outcome.failure } : { ...entry, r: outcome.result })
      open.answer(outcome)
    })
  }

  #answerFrom(entry: Extract<JournalEntry, { n: number }>): void {
    const open = this.#open.get(entry.n)
    this.#open.delete(entry.n)
    const isAnswer = 'r' in entry || 'f' in entry
    if (open === undefined || (open.kind === 'call') !== isAnswer)
      throw new JournalMismatchError(`entry ${entry.n} of the journal answers nothing that is open`)
    if (open.kind === 'timer') open.fired()
    else if ('f' in entry) open.answer({ kind: 'failed', failure: entry.f })
    else if ('r' in entry) open.answer({ kind: 'returned', result: entry.r })
  }
}
