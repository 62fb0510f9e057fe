#!/usr/bin/env node
// Writes docs/steps and docs/errors.md from the definitions of the built packages. With --check it writes nothing and
// ends with 1 when the files differ. Build first: npm run build.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ISSUE_CODES, pipelineJsonSchema, STEP_DEFINITIONS, stringifyPipeline } from '@odp/dsl'
import { FAILURE_CODES, REFUSAL_CODES } from '@odp/dsl/plan'
import { generatePages } from './generate-pages.mjs'

const docs = fileURLToPath(new URL('../../docs', import.meta.url))
const check = process.argv.includes('--check')

const pages = generatePages({
  definitions: Object.values(STEP_DEFINITIONS),
  schema: pipelineJsonSchema(),
  issueCodes: ISSUE_CODES,
  failureCodes: FAILURE_CODES,
  refusalCodes: REFUSAL_CODES,
  toYaml: stringifyPipeline,
})

const read = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    return undefined
  }
}

const left = readdirSync(docs, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && relative(docs, entry.parentPath) === 'steps')
  .map((entry) => `steps/${entry.name}`)
  .filter((path) => !pages.has(path))
const changed = [...pages].filter(([path, text]) => read(join(docs, path)) !== text).map(([path]) => path)

if (check) {
  for (const path of [...changed, ...left]) console.error(`docs/${path} is not what the definitions say`)
  if (changed.length + left.length > 0) {
    console.error('run: node scripts/generate-docs/generate-docs.mjs')
    process.exitCode = 1
  }
} else {
  for (const path of changed) {
    mkdirSync(dirname(join(docs, path)), { recursive: true })
    writeFileSync(join(docs, path), pages.get(path))
  }
  for (const path of left) rmSync(join(docs, path))
  console.log(`${changed.length} pages written, ${left.length} removed, ${pages.size - changed.length} unchanged`)
}
