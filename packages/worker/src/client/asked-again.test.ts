import type { Client } from '@temporalio/client'
import { describe, expect, it } from 'vitest'
import { askedAgain } from './asked-again.js'
import { ExecutionHandle } from './execution-handle.js'

const never = () => new Promise<never>(() => {})
const later = <Answer>(ms: number, answer: Answer) =>
  new Promise<Answer>((resolve) => setTimeout(() => resolve(answer), ms))

/** A connection that keeps the signals of what is asked. */
function connected(query?: () => Promise<unknown>) {
  const signals: AbortSignal[] = []
  const connection = {
    withAbortSignal(signal: AbortSignal, ask: () => Promise<unknown>) {
      signals.push(signal)
      return ask()
    },
  }
  return { client: { connection, workflow: { getHandle: () => ({ query }) } } as unknown as Client, signals }
}
const { client } = connected()

/** A question that is answered differently each time. */
function asking<Answer>(...answers: (() => Promise<Answer>)[]) {
  let asked = 0
  const question = () => {
    asked += 1
    return answers[asked - 1]?.() ?? Promise.reject(new Error('asked too often'))
  }
  return { question, asked: () => asked }
}

describe('a question', () => {
  it('that is answered soon is asked once, also where the answer is a failure', async () => {
    const { question, asked } = asking(() => later(5, 'yes'))
    expect(await askedAgain(client, question, { soon_ms: 50 })).toBe('yes')
    await expect(askedAgain(client, () => Promise.reject(new Error('no')), { soon_ms: 50 })).rejects.toThrow('no')
    await later(60, undefined)
    expect(asked()).toBe(1)
  })

  it('that is lost is asked again', async () => {
    expect(await askedAgain(client, asking<string>(never, () => later(5, 'yes')).question, { soon_ms: 10 })).toBe('yes')
  })

  it('that nobody waits for any more is taken back, and each is with the signal of who asks', async () => {
    const { client, signals } = connected()
    await askedAgain(client, asking<string>(never, () => later(5, 'yes')).question, { soon_ms: 10 })
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
    const leaving = new AbortController()
    void askedAgain(client, never, { signal: leaving.signal, soon_ms: 10 })
    leaving.abort()
    expect(signals.at(-1)?.aborted).toBe(true)
  })

  it('that takes long is answered by whoever is first', async () => {
    expect(await askedAgain(client, asking<string>(() => later(40, 'slow'), never).question, { soon_ms: 10 })).toBe(
      'slow',
    )
    const failing = asking<string>(
      () => later(40, 'slow'),
      () => Promise.reject(new Error('busy')),
    )
    expect(await askedAgain(client, failing.question, { soon_ms: 10 })).toBe('slow')
    const both = asking<string>(
      () => later(20, '').then(() => Promise.reject(new Error('one'))),
      () => Promise.reject(new Error('two')),
    )
    await expect(askedAgain(client, both.question, { soon_ms: 10 })).rejects.toThrow('two')
  })
})

it('a status that a worker drops is there after seconds, not after half a minute', async () => {
  const { question } = asking<unknown>(never, () => later(5, { status: 'completed' }))
  const { client } = connected(question)
  const begin = performance.now()
  expect(await new ExecutionHandle(client, 'ada-1').status()).toEqual({ status: 'completed' })
  expect(performance.now() - begin).toBeLessThan(10_000)
})
