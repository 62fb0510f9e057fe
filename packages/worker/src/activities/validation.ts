import type { StepActivity } from './activity.js'
import { judgeValidation, scoreValidation } from './run-validation.js'

/** `validation`: scores the inputs, or what the run has produced, and compares the scores with their thresholds. */
export const validation: StepActivity = {
  run: (request) => Promise.resolve(scoreValidation(request)),
  judge: judgeValidation,
}
