import type { JsonObject, StepRequest } from '@odp/dsl/plan'

/** What is rarely there. A local activity has no id of its own, and is told step and attempt here. */
interface SentMore extends Omit<StepRequest, 'type' | 'step' | 'config' | 'inputs' | 'outputs'> {
  readonly step?: string
  readonly attempt?: number
}

/**
 * A step request as it stands in history: what decides, what the work receives, which outputs it is to give. A list, since the names
 * would stand there once a step; the activity itself carries type and step, as its type and its id.
 */
export type SentRequest = readonly [
  config: JsonObject | null,
  inputs: JsonObject | null,
  outputs: readonly string[] | null,
  more?: SentMore,
]

/** Packs a request for a regular activity, or with its step and attempt for a local one. */
export function packRequest(
  { type: _type, step: _step, config, inputs, outputs, ...rest }: StepRequest,
  local: Pick<SentMore, 'step' | 'attempt'> = {},
): SentRequest {
  const more = { ...rest, ...local }
  const known = [config ?? null, inputs ?? null, outputs ?? null] as const
  return Object.keys(more).length === 0 ? known : [...known, more]
}

/** The request that was packed, with step and attempt where it was for a local activity. */
export function unpackRequest([config, inputs, outputs, more]: SentRequest): Omit<StepRequest, 'type' | 'step'> &
  SentMore {
  return {
    ...more,
    ...(config === null ? {} : { config }),
    ...(inputs === null ? {} : { inputs }),
    ...(outputs === null ? {} : { outputs }),
  }
}
