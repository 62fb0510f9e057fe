import type { Json } from '../json/json.js'
import type { Span } from './expression.js'

/** Why an expression has no value: `limit_exceeded` is a joined text or a match beyond what is allowed. */
export type ExpressionErrorCode =
  | 'type_error'
  | 'field_not_found'
  | 'reference_invalid'
  | 'division_by_zero'
  | 'pattern_invalid'
  | 'limit_exceeded'

/** An error in an expression; `start` and `end` are the place of the part that caused it. */
export interface ExpressionError extends Span {
  readonly kind: 'error'
  readonly code: ExpressionErrorCode
  readonly message: string
}

/**
 * What evaluating gave. `unavailable`: it reads a step that was skipped or failed, so its reader is skipped.
 *
 * @example
 * ```ts
 * import type { ExpressionOutcome } from '@odp/dsl/plan'
 *
 * const isTrue = (outcome: ExpressionOutcome) => outcome.kind === 'value' && outcome.value === true
 * ```
 */
export type ExpressionOutcome<Value = Json> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'unavailable'; readonly root: string; readonly reason: string }
  | ExpressionError

/** An error at the place of a part. */
export function expressionError(code: ExpressionErrorCode, message: string, span: Span): ExpressionError {
  return { kind: 'error', code, message, start: span.start, end: span.end }
}
