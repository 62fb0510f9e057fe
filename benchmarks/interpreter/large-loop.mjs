// A loop of 5,000 uneven items, ten at a time: a window that goes on in new runs (ODP) against child workflows of 500 items.
// large-loop.mjs [rounds] [items]
import { startDevServer } from '@odp/worker/dev-server'
import { Connection } from '@temporalio/client'
import { CONTENDERS, startContender } from './contenders.mjs'
import { clientsOf, historyOf, start } from './executions.mjs'
import { cpuMs, spread } from './measure.mjs'
import { itemsOf, loop, odp } from './shapes.mjs'

const rounds = Number(process.argv[2] ?? 3)
const items = Number(process.argv[3] ?? 5000)
const RUNS = {
  'one chunk of ten at a time': { worker: 'hand', workflow: 'chunks', args: [items, 1] },
  'two chunks of five at a time': { worker: 'hand', workflow: 'chunks', args: [items, 2] },
  'ten chunks of one at a time': { worker: 'hand', workflow: 'chunks', args: [items, 10] },
  'ODP, window and new runs': { worker: 'odp', ...odp('large', loop('noop_uneven'), itemsOf(items)) },
}
const names = Object.keys(RUNS)

const server = await startDevServer({ onProgress: (message) => console.error(message) })
const connection = await Connection.connect({ address: server.address })
const clients = clientsOf(connection)
const workers = {
  hand: await startContender('hand', CONTENDERS.hand, server.address),
  odp: await startContender('odp', CONTENDERS.odp, server.address),
}

const results = Object.fromEntries(names.map((name) => [name, { wall: [], worker: [], server: [] }]))
for (let round = 0; round < rounds; round += 1) {
  for (const [at] of names.entries()) {
    const name = names[(at + round) % names.length]
    const { worker, ...run } = RUNS[name]
    const { pid } = workers[worker]
    const before = { worker: cpuMs(pid), server: cpuMs(server.pid) }
    const started = performance.now()
    const handle = await start(clients, worker, run, `${worker}-${round}-${at}`)
    await handle.result()
    const result = results[name]
    result.wall.push((performance.now() - started) / 1000)
    result.worker.push((cpuMs(pid) - before.worker) / 1000)
    result.server.push((cpuMs(server.pid) - before.server) / 1000)
    result.history = await historyOf(clients, handle.workflowId)
    console.error(`round ${round + 1}, ${name}: ${result.wall.at(-1).toFixed(1)} s`)
  }
}

console.log(`| ${items} items | wall s | worker CPU s | server CPU s | runs | events, longest history | bytes |`)
console.log('|---|---|---|---|---|---|---|')
for (const [name, { wall, worker, server: served, history }] of Object.entries(results)) {
  const { runs, events, longest, bytes } = history
  console.log(
    `| ${name} | ${spread(wall)} | ${spread(worker)} | ${spread(served)} | ${runs} | ${events}, ${longest} | ${bytes} |`,
  )
}
await Promise.all(Object.values(workers).map((worker) => worker.stop()))
await connection.close()
await server.stop()
process.exit(0)
