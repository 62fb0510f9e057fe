import type { JsonObject } from '@odp/dsl/plan'
import { StepError } from './step-error.js'

/** A result of 2 MB is refused by Temporal after the work was done; this says so with a name. */
const LARGEST_RESULT = 1_900_000

/**
 * The outputs as JSON text: what is recorded. Functions, class instances and numbers without a JSON form do not survive it.
 *
 * @throws StepError `output_invalid` for what JSON cannot carry, `value_too_large` for what one call cannot
 */
export function outputsAsJson(outputs: JsonObject): string {
  const text = writeJson(outputs)
  if (text.length <= LARGEST_RESULT) return text
  throw new StepError(
    'value_too_large',
    `the step returned ${text.length} characters; at most ${LARGEST_RESULT} fit into one result`,
  )
}

function writeJson(outputs: JsonObject): string {
  try {
    return JSON.stringify(outputs)
  } catch (cause) {
    throw new StepError('output_invalid', 'the returned value cannot be written as JSON', { cause })
  }
}
