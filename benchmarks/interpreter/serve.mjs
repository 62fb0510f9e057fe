// What every worker of ours does in its process: say that it is ready, tell its heap when asked, end when told.
import { heapBytes } from './report-heap.mjs'

export async function serve(worker) {
  process.send('ready')
  process.on('message', async (message) => {
    if (message === 'heap') process.send({ heap: await heapBytes() })
    else worker.shutdown()
  })
  // The harness may have been killed.
  process.on('disconnect', () => process.exit(1))
  await worker.run()
  process.exit(0)
}
