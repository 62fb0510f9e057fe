// The same shapes as a Temporal user writes them by hand.
import { proxyActivities } from '@temporalio/workflow'

const { noop } = proxyActivities({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '10s',
  retry: { maximumAttempts: 3 },
})

export async function sequence(count) {
  let value = 0
  for (let index = 0; index < count; index += 1) value = (await noop({ n: value })).value
  return value
}

export async function parallel(count) {
  const results = await Promise.all(Array.from({ length: count }, (_, n) => noop({ n })))
  return results.length
}

/** Ten items at a time, as a loop step does by default. */
export async function loop(items) {
  let next = 0
  const results = []
  const lane = async () => {
    while (next < items.length) {
      const index = next
      next += 1
      results[index] = await noop({ n: items[index] })
    }
  }
  await Promise.all(Array.from({ length: 10 }, lane))
  return results.length
}
