import type { JsonObject, StepRequest } from '@odp/dsl/plan'

/** What is rarely there. A local activity has no id of its own, and is told step and attempt here. */
interface SentMore extends Omit<StepRequest, 'type' | 'step' | 'config' | 'inputs' | 'outputs'> {
  readonly step?: string
  readonly attempt?: number
}

/**
 * A step request as it stands in history: what decides, what the work receives, which outputs it is to give. A list, since the names
 * would stand there once a step; the activity itself carries type and step, as its type and its id. A config that only names a method
 * is that name, a single output is its name, and what is absent at the end is left out.
 */
export type SentRequest = readonly [
  config?: JsonObject | string | null,
  inputs?: JsonObject | null,
  outputs?: readonly string[] | string | null,
  more?: SentMore,
]

/** Packs a request for a regular activity, or with its step and attempt for a local one. */
export function packRequest(
  { type: _type, step: _step, config, inputs, outputs, ...rest }: StepRequest,
  local: Pick<SentMore, 'step' | 'attempt'> = {},
): SentRequest {
  const more = { ...rest, ...local }
  const known = [packConfig(config), inputs ?? null, packOutputs(outputs)] as const
  if (Object.keys(more).length > 0) return [...known, more]
  const length = known.findLastIndex((part) => part !== null) + 1
  return known.slice(0, length) as unknown as SentRequest
}

/** The request that was packed, with step and attempt where it was for a local activity. Earlier builds packed configs and outputs whole. */
export function unpackRequest([config, inputs, outputs, more]: SentRequest): Omit<StepRequest, 'type' | 'step'> &
  SentMore {
  return {
    ...more,
    ...(isAbsent(config) ? {} : { config: typeof config === 'string' ? { method: config } : config }),
    ...(isAbsent(inputs) ? {} : { inputs }),
    ...(isAbsent(outputs) ? {} : { outputs: typeof outputs === 'string' ? [outputs] : outputs }),
  }
}

function packConfig(config: JsonObject | undefined): JsonObject | string | null {
  if (config === undefined) return null
  const { method } = config
  return typeof method === 'string' && Object.keys(config).length === 1 ? method : config
}

function packOutputs(outputs: readonly string[] | undefined): readonly string[] | string | null {
  const [only] = outputs ?? []
  return only !== undefined && outputs?.length === 1 ? only : (outputs ?? null)
}

function isAbsent(part: unknown): part is null | undefined {
  return part === null || part === undefined
}
