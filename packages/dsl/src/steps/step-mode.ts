/** The seven execution modes of the language. */
export const STEP_MODES = [
  'api',
  'direct',
  'k8s',
  'polling',
  'workflow_logic',
  'event_driven',
  'orchestrator_delegation',
] as const

/** How a step is executed: by which kind of system. */
export type StepMode = (typeof STEP_MODES)[number]
