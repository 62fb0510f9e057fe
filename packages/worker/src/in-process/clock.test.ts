import { expect, test } from 'vitest'
import { realClock, VirtualClock } from './clock.js'

test('virtual time jumps from timer to timer, equal times in the order of their making', async () => {
  const clock = new VirtualClock(1_000)
  const fired: string[] = []
  const sleep = (name: string, seconds: number) => {
    const timer = clock.sleep(seconds)
    void timer.fired.then(() => fired.push(`${name} at ${clock.now()}`))
    return timer
  }
  sleep('b', 2)
  sleep('c', 2)
  sleep('a', 1)
  sleep('never', 1.5).cancel()
  while (clock.advance()) await Promise.resolve()
  expect(fired).toEqual(['a at 2000', 'b at 3000', 'c at 3000'])
  expect(clock.advance()).toBe(false)
})

test('a real timer fires, and a cancelled one does not', async () => {
  let fired = false
  const cancelled = realClock.sleep(0.001)
  void cancelled.fired.then(() => {
    fired = true
  })
  cancelled.cancel()
  await realClock.sleep(0.01).fired
  expect(fired).toBe(false)
})
