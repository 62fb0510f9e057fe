// How long an import takes in a process of its own, and the processor time of that process.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const rounds = Number(process.argv[2] ?? 25)
const root = new URL('../../', import.meta.url)
const contenders = {
  nothing: undefined,
  "import('zod')": import.meta.resolve('zod'),
  "import('yaml')": import.meta.resolve('yaml'),
  "import('@odp/dsl/plan')": new URL('packages/dsl/dist/plan/index.js', root).href,
  "import('@odp/dsl')": new URL('packages/dsl/dist/index.js', root).href,
  // Another build, to compare with: its dist/index.js.
  ...(process.argv[3] === undefined ? {} : { 'the other build': new URL(process.argv[3], root).href }),
}

const program = (address) => `
const started = performance.now()
${address === undefined ? '' : `await import(${JSON.stringify(address)})`}
const wall = performance.now() - started
const { user, system } = process.cpuUsage()
console.log(JSON.stringify({ wall, cpu: (user + system) / 1000 }))`

const results = Object.fromEntries(Object.keys(contenders).map((name) => [name, { wall: [], cpu: [] }]))
for (let round = 0; round < rounds; round += 1) {
  for (const [name, address] of Object.entries(contenders)) {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', program(address)],
      { cwd: fileURLToPath(root), encoding: 'utf8' },
    )
    if (status !== 0) throw new Error(stderr)
    const { wall, cpu } = JSON.parse(stdout)
    results[name].wall.push(wall)
    results[name].cpu.push(cpu)
  }
}

const at = (values, share) => [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))].toFixed(0)
const spread = (values) => `${at(values, 0)} – ${at(values, 0.5)} – ${at(values, 1)}`
const least = results.nothing.cpu
console.log(`${rounds} processes each, Node ${process.versions.node}`)
console.log('| process | import ms min – median – max | processor ms | processor ms above nothing, median |')
console.log('|---|---|---|---|')
for (const [name, { wall, cpu }] of Object.entries(results))
  console.log(`| ${name} | ${spread(wall)} | ${spread(cpu)} | ${at(cpu, 0.5) - at(least, 0.5)} |`)
