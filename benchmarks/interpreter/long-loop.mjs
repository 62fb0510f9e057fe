// Three loops of 10,000 items after each other in one worker: does its memory grow, and does a history?
// long-loop.mjs [batch, local or regular] [loops]
import { startDevServer } from '@odp/worker/dev-server'
import { Connection } from '@temporalio/client'
import { CONTENDERS, startContender } from './contenders.mjs'
import { clientsOf, historyOf, start } from './executions.mjs'
import { cpuMs, residentMb } from './measure.mjs'
import { itemsOf, loop, odp } from './shapes.mjs'

const ITEMS = 10_000
const SAMPLE_MS = 500
const BYTES = 1024 * 1024
const KINDS = {
  batch: loop('noop_batch', { batch_size: 100 }),
  local: loop('noop_local'),
  regular: loop('noop', { max_parallel: 50 }),
}

const kind = process.argv[2] ?? 'batch'
const loops = Number(process.argv[3] ?? 3)
const run = odp(`loop-${kind}`, KINDS[kind], itemsOf(ITEMS))
const server = await startDevServer({ onProgress: (message) => console.error(message) })
const connection = await Connection.connect({ address: server.address })
const clients = clientsOf(connection)
const worker = await startContender('odp', CONTENDERS.odp, server.address)

console.log(
  '| loop of 10,000 | wall s | worker CPU s | server CPU s | resident MB while it ran: fifths of its time | resident MB after | heap of workflows MB | heap of main MB | runs | events, longest run | bytes |',
)
console.log('|---|---|---|---|---|---|---|---|---|---|---|')
for (let number = 1; number <= loops; number += 1) {
  const before = { worker: cpuMs(worker.pid), server: cpuMs(server.pid) }
  const samples = []
  const timer = setInterval(() => samples.push(residentMb(worker.pid)), SAMPLE_MS)
  const started = performance.now()
  const handle = await start(clients, 'odp', run, `long-${number}`)
  await handle.result()
  const wall = (performance.now() - started) / 1000
  clearInterval(timer)
  const cpu = (pid, of) => ((cpuMs(pid) - before[of]) / 1000).toFixed(1)
  const fifths = [0.2, 0.4, 0.6, 0.8, 1].map((part) => samples[Math.ceil(samples.length * part) - 1]?.toFixed(0))
  const [workerCpu, serverCpu] = [cpu(worker.pid, 'worker'), cpu(server.pid, 'server')]
  const history = await historyOf(clients, handle.workflowId)
  const heap = await worker.heap()
  console.log(
    `| ${kind}, ${number} | ${wall.toFixed(1)} | ${workerCpu} | ${serverCpu} | ${fifths.join(' ')} | ${residentMb(worker.pid).toFixed(0)} | ${(heap.workflows / BYTES).toFixed(1)} | ${(heap.main / BYTES).toFixed(1)} | ${history.runs} | ${history.events}, ${history.longest} | ${history.bytes} |`,
  )
}
await worker.stop()
await connection.close()
await server.stop()
process.exit(0)
