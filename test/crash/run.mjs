#!/usr/bin/env node
// The crash suite at any length: node test/crash/run.mjs [--kills 200] [--seed 1] [--width 6]
import { parseArgs } from 'node:util'
import { crashSuite } from './crash-suite.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    width: { type: 'string', default: '6' },
  },
})
const [kills, seed, width] = [Number(values.kills), Number(values.seed), Number(values.width)]
if (![kills, seed, width].every(Number.isInteger)) {
  console.error('usage: node test/crash/run.mjs [--kills 200] [--seed 1] [--width 6]')
  process.exit(2)
}

function tell({ killed, executions, effects, asked, lostAttempts, seconds, failures }) {
  const total = Object.values(killed).reduce((sum, number) => sum + number, 0)
  const parts = Object.entries(killed).map(([part, number]) => `${part} ${number}`)
  console.log(
    `${Math.round(seconds)} s, seed ${seed}: ${total} of ${kills} kills (${parts.join(', ')}); ${executions} executions ended, ` +
      `${effects} effects of ${asked} requests, ${lostAttempts} attempts lost; ${failures.length} failures`,
  )
}

let told = 0
const report = await crashSuite({
  kills,
  seed,
  width,
  onKill: (soFar) => {
    if (performance.now() - told < 10_000) return
    told = performance.now()
    tell(soFar)
  },
})
tell(report)
for (const { id, scenario, problems } of report.failures) {
  console.log(`FAILED ${id} (${scenario})`)
  for (const problem of problems) console.log(`  ${problem}`)
}
process.exitCode = report.failures.length === 0 ? 0 : 1
