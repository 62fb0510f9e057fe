import type { StepRequest } from '@odp/dsl/plan'

/**
 * A step request as it stands in history: a regular activity itself carries type and step, as its type and its id. A local one has no id
 * of its own, and is given step and attempt.
 */
export type SentRequest = Omit<StepRequest, 'type' | 'step'> & { readonly step?: string; readonly attempt?: number }
