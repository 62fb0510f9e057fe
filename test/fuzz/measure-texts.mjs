#!/usr/bin/env node
// What checking hostile texts of a million characters takes: node test/fuzz/measure-texts.mjs [part of a name]
import { checkPipeline } from '@odp/dsl'
import './source-hooks.mjs'

const { GROWN_TEXTS, HOSTILE_TEXTS } = await import('./hostile-texts.ts')
const [part = ''] = process.argv.slice(2)
const rows = [...HOSTILE_TEXTS, ...GROWN_TEXTS]
  .filter(({ name }) => name.includes(part))
  .map(({ name, text }) => {
    const given = text()
    const before = process.threadCpuUsage()
    const { report } = checkPipeline(given)
    const { user, system } = process.threadCpuUsage(before)
    return { name, milliseconds: Math.round((user + system) / 1000), findings: report.diagnostics.length }
  })
  .sort((left, right) => right.milliseconds - left.milliseconds)
for (const { name, milliseconds, findings } of rows) console.log(`${milliseconds} ms  ${findings} findings  ${name}`)
