import { isJsonObject, type Json, type JsonObject, type StepRequest, type StepResult } from '@odp/dsl/plan'
import { scoreCompleteness, scoreRelevance } from '../scoring/score.js'
import { StepError } from './step-error.js'

/** Lowest score that passes when a check does not say. */
const DEFAULT_THRESHOLD = 0.5

const SCORES = { relevance: scoreRelevance, completeness: scoreCompleteness } as const

/**
 * All of a validation step, without anything that a workflow may not do.
 *
 * @throws StepError `validation_failed` where a score is below its threshold and the step says that this fails it
 */
export function runValidation(request: StepRequest): StepResult {
  return judgeValidation(request, scoreValidation(request))
}

/** Scores the inputs, or what the run has produced, and compares the scores with their thresholds. */
export function scoreValidation(request: StepRequest): JsonObject {
  const subject: Json = request.inputs ?? request.subject ?? {}
  const scores: JsonObject = {}
  const problems: string[] = []
  for (const { name, threshold } of checksOf(request)) {
    const { score, problems: found } = SCORES[name](subject)
    scores[name] = score
    if (score < threshold) problems.push(belowThreshold(name, score, threshold), ...found)
  }
  return { passed: problems.length === 0, scores, problems }
}

/**
 * What scores mean for the step, wherever they come from: a mock may give no more than the scores.
 *
 * @throws StepError `validation_failed`
 */
export function judgeValidation(request: StepRequest, outputs: JsonObject): StepResult {
  const scores = isJsonObject(outputs.scores) ? outputs.scores : outputs
  const below = checksOf(request).flatMap(({ name, threshold }) => {
    const score = scores[name]
    return typeof score === 'number' && score < threshold ? [belowThreshold(name, score, threshold)] : []
  })
  const onBelow = request.config?.on_below
  if ((below.length === 0 && outputs.passed !== false) || onBelow === 'continue') return { outputs }
  const told = Array.isArray(outputs.problems) ? outputs.problems.filter((problem) => typeof problem === 'string') : []
  const message = (told.length > 0 ? told : below).join('; ') || 'the validation did not pass'
  if (onBelow !== 'ask') throw new StepError('validation_failed', message)
  return { outputs, question: { kind: 'below_threshold', message, choices: ['continue', 'fail', 'replan'] } }
}

function checksOf(request: StepRequest): { readonly name: keyof typeof SCORES; readonly threshold: number }[] {
  const checks = isJsonObject(request.config?.checks) ? request.config.checks : {}
  return (['relevance', 'completeness'] as const).flatMap((name) => {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined
    if (!isJsonObject(check) || check.enabled === false) return []
    return [{ name, threshold: typeof check.threshold === 'number' ? check.threshold : DEFAULT_THRESHOLD }]
  })
}

/** The score is rounded down, so that none reads as the threshold that it missed. */
function belowThreshold(name: string, score: number, threshold: number): string {
  return `${name} is ${Math.floor(score * 100) / 100}, below ${threshold}`
}
