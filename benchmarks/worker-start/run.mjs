// From the spawn of a worker process to "ready", and its memory then.
import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startDevServer } from '@odp/worker/dev-server'

const rounds = Number(process.argv[2] ?? 7)
const server = await startDevServer()
const files = {
  'hand-written, bundling at start': '../interpreter/hand-written-worker.mjs',
  'ODP, prebuilt bundle': '../interpreter/odp-worker.mjs',
}
const results = Object.fromEntries(Object.keys(files).map((name) => [name, { ready: [], memory: [] }]))
for (let round = 0; round < rounds; round += 1) {
  for (const [name, file] of Object.entries(files)) {
    const started = performance.now()
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), [server.address])
    await new Promise((resolve) => child.once('message', resolve))
    results[name].ready.push(performance.now() - started)
    results[name].memory.push(
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    )
    child.kill('SIGKILL')
  }
}
const spread = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  return `${sorted[0].toFixed(0)} – ${sorted[Math.floor(sorted.length / 2)].toFixed(0)} – ${sorted.at(-1).toFixed(0)}`
}
console.log('| worker | ready ms min – median – max | resident MB |')
console.log('|---|---|---|')
for (const [name, { ready, memory }] of Object.entries(results))
  console.log(`| ${name} | ${spread(ready)} | ${spread(memory)} |`)
await server.stop()
process.exit(0)
