// Scores the typed planner and what it is measured against, and times drafts over a catalog of 5,000 methods.
// node benchmarks/agent/evaluate.mjs [--speed]     (after npm run build)
import { readFileSync } from 'node:fs'
import { draftPipeline, draftRequests, preparePlannerCatalog, scoreRequests } from '../../packages/agent/dist/index.js'
import { parseCatalog, readYaml, validatePipeline } from '../../packages/dsl/dist/index.js'

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8')
// osint and freight were at hand while the planner was written; the others were written without seeing it, and read afterwards
const catalogs = Object.fromEntries(
  ['osint', 'osint-more', 'freight', 'clinic', 'estate', 'grid', 'museum'].map((name) => [
    name,
    parseCatalog(read(`${name.replace('-more', '')}-catalog.yaml`)).catalog,
  ]),
)
const SHOWN = [
  'node F1',
  'edge F1',
  'reference F1',
  'constant F1',
  'control F1',
  'exact in full',
  'abstain precision',
  'abstain recall',
  'question recall',
  'policy kept',
]

if (process.argv.includes('--speed')) measureSpeed()
else {
  for (const [name, document] of Object.entries(catalogs)) {
    const { requests, context } = readYaml(read(`${name}-requests.yaml`)).value
    const catalog = preparePlannerCatalog(document)
    console.log(`\n| ${name} | valid | ${SHOWN.join(' | ')} |\n|---|---|${SHOWN.map(() => '---|').join('')}`)
    for (const planner of ['typed', 'typed-without-types', 'bm25-chain']) {
      const predictions = [...draftRequests(requests, catalog, context, planner)]
      const documents = predictions.flatMap(({ document: text }) => text ?? [])
      const valid = documents.filter((text) => validatePipeline(text, { catalog: document }).valid).length
      const figures = scoreRequests(requests, predictions)
      const cells = SHOWN.map((key) =>
        figures[key] === undefined
          ? '–'
          : `${figures[key].value.toFixed(2)} [${figures[key].low.toFixed(2)}, ${figures[key].high.toFixed(2)}]`,
      )
      console.log(`| ${planner} | ${valid}/${documents.length} | ${cells.join(' | ')} |`)
    }
  }
}

/** The catalog as it is, and copies of its entries under other names until there are enough. */
function grow(document, least) {
  const methods = [...document.methods]
  for (let copy = 1; methods.length < least; copy += 1) {
    for (const entry of document.methods)
      methods.push({
        ...entry,
        id: `${entry.id}_of_region_${copy}`,
        summary: `${entry.summary} Region ${copy}.`,
        synonyms: [`region ${copy} source`],
      })
  }
  return { ...document, methods: methods.slice(0, least) }
}

function measureSpeed() {
  const before = performance.now()
  const catalog = preparePlannerCatalog(grow(catalogs.osint, 5000))
  console.log(`prepared ${catalog.capabilities.length} entries in ${Math.round(performance.now() - before)} ms`)
  const { requests, context } = readYaml(read('osint-requests.yaml')).value
  const texts = requests
    .filter(({ pipeline }) => pipeline === undefined)
    .flatMap(({ request, paraphrases = [] }) => [request, ...paraphrases])
  const times = []
  for (let round = 0; round < 4; round += 1) {
    for (const text of texts) {
      const start = process.cpuUsage()
      draftPipeline(text, catalog, { context })
      const { user, system } = process.cpuUsage(start)
      if (round > 0) times.push((user + system) / 1000)
    }
  }
  times.sort((a, b) => a - b)
  const at = (part) => Math.round(times[Math.floor(part * (times.length - 1))])
  console.log(
    `drafts over 5,000 methods, CPU ms: p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)} (${times.length} drafts)`,
  )
}
