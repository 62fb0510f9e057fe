import { expect, test } from 'vitest'
import { ArrivalOrder } from './arrival-order.js'

test('calls that come together enter by the order of their items', async () => {
  const order = new ArrivalOrder(40)
  const entered: string[] = []
  const enter = async (step: string) => {
    await order.enter(step)
    entered.push(step)
  }
  await Promise.all(['l[10].a', 'l[2].a', 'l[2].m[1].b', 'b', 'l[2].m[0].b'].map(enter))
  await enter('a')
  expect(entered).toEqual(['b', 'l[2].a', 'l[2].m[0].b', 'l[2].m[1].b', 'l[10].a', 'a'])
})
