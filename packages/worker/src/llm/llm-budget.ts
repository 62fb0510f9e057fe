import { LlmError } from './llm-error.js'

/**
 * What models have been used for so far.
 *
 * @example
 * ```ts
 * import type { LlmUsage } from '@odp/worker/llm'
 *
 * const tokens = ({ input_tokens, output_tokens }: LlmUsage) => input_tokens + output_tokens
 * ```
 */
export interface LlmUsage {
  readonly calls: number
  readonly input_tokens: number
  readonly output_tokens: number
}

/**
 * Bounds of a budget; what is absent is not bounded.
 *
 * @example
 * ```ts
 * import type { LlmLimits } from '@odp/worker/llm'
 *
 * const limits: LlmLimits = { calls: 8, tokens: 100_000 }
 * ```
 */
export interface LlmLimits {
  readonly calls?: number
  /** Tokens read and written together. */
  readonly tokens?: number
  /** Seconds from the making of the budget on. */
  readonly seconds?: number
}

/**
 * Counts what models are used for, and says when it is enough.
 *
 * @example
 * ```ts
 * import { LlmBudget } from '@odp/worker/llm'
 *
 * const budget = new LlmBudget({ calls: 4, tokens: 50_000, seconds: 120 })
 * budget.usage.calls // 0
 * ```
 */
export class LlmBudget {
  readonly limits: LlmLimits
  readonly #deadline: number
  #usage: LlmUsage = { calls: 0, input_tokens: 0, output_tokens: 0 }

  constructor(limits: LlmLimits = {}) {
    this.limits = limits
    this.#deadline =
      limits.seconds === undefined ? Number.POSITIVE_INFINITY : performance.now() + limits.seconds * 1_000
  }

  /** What has been used so far. */
  get usage(): LlmUsage {
    return this.#usage
  }

  /** Tokens that are left; infinite without a bound. */
  get remainingTokens(): number {
    const { tokens = Number.POSITIVE_INFINITY } = this.limits
    return tokens - this.#usage.input_tokens - this.#usage.output_tokens
  }

  /** Milliseconds that are left; infinite without a bound. */
  get remainingMs(): number {
    return this.#deadline - performance.now()
  }

  /**
   * Counts a call that is about to be made.
   *
   * @param expected_tokens what its question is going to take at least
   * @throws LlmError `llm_budget_exceeded` where it does not fit, and then it must not be made
   */
  begin(expected_tokens: number): void {
    const { calls = Number.POSITIVE_INFINITY, tokens, seconds } = this.limits
    if (this.#usage.calls >= calls)
      throw exceeded(calls === 0 ? 'no call of the model is allowed' : `all ${calls} calls of the model are made`)
    if (expected_tokens >= this.remainingTokens)
      throw exceeded(
        `the next call takes about ${expected_tokens} tokens, and ${this.remainingTokens} of ${tokens} are left`,
      )
    if (this.remainingMs <= 0) throw exceeded(`the ${seconds} seconds for the model are over`)
    this.#usage = { ...this.#usage, calls: this.#usage.calls + 1 }
  }

  /** Adds the tokens of a call. */
  charge(input_tokens: number, output_tokens: number): void {
    const { calls, ...used } = this.#usage
    this.#usage = {
      calls,
      input_tokens: used.input_tokens + input_tokens,
      output_tokens: used.output_tokens + output_tokens,
    }
  }
}

function exceeded(reason: string): LlmError {
  return new LlmError('llm_budget_exceeded', reason)
}
