import type { JsonObject } from '@odp/dsl/plan'
import { LARGEST_VALUE } from '../payload-store/value-limits.js'
import { StepError } from './step-error.js'

/**
 * The outputs as JSON text: what is recorded. Functions, class instances and numbers without a JSON form do not survive it.
 *
 * @throws StepError `output_invalid` for what JSON cannot carry, `value_too_large` for what one call cannot
 */
export function outputsAsJson(outputs: JsonObject): string {
  const text = writeJson(outputs)
  if (text.length <= LARGEST_VALUE) return text
  throw new StepError(
    'value_too_large',
    `the step returned ${text.length} characters of JSON; at most ${LARGEST_VALUE} fit into one result`,
  )
}

function writeJson(outputs: JsonObject): string {
  try {
    return JSON.stringify(outputs)
  } catch (cause) {
    throw new StepError('output_invalid', 'the returned value cannot be written as JSON', { cause })
  }
}
