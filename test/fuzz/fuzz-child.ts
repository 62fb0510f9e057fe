// One process of a fuzz run: checks inputs one after the other and writes a line about each, so that whoever started it
// knows at which input it died or hangs.
import { writeSync } from 'node:fs'
import { catalogDocument } from '@odp/dsl'
import { catalog } from '../../examples/social-media/catalog.ts'
import { LawChecker, SLOWEST_ANSWER_MS, type Verdict } from './check-laws.ts'
import { readCorpus } from './corpus.ts'
import type { ChildLine } from './fuzz.ts'
import { type FuzzInput, makeInput } from './make-input.ts'
import { minimise } from './minimise.ts'

const [seed = 1, from = 0, to = 0, minimising = 1] = process.argv.slice(2).map(Number)
const corpus = readCorpus()
const known = catalogDocument(catalog)
/** Longer texts are not sent along with every input; they can be made again from seed and number. */
const LONGEST_SHOWN = 20_000
const seen = new Set<string>()

/** Writes at once, so that nothing is lost when the process dies. Readers of lines also end one at U+2028 and U+2029. */
function say(line: ChildLine): void {
  const text = JSON.stringify(line).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
  const bytes = Buffer.from(`${text}\n`)
  for (let written = 0; written < bytes.length; ) written += writeSync(1, bytes, written)
}

/** Some inputs are checked against a catalog; of the others, more are valid. */
const check = (input: FuzzInput, index: number, mayRun = true) =>
  new LawChecker(index % 4 === 0 ? known : undefined, mayRun).check(input)

/** An answer that seemed slow is asked for three times more; the quickest counts, since others use the machine too. */
async function leastTime(input: FuzzInput, index: number, first: Verdict): Promise<Verdict['slowest']> {
  let least = first.slowest
  for (let repeat = 0; repeat < 3 && least.milliseconds > SLOWEST_ANSWER_MS; repeat += 1) {
    const { slowest } = await check(input, index, false)
    if (slowest.milliseconds < least.milliseconds) least = slowest
  }
  return least
}

for (let index = from; index < to; index += 1) {
  const input = makeInput(seed, index, corpus)
  say({ kind: 'start', index, face: input.face, text: input.text.length > LONGEST_SHOWN ? '' : input.text })
  const verdict = await check(input, index)
  const slowest = await leastTime(input, index, verdict)
  const violations = [...verdict.violations]
  if (slowest.milliseconds > SLOWEST_ANSWER_MS)
    violations.push({
      law: `${slowest.name} answers within a second`,
      detail: `${Math.round(slowest.milliseconds)} ms for ${input.text.length} characters`,
    })
  for (const { law, detail } of violations) {
    const isNew = !seen.has(law)
    seen.add(law)
    const isSlow = law.endsWith('within a second')
    const fails = async (tried: FuzzInput) =>
      (await check(tried, index)).violations.some((violation) => violation.law === law)
    const smallest = isNew && !isSlow && minimising === 1 ? await minimise(input, fails) : input
    say({ kind: 'failure', index, law, detail, face: smallest.face, text: isNew ? smallest.text : '' })
  }
  const { heapUsed, rss } = process.memoryUsage()
  say({
    kind: 'done',
    index,
    valid: verdict.valid,
    ran: verdict.ran,
    slowest,
    length: input.text.length,
    heapUsed,
    rss,
  })
}
