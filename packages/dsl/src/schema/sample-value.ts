import type { Json } from '../json/json.js'
import { checkValue } from './check-value.js'
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
export interface SamplePlace {
  readonly path: readonly (string | number)[]
  readonly schema: JsonSchema
}

const MOST_ATTEMPTS = 40

/**
 * A made-up value that fits a schema and looks like what it stands for: an address where `format` is `email`, a name in `full_name`,
 * a moment of January 2026 in `posted_at`. Lists have one to three items unless the schema asks for more. Where no value
 * is found that fits (the schema may have none) the nearest attempt is returned.
 *
 * @example
 * sampleValue({ type: 'object', properties: { email: { type: 'string' } } }, { seed: 'collect' })
 * // { email: 'tberg@example.org' }
 */
export function sampleValue(schema: JsonSchema, options: SampleOptions): Json {
  let first: Json | undefined
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const random = seededRandom(`${options.seed}/${attempt}`)
    const value = new Sampler(schema, random, attempt, options.choose).sample(schema, [])
    if (checkValue(schema, value).length === 0) return value
    first ??= value
  }
  return first ?? null
}
