import { isJsonObject, type Json, type JsonObject } from '@odp/dsl/plan'
import { scoreCompleteness, scoreRelevance } from '../scoring/score.js'
import type { Activity } from './activity.js'
import { StepError } from './step-error.js'

/** Lowest score that passes when a check does not say. */
const DEFAULT_THRESHOLD = 0.5

const SCORES = { relevance: scoreRelevance, completeness: scoreCompleteness } as const

/** `validation`: scores the inputs, or what the run has produced, and compares the scores with their thresholds. */
export const validation: Activity = (request) => {
  const subject: Json = request.inputs ?? request.subject ?? {}
  const checks = isJsonObject(request.config?.checks) ? request.config.checks : {}
  const scores: JsonObject = {}
  const problems: string[] = []
  for (const name of ['relevance', 'completeness'] as const) {
    const check = checks[name]
    if (!isJsonObject(check) || check.enabled === false) continue
    const { score, problems: found } = SCORES[name](subject)
    const threshold = typeof check.threshold === 'number' ? check.threshold : DEFAULT_THRESHOLD
    scores[name] = score
    if (score >= threshold) continue
    // Rounded down, so that no score reads as the threshold that it missed.
    problems.push(`${name} is ${Math.floor(score * 100) / 100}, below ${threshold}`, ...found)
  }
  if (problems.length > 0 && request.config?.on_below !== 'continue') {
    return Promise.reject(new StepError('validation_failed', problems.join('; ')))
  }
  return Promise.resolve({ passed: problems.length === 0, scores, problems })
}
