// Preloaded into a worker's process and, by that, into its workflow thread, whose heap nobody else can collect or read.
import { BroadcastChannel, isMainThread } from 'node:worker_threads'

const WAIT_MS = 5000

const usedBytes = () => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

if (!isMainThread) {
  const channel = new BroadcastChannel('heap')
  channel.onmessage = ({ data }) => {
    if (data === 'ask') channel.postMessage({ bytes: usedBytes() })
  }
  channel.unref()
}

/** Bytes that live after a collection, by thread. */
export async function heapBytes() {
  const channel = new BroadcastChannel('heap')
  const threads = await new Promise((resolve) => {
    const timer = setTimeout(() => resolve(Number.NaN), WAIT_MS)
    channel.onmessage = ({ data }) => {
      clearTimeout(timer)
      resolve(data.bytes)
    }
    channel.postMessage('ask')
  })
  channel.close()
  return { main: usedBytes(), workflows: threads }
}
