// What an execution that waits costs a worker: 0, 100 and 200 of them in its cache.
import { startDevServer } from '@odp/worker/dev-server'
import { Connection } from '@temporalio/client'
import { CONTENDERS, startContender } from './contenders.mjs'
import { clientsOf, start } from './executions.mjs'
import { residentMb } from './measure.mjs'
import { odp, sequence } from './shapes.mjs'

const COUNTS = [0, 100, 200]
const BYTES = 1024 * 1024
/** Events once the first task of the workflow is done. */
const BEGUN = 4

const SUBJECTS = [
  { name: 'hand', title: 'hand-written, waits for a signal', run: { workflow: 'waiting' } },
  ...[10, 100].map((count) => ({
    name: 'odp',
    title: `ODP, ${count} steps, waits for its approval`,
    run: odp(`safe-${count}`, sequence('noop', count), {}, { mode: 'safe' }),
  })),
]

const server = await startDevServer({ onProgress: (message) => console.error(message) })
const connection = await Connection.connect({ address: server.address })
const clients = clientsOf(connection)

async function begun(handle) {
  for (;;) {
    if ((await handle.describe()).historyLength >= BEGUN) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

console.log('| executions of | cached | resident MB | heap of the workflow thread MB | heap of the main thread MB |')
console.log('|---|---|---|---|---|')
for (const [index, { name, title, run }] of SUBJECTS.entries()) {
  const worker = await startContender(name, CONTENDERS[name], server.address)
  const warm = await start(clients, name, run, `warm-${index}`)
  await begun(warm)
  await warm.terminate()
  const handles = []
  const seen = []
  for (const count of COUNTS) {
    const ids = Array.from({ length: count - handles.length }, (_, more) => `${index}-${handles.length + more}`)
    handles.push(...(await Promise.all(ids.map((id) => start(clients, name, run, id)))))
    await Promise.all(handles.map(begun))
    const heap = await worker.heap()
    seen.push({ rss: residentMb(worker.pid), workflows: heap.workflows / BYTES, main: heap.main / BYTES })
    const { rss, workflows, main } = seen.at(-1)
    console.log(`| ${title} | ${count} | ${rss.toFixed(0)} | ${workflows.toFixed(1)} | ${main.toFixed(1)} |`)
  }
  const each = (read) => ((read(seen.at(-1)) - read(seen[0])) / COUNTS.at(-1)).toFixed(2)
  console.log(
    `| | **each** | ${each(({ rss }) => rss)} | ${each(({ workflows }) => workflows)} | ${each(({ main }) => main)} |`,
  )
  await Promise.all(handles.map((handle) => handle.terminate()))
  await worker.stop()
}
await connection.close()
await server.stop()
process.exit(0)
