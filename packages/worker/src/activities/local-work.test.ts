import { setImmediate, setTimeout } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { LocalWork } from './local-work.js'

/** Holds the thread. */
function hold(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}

describe('work beside a workflow', () => {
  it('rests after a time without a break, and then begins one after the other', async () => {
    const work = new LocalWork()
    hold(250)
    const asked = performance.now()
    const begun: string[] = []
    const times: { begin: number; end: number }[] = []
    const calls = ['a', 'b', 'c', 'd'].map(async (name) => {
      await work.turn()
      begun.push(name)
      const begin = performance.now()
      hold(80)
      times.push({ begin, end: performance.now() })
    })
    await Promise.all(calls)
    expect(begun).toEqual(['a', 'b', 'c', 'd'])
    expect((times[0]?.begin ?? 0) - asked).toBeGreaterThan(25)
    const rests = times.slice(1).map(({ begin }, index) => begin - (times[index]?.end ?? 0))
    expect(Math.max(...rests)).toBeGreaterThan(25)
  })

  it('begins at once where the thread was idle, or has worked for a moment only', async () => {
    const work = new LocalWork()
    const soon = () => Promise.race([work.turn().then(() => 'now'), setImmediate('later')])
    // A busy machine would hold the thread for longer than is asked for.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 50)
    expect(await soon()).toBe('now')
    clock.mockRestore()
    await setTimeout(300)
    expect(await soon()).toBe('now')
  })
})
