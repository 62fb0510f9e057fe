import type { StepRequest } from '@odp/dsl/plan'
import { describe, expect, it } from 'vitest'
import type { CallOutcome, Host } from './host.js'
import type { JournalEntry } from './journal.js'
import { JournalHost, JournalMismatchError } from './journal-host.js'

const REQUEST: StepRequest = { step: 'a', type: 'function' }
const OPTIONS = { attempt: 1, timeout_seconds: 300, separate: false, patient: false }
const returned = (v: number): CallOutcome => ({ kind: 'returned', result: { outputs: { v } } })

/** A host that is answered by hand, with a clock in seconds. */
class HandHost implements Host {
  seconds = 0
  readonly calls: { answer: (outcome: CallOutcome) => void; isCancelled: boolean }[] = []
  readonly timers: { seconds: number; fired: () => void; isCancelled: boolean }[] = []

  now(): number {
    return this.seconds * 1000
  }

  call(_request: StepRequest, _options: unknown, answer: (outcome: CallOutcome) => void) {
    const call = { answer, isCancelled: false }
    this.calls.push(call)
    return cancelling(call)
  }

  sleep(seconds: number, fired: () => void) {
    const timer = { seconds, fired, isCancelled: false }
    this.timers.push(timer)
    return cancelling(timer)
  }
}

function cancelling(running: { isCancelled: boolean }) {
  return {
    cancel() {
      running.isCancelled = true
    },
  }
}

/** Begins a call and a timer of 60 seconds, and writes down what they say. */
function begin(host: JournalHost, heard: unknown[]) {
  const call = host.call(REQUEST, OPTIONS, (outcome) => heard.push([host.now(), outcome]))
  const timer = host.sleep(60, () => heard.push([host.now(), 'timer']))
  return { call, timer }
}

describe('a host with a journal', () => {
  it('writes down what is answered, with its time', () => {
    const inner = new HandHost()
    const host = new JournalHost(inner, undefined)
    const heard: unknown[] = []
    begin(host, heard)
    expect(host.callsInFlight).toBe(1)
    inner.seconds = 5
    inner.calls[0]?.answer(returned(1))
    inner.seconds = 60
    inner.timers[0]?.fired()
    expect(host.callsInFlight).toBe(0)
    expect(host.added).toEqual([
      { t: 5000, n: 1, r: { outputs: { v: 1 } } },
      { t: 60_000, n: 2 },
    ])
    expect(heard).toEqual([
      [5000, returned(1)],
      [60_000, 'timer'],
    ])
  })

  it('answers from the journal of an earlier run at the times of then, and begins only what is open', () => {
    const inner = new HandHost()
    inner.seconds = 50
    const host = new JournalHost(inner, 0)
    const heard: unknown[] = []
    begin(host, heard)
    const applied: JournalEntry[] = []
    const journal: JournalEntry[] = [
      { t: 5000, n: 1, r: { outputs: { v: 1 } } },
      { t: 6000, gate: 'hold' },
    ]
    host.read([journal], (entry) => applied.push(entry))
    expect(heard).toEqual([[5000, returned(1)]])
    expect(applied).toEqual([{ t: 6000, gate: 'hold' }])
    expect(inner.calls).toEqual([])
    // It was to fire a minute after it was begun, not after this run was.
    expect(inner.timers.map(({ seconds }) => seconds)).toEqual([10])
    expect(host.added).toEqual([])
    expect(host.now()).toBe(50_000)
  })

  it('does not wait for what should have happened between two runs', () => {
    const inner = new HandHost()
    inner.seconds = 500
    const host = new JournalHost(inner, 0)
    begin(host, [])
    host.read([[]], () => {})
    expect(inner.timers.map(({ seconds }) => seconds)).toEqual([0])
    expect(inner.calls).toHaveLength(1)
  })

  it('refuses a journal that answers what is not open, or in another way', () => {
    for (const entry of [
      { t: 1, n: 9 },
      { t: 1, n: 1 },
      { t: 1, n: 2, f: { code: 'step_failed', message: 'boom', retryable: true } },
    ] as const) {
      const host = new JournalHost(new HandHost(), 0)
      begin(host, [])
      expect(() => host.read([[entry]], () => {})).toThrow(JournalMismatchError)
    }
  })

  it('hears nothing of what was cancelled or abandoned', () => {
    const inner = new HandHost()
    const host = new JournalHost(inner, undefined)
    const heard: unknown[] = []
    begin(host, heard).call.cancel()
    expect([inner.calls[0]?.isCancelled, host.callsInFlight]).toEqual([true, 0])
    host.abandon()
    expect(inner.timers[0]?.isCancelled).toBe(true)
    inner.calls[0]?.answer(returned(1))
    inner.timers[0]?.fired()
    expect([heard, host.added]).toEqual([[], []])
  })
})
