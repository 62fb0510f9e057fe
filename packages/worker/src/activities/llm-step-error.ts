import { LlmError } from '../llm/llm-error.js'
import { StepError } from './step-error.js'

/** The failure of a step whose language model gave nothing; other errors stay what they are. */
export function stepErrorOf(error: unknown): unknown {
  if (!(error instanceof LlmError)) return error
  const { code, message, retryable } = error
  return new StepError(code, message, { retryable, cause: error })
}
