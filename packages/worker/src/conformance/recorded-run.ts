import { type PipelineDocument, planReplay } from '@odp/dsl'
import { isJsonObject, type Json, type JsonObject, type Plan } from '@odp/dsl/plan'

/**
 * The outputs that a case takes over of the execution that it replays: those of `replay_of` whose steps are not behind the
 * document's `replay_from_step`. None where the document has a `replay` that is not enabled.
 */
export function recordedRun(
  replayOf: Json | undefined,
  { replay }: PipelineDocument,
  plan: Plan,
  input: JsonObject,
): Readonly<Record<string, JsonObject>> | undefined {
  if (replay !== undefined && replay.enabled !== true) return undefined
  const recorded = isJsonObject(replayOf) && isJsonObject(replayOf.outputs) ? replayOf.outputs : replayOf
  if (!isJsonObject(recorded)) return undefined
  const outputs = Object.fromEntries(
    Object.entries(recorded).map(([id, value]) => [id, isJsonObject(value) ? value : { value }]),
  ) as Record<string, JsonObject>
  // Of the old execution no more is known than what it gave, so whatever only decides is taken as decided.
  const steps = plan.nodes.map(({ id, type }) => ({ id, type, status: 'completed' as const, attempts: 1 }))
  const from = replay?.replay_from_step
  const { reuse } = planReplay({
    old: { plan, input, outputs, state: { steps, audit: [] } },
    plan,
    input,
    ...(from === undefined ? {} : { from }),
  })
  return reuse
}
