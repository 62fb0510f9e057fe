import type { BatchResult, JsonObject, StepResult } from '@odp/dsl/plan'

/** A result as it stands in history: outputs that nothing goes with are alone in a list, without the name of their part. */
export type SentResult = StepResult | BatchResult | readonly [outputs: JsonObject]

/** Packs what an activity gives. */
export function packResult(result: StepResult | BatchResult): SentResult {
  return 'outputs' in result && Object.keys(result).length === 1 ? [result.outputs] : result
}

/** The result that was packed. */
export function unpackResult(sent: SentResult): StepResult | BatchResult {
  return isList(sent) ? { outputs: sent[0] } : sent
}

function isList(sent: SentResult): sent is readonly [JsonObject] {
  return Array.isArray(sent)
}
