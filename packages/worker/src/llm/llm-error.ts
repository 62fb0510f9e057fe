/**
 * Why a language model gave nothing that can be used; also failure codes of steps.
 *
 * @example
 * ```ts
 * import type { LlmErrorCode } from '@odp/worker/llm'
 *
 * const mayHelpToWait = (code: LlmErrorCode) => code === 'llm_unavailable'
 * ```
 */
export type LlmErrorCode =
  | 'llm_unavailable'
  | 'llm_refused'
  | 'llm_truncated'
  | 'llm_answer_invalid'
  | 'llm_budget_exceeded'

/**
 * A language model gave nothing that can be used. The message says what it was asked at and what went wrong; it holds no key.
 *
 * @example
 * ```ts
 * import { LlmError } from '@odp/worker/llm'
 *
 * const isBusy = (error: unknown) => error instanceof LlmError && error.code === 'llm_unavailable' && error.retryable
 * ```
 */
export class LlmError extends Error {
  override readonly name = 'LlmError'
  readonly code: LlmErrorCode
  /** Whether the same question may be answered later. */
  readonly retryable: boolean

  constructor(code: LlmErrorCode, message: string, options: { readonly retryable?: boolean } = {}) {
    super(message)
    this.code = code
    this.retryable = options.retryable ?? false
  }
}

const LONGEST_QUOTE = 300

/** What somebody else wrote, fit for a message: one line, and not long. */
export function quoted(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return plain.length > LONGEST_QUOTE ? `${plain.slice(0, LONGEST_QUOTE)}…` : plain
}
