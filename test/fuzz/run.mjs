#!/usr/bin/env node
// A fuzz run of any length: node test/fuzz/run.mjs [--count 100000] [--seed 1] [--from 0]
import { parseArgs } from 'node:util'
import { fuzz } from './fuzz.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
  },
})
const [count, seed, from] = [Number(values.count), Number(values.seed), Number(values.from)]
if (![count, seed, from].every(Number.isInteger)) {
  console.error('usage: node test/fuzz/run.mjs [--count 100000] [--seed 1] [--from 0]')
  process.exit(2)
}

const started = performance.now()
const megabytes = (bytes) => Math.round(bytes / 1024 / 1024)
let told = 0

function tell(report) {
  const { checked, valid, ran, slowest, heap, resident, failures } = report
  const seconds = Math.round((performance.now() - started) / 1000)
  console.log(
    `${checked} of ${count} in ${seconds} s: ${valid} valid, ${ran} run, ${failures.length} failures; slowest ${Math.round(slowest.milliseconds)} ms ` +
      `(${slowest.name}, input ${slowest.index}, ${slowest.length} characters); heap ${megabytes(heap)} MB, resident ${megabytes(resident)} MB`,
  )
}

const report = await fuzz({
  count,
  seed,
  from,
  onInput: (soFar) => {
    if (performance.now() - told < 5000) return
    told = performance.now()
    tell(soFar)
  },
  onFailure: ({ index, law, detail, face, text }) => {
    console.log(`FAILED --seed ${seed} --from ${index} --count 1: ${law}\n  ${detail}`)
    if (text !== '')
      console.log(`  as a ${face}: ${JSON.stringify(text.length > 4000 ? `${text.slice(0, 4000)}…` : text)}`)
  },
})
tell(report)
process.exitCode = report.failures.length === 0 ? 0 : 1
