// The interpreter against a hand-written Temporal workflow of the same shape, alternating on one tuned server.
import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { temporalClient } from '@odp/worker/client'
import { startDevServer } from '@odp/worker/dev-server'
import { Connection } from '@temporalio/client'
import { SHAPES } from './shapes.mjs'

const rounds = Number(process.argv[2] ?? 5)
const only = process.argv[3]
const CLOCK_TICK_MS = 10

const cpuMs = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * CLOCK_TICK_MS
}
const quantile = (values, part) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))]
const spread = (values, digits = 1) =>
  `${Math.min(...values).toFixed(digits)} – ${quantile(values, 0.5).toFixed(digits)} – ${Math.max(...values).toFixed(digits)}`

const server = await startDevServer({ onProgress: (message) => console.error(message) })
const client = temporalClient({ connection: await Connection.connect({ address: server.address }) })
const startWorker = (file) =>
  new Promise((resolve) => {
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), [server.address])
    child.once('message', () => resolve(child))
  })
const workers = { hand: await startWorker('./hand-written-worker.mjs'), odp: await startWorker('./odp-worker.mjs') }

let number = 0
async function runOnce(contender, shape) {
  number += 1
  const [type, args] = contender === 'hand' ? shape.hand : ['runPipeline', [shape.odp.plan, shape.odp.input]]
  const started = performance.now()
  const handle = await client.workflow.start(type, {
    args,
    workflowId: `${contender}-${number}`,
    taskQueue: contender === 'hand' ? 'hand-written' : 'odp',
    workflowTaskTimeout: '5s',
  })
  await handle.result()
  const wall = performance.now() - started
  const { raw } = await handle.describe()
  const { historySizeBytes, historyLength } = raw.workflowExecutionInfo
  return { wall, bytes: Number(historySizeBytes), events: Number(historyLength) }
}

const shapes = SHAPES.filter(({ name }) => only === undefined || name === only)
for (const shape of shapes.slice(0, 3)) for (const contender of ['hand', 'odp']) await runOnce(contender, shape)
const results = new Map()
for (let round = 0; round < rounds; round += 1) {
  for (const shape of shapes) {
    const order = round % 2 === 0 ? ['hand', 'odp'] : ['odp', 'hand']
    for (const contender of order) {
      const before = cpuMs(workers[contender].pid)
      const runs = []
      for (let index = 0; index < shape.repeat; index += 1) runs.push(await runOnce(contender, shape))
      const cpu = (cpuMs(workers[contender].pid) - before) / shape.repeat / shape.steps
      const key = `${shape.name}/${contender}`
      const kept = results.get(key) ?? { wall: [], cpu: [], bytes: 0, events: 0 }
      kept.wall.push(...runs.map((run) => run.wall))
      kept.cpu.push(cpu)
      kept.bytes = runs[0].bytes
      kept.events = runs[0].events
      results.set(key, kept)
      console.error(`round ${round + 1} ${key}`)
    }
  }
}
console.log(
  '| shape | contender | wall ms min – median – max | worker CPU ms/step min – median – max | events | history bytes |',
)
console.log('|---|---|---|---|---|---|')
for (const shape of shapes) {
  for (const contender of ['hand', 'odp']) {
    const { wall, cpu, bytes, events } = results.get(`${shape.name}/${contender}`)
    console.log(
      `| ${shape.name} | ${contender === 'hand' ? 'hand-written' : 'interpreter'} | ${spread(wall, 0)} | ${spread(cpu, 2)} | ${events} | ${bytes} |`,
    )
  }
  const hand = results.get(`${shape.name}/hand`)
  const odp = results.get(`${shape.name}/odp`)
  const ratio = (read) => (read(odp) / read(hand)).toFixed(2)
  console.log(
    `| ${shape.name} | **ratio** | ${ratio((r) => quantile(r.wall, 0.5))} | ${ratio((r) => quantile(r.cpu, 0.5))} | | ${ratio((r) => r.bytes)} |`,
  )
}
for (const [contender, child] of Object.entries(workers)) {
  const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024
  console.error(`${contender}: ${rss.toFixed(0)} MB resident at the end`)
  child.send('stop')
}
await client.connection.close()
await server.stop()
process.exit(0)
