// Contenders in alternation on one tuned server: wall time, CPU of worker and server, events and bytes.
// run.mjs [rounds] [shapes, separated by semicolons, or all] [contenders, by commas]
import { writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { startDevServer } from '@odp/worker/dev-server'
import { Connection } from '@temporalio/client'
import { CONTENDERS, startContender } from './contenders.mjs'
import { clientsOf, historyOf, resultOf, start } from './executions.mjs'
import { goalRows } from './goals.mjs'
import { cpuMs, median, residentMb, spread } from './measure.mjs'
import { outsideContender } from './outside.mjs'
import { SHAPES } from './shapes.mjs'

const rounds = Number(process.argv[2] ?? 5)
const wanted = process.argv[3] ?? 'all'
const SETTLE_MS = 150

const path = process.env.ODP_CONTENDER
const shapeNames = SHAPES.map(({ name }) => name)
const outside = path ? outsideContender(path, shapeNames) : undefined
const contenders = outside ? { ...CONTENDERS, outside } : CONTENDERS
const asked = process.argv[4]?.split(',') ?? Object.keys(CONTENDERS)
const names = outside ? [...new Set([...asked, 'outside'])] : asked
const known = SHAPES.map((shape) => {
  const run = outside?.shapes[shape.name]
  return run === undefined ? shape : { ...shape, runs: { ...shape.runs, outside: run } }
})
const shapes = known.filter(({ name }) => wanted === 'all' || wanted.split(';').includes(name))
const needed = names.filter((name) => shapes.some(({ runs }) => runs[name] !== undefined))

const server = await startDevServer({ onProgress: (message) => console.error(message) })
const connection = await Connection.connect({ address: server.address })
const clients = clientsOf(connection)
const workers = {}
for (const name of needed) {
  workers[name] = await startContender(name, contenders[name], server.address)
  console.error(`${name} is ready`)
}

let number = 0
async function runOnce(name, run) {
  number += 1
  const handle = await start(clients, contenders[name].task_queue ?? name, run, `${name}-${number}`)
  await Promise.race([resultOf(handle), workers[name].ended])
  return handle.workflowId
}

async function measure(name, shape) {
  const run = shape.runs[name]
  const repeat = run.repeat ?? shape.repeat
  await setTimeout(SETTLE_MS)
  const pids = { worker: workers[name].pid, server: server.pid }
  const before = { worker: cpuMs(pids.worker), server: cpuMs(pids.server) }
  const started = performance.now()
  const walls = []
  let id
  if (shape.together === undefined) {
    for (let index = 0; index < repeat; index += 1) {
      const begun = performance.now()
      id = await runOnce(name, run)
      walls.push(performance.now() - begun)
    }
  } else {
    ;[id] = await Promise.all(Array.from({ length: repeat }, () => runOnce(name, run)))
    walls.push((performance.now() - started) / repeat)
  }
  await setTimeout(SETTLE_MS)
  const cpu = (of) => (cpuMs(pids[of]) - before[of]) / repeat
  return { walls, worker: cpu('worker'), server: cpu('server'), id }
}

const WARM_RUNS = 10
for (const name of needed) {
  const shape = known.find(({ runs }) => runs[name] !== undefined)
  for (let index = 0; index < WARM_RUNS; index += 1) await runOnce(name, shape.runs[name])
  console.error(`${name} is warm`)
}
const results = {}
for (let round = 0; round < rounds; round += 1) {
  for (const shape of shapes) {
    const able = needed.filter((name) => shape.runs[name] !== undefined)
    // Each begins as often as the others, and follows another one in every round.
    const order = able.map((_, index) => able[(index + round) % able.length])
    if (Math.floor(round / able.length) % 2 === 1) order.reverse()
    for (const name of order) {
      const { walls, worker, server: served, id } = await measure(name, shape)
      results[shape.name] ??= {}
      results[shape.name][name] ??= { wall: [], worker: [], server: [], ...(await historyOf(clients, id)) }
      const kept = results[shape.name][name]
      kept.wall.push(...walls)
      kept.worker.push(worker)
      kept.server.push(served)
      console.error(
        `round ${round + 1} ${shape.name} ${name}: ${median(walls).toFixed(0)} ms, ${worker.toFixed(1)} + ${served.toFixed(1)} ms CPU`,
      )
    }
  }
}

console.log(
  '| shape | contender | wall ms | worker CPU ms | server CPU ms | CPU together, of hand-written | events | bytes | bytes a step |',
)
console.log('|---|---|---|---|---|---|---|---|---|')
for (const { name: shape, steps } of shapes) {
  const cpu = (result) => median(result.worker) + median(result.server)
  for (const [name, result] of Object.entries(results[shape] ?? {})) {
    const base = results[shape].hand
    const ratio = base === undefined ? '' : (cpu(result) / cpu(base)).toFixed(3)
    const runs = result.runs > 1 ? ` in ${result.runs} runs` : ''
    console.log(
      `| ${shape} | ${contenders[name].title} | ${spread(result.wall)} | ${spread(result.worker)} | ${spread(result.server)} | ${ratio} | ${result.events}${runs} | ${result.bytes} | ${(result.bytes / steps).toFixed(0)} |`,
    )
  }
}
console.log(`\n| goal | at most | measured | by round |\n|---|---|---|---|`)
for (const row of goalRows(results)) console.log(row)
for (const [name, { pid }] of Object.entries(workers))
  console.error(`${name}: ${residentMb(pid).toFixed(0)} MB at the end`)
if (process.env.ODP_RESULTS) writeFileSync(process.env.ODP_RESULTS, JSON.stringify(results, null, 1))
await Promise.all(Object.values(workers).map((worker) => worker.stop()))
await connection.close()
await server.stop()
process.exit(0)
