import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { isJsonObject, PLAN_VERSION } from '@odp/dsl/plan'
import { localHost } from '../../packages/worker/src/conformance/index.ts'
import { executeCases } from './case-runs.ts'
import { interpretAgain, type Meaning, recordMeaning } from './meaning.ts'
import { writePacked } from './packed-json.ts'
import { recordHistories } from './record-histories.ts'
import { HISTORIES, MEANINGS, recordedFolder, recordedHistories, recordedMeanings } from './recorded.ts'

/** Virtual seconds of the longest case whose history is recorded: ten of them take a real one. */
const LONGEST_SECONDS = 30

const isAgain = process.argv.includes('--again')
const folder = recordedFolder(PLAN_VERSION)

const found: Meaning[] = []
await executeCases(1, async (name, run) => {
  const meaning = await recordMeaning(name, run)
  // Who waits for a result that another step makes waits in real time, which is not recorded.
  if (isDeepStrictEqual(await interpretAgain(meaning), meaning.outcome)) found.push(meaning)
  else console.log(`not recorded, since its answers hang on real time: ${name}`)
  return localHost.execute(run)
})
const kept = isAgain ? [] : recordedMeanings(PLAN_VERSION)
for (const meaning of kept) {
  if (isDeepStrictEqual(await interpretAgain(meaning), meaning.outcome)) continue
  console.error(
    `'${meaning.name}' means something else than what is recorded for version ${PLAN_VERSION} of plans. Raise PLAN_VERSION, ` +
      'or record anew with --again when no execution of that version can be under way anywhere.',
  )
  process.exit(1)
}
const names = new Set(kept.map(({ name }) => name))
const meanings = [...kept, ...found.filter(({ name }) => !names.has(name))]
const old = isAgain ? [] : recordedHistories(PLAN_VERSION)
const quick = meanings.filter(({ outcome }) => isJsonObject(outcome) && Number(outcome.seconds) <= LONGEST_SECONDS)
const fresh = await recordHistories(new Set(quick.map(({ name }) => name)), console.log)
const known = new Set(old.map(({ name }) => name))
const histories = [...old, ...fresh.filter(({ name }) => !known.has(name))]
const sizes = [writePacked(join(folder, MEANINGS), meanings), writePacked(join(folder, HISTORIES), histories)]
console.log(
  `version ${PLAN_VERSION} of plans: ${meanings.length} meanings (${sizes[0]} bytes), ${histories.length} histories (${sizes[1]} bytes)`,
)
process.exit(0)
