import type { Json } from '../json/json.js'
import { CheckRun } from './check-run.js'
import type { JsonSchema } from './json-schema.js'
import { seededRandom } from './random.js'
import { Sampler } from './sampler.js'

/** How a sample is made. */
export interface SampleOptions {
  /** The same schema and seed always give the same value. */
  readonly seed: string | number
  /** Gives the value to put at a place, or undefined to have one made up; used to let a dry run take a certain way. */
  readonly choose?: (place: SamplePlace) => Json | undefined
}

/** A place of a sample that is about to be filled. */
interface SamplePlace {
  readonly path: readonly (string | number)[]
  readonly schema: JsonSchema
}

const MOST_ATTEMPTS = 40
/** Schemas that all attempts together look at while they make values, and while they check them. */
const MOST_SCHEMAS = 20_000
const MOST_CHECKS = 300_000

/**
 * A made-up value that fits a schema and looks like what it stands for: an address where `format` is `email`, a name in `full_name`,
 * a moment of January 2026 in `posted_at`. Lists have one to three items unless the schema asks for more. Where no value
 * is found that fits (the schema may have none, or hold itself without an end) the first attempt is returned. The work is
 * bounded, whatever the schema.
 *
 * @example
 * ```ts
 * import { sampleValue } from '@odp/dsl'
 *
 * sampleValue({ type: 'object', properties: { email: { type: 'string' } } }, { seed: 'collect' })
 * // such as { email: 'ada_l@example.com' }, and always the same for the same seed
 * ```
 */
export function sampleValue(schema: JsonSchema, options: SampleOptions): Json {
  let first: Json | undefined
  const budget = { left: MOST_SCHEMAS }
  let checks = MOST_CHECKS
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const random = seededRandom(`${options.seed}/${attempt}`)
    const value = new Sampler(schema, random, attempt, options.choose, budget).sample(schema, [])
    const run = new CheckRun(schema, checks)
    run.apply(schema, value)
    if (run.result().length === 0) return value
    first ??= value
    checks = run.workLeft
    if (budget.left < 0 || checks < 0) break
  }
  return first ?? null
}
