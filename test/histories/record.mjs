#!/usr/bin/env node
// Records what plans of today's version mean: node test/histories/record.mjs [--again]
// It adds what is new and changes nothing that is recorded; with --again everything is recorded anew.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const path = (name) => fileURLToPath(new URL(name, import.meta.url))
const options = ['--conditions=@odp/source', '--conditions=node', '--import', path('../fuzz/source-hooks.mjs')]
const { status } = spawnSync(process.execPath, [...options, path('record.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
})
process.exitCode = status ?? 1
