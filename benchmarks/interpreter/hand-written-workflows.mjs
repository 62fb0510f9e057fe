// The same shapes as a Temporal user writes them by hand.
import { condition, defineSignal, proxyActivities, proxyLocalActivities, setHandler } from '@temporalio/workflow'

const { noop } = proxyActivities({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '10s',
  retry: { maximumAttempts: 3 },
})
const { noopLocal } = proxyLocalActivities({ startToCloseTimeout: '5 minutes', retry: { maximumAttempts: 3 } })
const workOf = (isLocal) => (isLocal ? noopLocal : noop)

export async function sequence(count, isLocal) {
  const work = workOf(isLocal)
  let value = 0
  for (let index = 0; index < count; index += 1) value = (await work({ n: value })).value
  return value
}

export async function parallel(count, isLocal) {
  const work = workOf(isLocal)
  const results = await Promise.all(Array.from({ length: count }, (_, n) => work({ n })))
  return results.length
}

/** Ten items at a time, as a loop step does by default. */
export async function loop(items, isLocal) {
  const work = workOf(isLocal)
  let next = 0
  const results = []
  const lane = async () => {
    while (next < items.length) {
      const index = next
      next += 1
      results[index] = await work({ n: items[index] })
    }
  }
  await Promise.all(Array.from({ length: 10 }, lane))
  return results.length
}

/** Waits for somebody, as an execution in safe mode does. */
export async function waiting() {
  let isApproved = false
  setHandler(defineSignal('approve'), () => {
    isApproved = true
  })
  await condition(() => isApproved)
}
