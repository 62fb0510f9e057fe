import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Limiter } from './limiter.js'
import { type Queued, ReadyQueue } from './ready-queue.js'

interface Waiting extends Queued {
  readonly name: string
}

function waiting(name: string, order: readonly number[], ...limiters: Limiter[]): Waiting {
  return { name, order, limiters: () => limiters }
}

describe('the queue of ready steps', () => {
  it('gives steps in document order, items of a loop by their place', () => {
    const all = new Limiter(9)
    const queue = new ReadyQueue<Waiting>()
    for (const step of [
      waiting('later', [2], all),
      waiting('item 10', [1, 10, 0], all),
      waiting('item 9', [1, 9, 3], all),
      waiting('first', [0], all),
    ])
      queue.add(step)
    expect(['first', 'item 9', 'item 10', 'later', undefined]).toEqual(
      Array.from({ length: 5 }, () => queue.next()?.name),
    )
  })

  it('passes by a step whose group is full, and takes a place of every limiter', () => {
    const [all, group] = [new Limiter(2), new Limiter(1)]
    const queue = new ReadyQueue<Waiting>()
    queue.add(waiting('a', [0], all, group))
    queue.add(waiting('b', [1], all, group))
    queue.add(waiting('c', [2], all))
    queue.add(waiting('d', [3], all))
    expect([queue.next()?.name, queue.next()?.name, queue.next()]).toEqual(['a', 'c', undefined])
    all.give()
    group.give()
    expect([queue.next()?.name, queue.next()]).toEqual(['b', undefined])
  })

  it('forgets a step that is removed', () => {
    const all = new Limiter(9)
    const queue = new ReadyQueue<Waiting>()
    const [a, b] = [waiting('a', [0], all), waiting('b', [1], all)]
    queue.add(b)
    queue.remove(a)
    queue.add(a)
    queue.remove(a)
    expect([queue.next(), queue.next()]).toEqual([b, undefined])
  })

  it('does as a list that is looked through from the start each time', () => {
    const commands = fc.array(fc.tuple(fc.nat(9), fc.nat(3), fc.nat(4)), { maxLength: 60 })
    fc.assert(
      fc.property(commands, (list) => {
        const limiters = [new Limiter(3), new Limiter(1), new Limiter(2)] as const
        const sets = [
          [limiters[0]],
          [limiters[0], limiters[1]],
          [limiters[0], limiters[2]],
          [limiters[0], limiters[1], limiters[2]],
        ]
        const queue = new ReadyQueue<Waiting>()
        let naive: Waiting[] = []
        const running: Waiting[] = []
        for (const [index, [place, set, action]] of list.entries()) {
          if (action === 0) for (const limiter of running.shift()?.limiters() ?? []) limiter.give()
          else if (action === 1 && naive.length > 0) {
            const gone = naive[place % naive.length] as Waiting
            queue.remove(gone)
            naive = naive.filter((step) => step !== gone)
          } else {
            const step = waiting(`${index}`, [place, index], ...(sets[set] ?? []))
            queue.add(step)
            naive = [...naive, step].sort(
              (a, b) => (a.order[0] ?? 0) - (b.order[0] ?? 0) || (a.order[1] ?? 0) - (b.order[1] ?? 0),
            )
          }
          const expected = naive.find((step) => step.limiters().every((limiter) => limiter.free))
          const next = queue.next()
          expect(next).toBe(expected)
          if (next !== undefined) running.push(next)
          naive = naive.filter((step) => step !== next)
        }
      }),
    )
  })
})
