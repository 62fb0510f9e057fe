import type { StepRequest, StepResult } from '@odp/dsl/plan'
import { runValidation } from '../activities/run-validation.js'

/** Work that is done in the workflow itself, by step type: pure, quick, and of values that are there anyway. */
export const IN_WORKFLOW: Readonly<Record<string, (request: StepRequest) => StepResult>> = { validation: runValidation }
