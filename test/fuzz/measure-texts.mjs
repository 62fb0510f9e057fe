#!/usr/bin/env node
// What checking hostile texts of a million characters takes of this thread, with the command in README.md.
import { checkPipeline } from '@odp/dsl'

const { GROWN_TEXTS, HOSTILE_TEXTS } = await import('./hostile-texts.ts')
const [part = ''] = process.argv.slice(2)
for (const { name, text } of [...HOSTILE_TEXTS, ...GROWN_TEXTS]) {
  if (!name.includes(part)) continue
  const given = text()
  const before = process.threadCpuUsage()
  const { report } = checkPipeline(given)
  const { user, system } = process.threadCpuUsage(before)
  console.log(`${Math.round((user + system) / 1000)} ms  ${report.diagnostics.length} findings  ${name}`)
}
