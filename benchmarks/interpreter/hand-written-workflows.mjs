// The same shapes as a Temporal user writes them by hand.
import {
  condition,
  defineSignal,
  executeChild,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow'

const { noop, noopUneven } = proxyActivities({
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
  return (await inWindow(items, 10, (n) => workOf(isLocal)({ n }))).length
}

async function inWindow(items, most, work) {
  let next = 0
  const results = []
  const lane = async () => {
    while (next < items.length) {
      const index = next
      next += 1
      results[index] = await work(items[index], index)
    }
  }
  await Promise.all(Array.from({ length: most }, lane))
  return results
}

/** One chunk of a large loop: `most` items at a time. */
export async function chunk(items, most) {
  return inWindow(items, most, async (n) => (await noopUneven({ n })).value)
}

/** A large loop with a child workflow for each chunk of 500 items, so many chunks at a time that ten items are. */
export async function chunks(count, together) {
  const items = Array.from({ length: count }, (_, index) => index)
  const parts = Array.from({ length: Math.ceil(count / 500) }, (_, part) => items.slice(part * 500, part * 500 + 500))
  const results = await inWindow(parts, together, (part) => executeChild('chunk', { args: [part, 10 / together] }))
  return results.flat().length
}

/** Waits for somebody, as an execution in safe mode does. */
export async function waiting() {
  let isApproved = false
  setHandler(defineSignal('approve'), () => {
    isApproved = true
  })
  await condition(() => isApproved)
}
