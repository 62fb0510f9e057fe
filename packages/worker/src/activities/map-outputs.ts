import type { BatchResult, JsonObject, StepResult } from '@odp/dsl/plan'

/** The same result, or results of a batch, with other outputs. */
export function mapOutputs(
  result: StepResult | BatchResult,
  change: (outputs: JsonObject) => JsonObject,
): StepResult | BatchResult {
  const changed = (given: StepResult): StepResult => ({ ...given, outputs: change(given.outputs) })
  if (!('results' in result)) return changed(result)
  return { results: result.results.map((entry) => ('result' in entry ? { result: changed(entry.result) } : entry)) }
}
