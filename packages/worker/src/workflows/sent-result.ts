import type { BatchResult, JsonObject, StepRequest, StepResult } from '@odp/dsl/plan'
import { shapeOutputs } from '../activities/shape-outputs.js'

/** What needs no list around it to be told from a whole result. */
type Plain = string | number | boolean | null

/**
 * A result as it stands in history. Outputs that nothing goes with are alone in a list, without the name of their part; the one
 * output that was asked for is there without its own name, which the request has, where it is neither an object nor a list.
 */
export type SentResult = StepResult | BatchResult | readonly [outputs: JsonObject] | Plain

/** Packs what an activity gives for a request. */
export function packResult(
  result: StepResult | BatchResult,
  { outputs: asked }: Pick<StepRequest, 'outputs'>,
): SentResult {
  if (!('outputs' in result) || Object.keys(result).length > 1) return result
  const { outputs } = result
  const [only] = Object.keys(outputs)
  const value = only === undefined ? undefined : outputs[only]
  const isAlone = asked?.length === 1 && asked[0] === only && Object.keys(outputs).length === 1
  return isAlone && isPlain(value) ? value : [outputs]
}

/** The result that was packed. */
export function unpackResult(
  sent: SentResult,
  { outputs: asked }: Pick<StepRequest, 'outputs'>,
): StepResult | BatchResult {
  if (isPlain(sent)) return { outputs: shapeOutputs(asked, sent) }
  return isList(sent) ? { outputs: sent[0] } : sent
}

function isPlain(value: unknown): value is Plain {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function isList(sent: SentResult): sent is readonly [JsonObject] {
  return Array.isArray(sent)
}
