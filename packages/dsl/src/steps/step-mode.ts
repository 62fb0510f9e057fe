/**
 * The seven execution modes of the language.
 *
 * @example
 * ```ts
 * import { STEP_MODES } from '@odp/dsl'
 *
 * STEP_MODES.includes('direct') // true
 * ```
 */
export const STEP_MODES = [
  'api',
  'direct',
  'k8s',
  'polling',
  'workflow_logic',
  'event_driven',
  'orchestrator_delegation',
] as const

/**
 * How a step is executed: by which kind of system.
 *
 * @example
 * ```ts
 * import type { StepMode } from '@odp/dsl'
 *
 * const mode: StepMode = 'direct'
 * ```
 */
export type StepMode = (typeof STEP_MODES)[number]
