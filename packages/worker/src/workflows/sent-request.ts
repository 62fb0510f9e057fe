import type { StepRequest } from '@odp/dsl/plan'

/** A step request as it stands in history: the activity itself carries type and step, as its type and its id. */
export type SentRequest = Omit<StepRequest, 'type' | 'step'>
