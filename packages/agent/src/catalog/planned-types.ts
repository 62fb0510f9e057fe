import { type CatalogKind, STEP_DEFINITIONS, type StepDefinition, type StepType } from '@odp/dsl'
import type { Capability } from './capability.js'

/**
 * The step types that plans are written with, by what they are for. Who writes documents has to name types; here they are
 * named, and the rest of the agent asks by purpose.
 */
export const PLANNED_TYPES = {
  loop: 'loop',
  branches: 'conditional',
  group: 'parallel_group',
  wait: 'wait_for_asset',
  graph: 'llm_agent',
  file: 'output',
  check: 'validation',
  training: 'ml_training',
  serving: 'ml_serving',
  inline_code: 'custom_code',
} as const satisfies Readonly<Record<string, StepType>>

/** The step type of a catalog entry that names none. */
export const ENTRY_TYPES: Readonly<Record<CatalogKind, StepType>> = {
  method: 'function',
  model: 'ml_model',
  flow: 'llm_flow',
  agent: 'llm_agent',
  asset: 'data_transform',
  report_template: 'output',
}

/** Step types that need no entry of the catalog. Inline code is not among them, and control flow is not a step of a plan. */
export const FREE_TYPES: readonly string[] = [
  PLANNED_TYPES.check,
  PLANNED_TYPES.file,
  PLANNED_TYPES.training,
  PLANNED_TYPES.serving,
]

const FREE_OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  [PLANNED_TYPES.training]: ['model_version'],
  [PLANNED_TYPES.serving]: ['service_url'],
}

/** The definition of a type, or undefined where the language has none of that name. */
export function definitionOf(type: string): StepDefinition | undefined {
  return Object.hasOwn(STEP_DEFINITIONS, type) ? STEP_DEFINITIONS[type as StepType] : undefined
}

/** The key under which a step of a type names its catalog entry as a text; undefined where it does so otherwise. */
export function namingKey(type: string): string | undefined {
  const definition = definitionOf(type)
  const keys = definition?.requires === undefined ? [] : Object.keys(definition.keys)
  return keys.find((key) => definition?.requires?.({ [key]: 'any' }).some(({ path }) => path.length === 1))
}

/** The outputs that a step declares. A type with outputs of its own needs none for an entry. */
export function declaredOutputs(type: string, capability: Capability | undefined): string[] {
  if (capability === undefined) return [...(FREE_OUTPUTS[type] ?? [])]
  return definitionOf(type)?.outputs === undefined ? capability.declared.map(({ name }) => name) : []
}
