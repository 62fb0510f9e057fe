import type { ExecutionEstimate } from './execution.js'
import type { Plan } from './plan.js'
import type { Answer } from './step-result.js'

/**
 * Who does something, and why. It stands in the record of the execution.
 *
 * @example
 * ```ts
 * import type { OperationAuthor } from '@odp/dsl/plan'
 *
 * const author: OperationAuthor = { request_id: 'ada-2026-01-31-1', by: 'ada', reason: 'the site is down' }
 * ```
 */
export interface OperationAuthor {
  /** Makes a repeated request harmless: the same id has one effect, whatever it asks for the second time. */
  readonly request_id: string
  /** Name of the person or program. */
  readonly by?: string
  readonly reason?: string
}

/**
 * What people do to an execution while it runs, by the name of the Temporal update.
 *
 * @example
 * ```ts
 * import type { OperationArguments } from '@odp/dsl/plan'
 *
 * const skip: OperationArguments['skipStep'] = { request_id: 'ada-2', by: 'ada', step: 'others[3].crawl' }
 * ```
 */
export interface OperationArguments {
  /** Lets a safe execution start. `digest` is that of the approval request: what the person has seen. */
  approve: OperationAuthor & { readonly digest: string }
  /** Ends a safe execution before it starts, as cancelled. */
  reject: OperationAuthor
  /** Lets running steps end and starts no other. */
  pause: OperationAuthor
  resume: OperationAuthor
  /** Cancels what runs and skips the rest. */
  cancel: OperationAuthor
  /** Starts the next attempt of a step at once: one that waits for an answer, or for its next attempt. */
  retryStep: OperationAuthor & { readonly step: string }
  /** Skips a step that has not started, or that waits for an answer. */
  skipStep: OperationAuthor & { readonly step: string }
  /** Answers the question of a step. */
  answerStep: OperationAuthor & { readonly step: string; readonly value: Answer }
  /** Goes on with another plan, once the work under way has ended. Outputs of the steps of `keep` are taken over. */
  replan: OperationAuthor & {
    readonly plan: Plan
    /** Ids of steps whose recorded outputs hold for the new plan too. */
    readonly keep: readonly string[]
    readonly estimate?: ExecutionEstimate
    /** Digest of the new approval request, for a plan in safe mode. */
    readonly approval_digest?: string
  }
}

/**
 * Name of an operation.
 *
 * @example
 * ```ts
 * import type { OperationName } from '@odp/dsl/plan'
 *
 * const name: OperationName = 'pause'
 * ```
 */
export type OperationName = keyof OperationArguments

/**
 * One operation with its arguments.
 *
 * @example
 * ```ts
 * import type { Operation } from '@odp/dsl/plan'
 *
 * const operation: Operation = { operation: 'retryStep', request_id: 'ada-3', step: 'collect' }
 * ```
 */
export type Operation = {
  [Name in OperationName]: { readonly operation: Name } & OperationArguments[Name]
}[OperationName]

/**
 * What an operation has done.
 *
 * @example
 * ```ts
 * import type { OperationResult } from '@odp/dsl/plan'
 *
 * const print = ({ applied, sequence }: OperationResult) => console.log(applied ? `event ${sequence}` : 'done before')
 * ```
 */
export interface OperationResult {
  /** False when the same request had been carried out before. */
  readonly applied: boolean
  /** Number of the last event afterwards. */
  readonly sequence: number
}

/**
 * An operation that was carried out. Times are milliseconds since 1970.
 *
 * @example
 * ```ts
 * import type { AuditEntry } from '@odp/dsl/plan'
 *
 * const print = ({ time, by = 'somebody', operation }: AuditEntry) => console.log(new Date(time).toISOString(), by, operation)
 * ```
 */
export interface AuditEntry {
  readonly time: number
  readonly operation: OperationName
  readonly request_id: string
  readonly by?: string
  readonly reason?: string
  readonly step?: string
  readonly value?: Answer
  /** What was approved. */
  readonly digest?: string
}

/**
 * Every reason for which an operation is refused, with its meaning. A refused operation has no effect and leaves no trace.
 *
 * @example
 * ```ts
 * import { REFUSAL_CODES } from '@odp/dsl/plan'
 *
 * REFUSAL_CODES.not_paused // 'The execution is not paused.'
 * ```
 */
export const REFUSAL_CODES = {
  execution_ended: 'The execution has ended. Replay it from a step instead.',
  approval_not_awaited: 'The execution does not wait for an approval: it is not in safe mode, or was decided before.',
  approval_stale: 'The digest is not that of what waits: document, input or estimate are not those that were seen.',
  already_paused: 'The execution is paused already.',
  not_paused: 'The execution is not paused.',
  step_unknown: 'No step has this address, or its item has not started or has ended.',
  step_not_waiting: 'The step does not wait for an answer or for another attempt.',
  step_started: 'The step has started or ended: it cannot be skipped any more.',
  answer_unknown: 'The question of the step does not offer this answer.',
  plan_not_fitting: 'The new plan is of another pipeline, or of another plan version.',
  request_invalid: 'An argument is missing or of the wrong type.',
} as const satisfies Record<string, string>

/**
 * Why an operation is refused.
 *
 * @example
 * ```ts
 * import { REFUSAL_CODES, type RefusalCode } from '@odp/dsl/plan'
 *
 * const meaning = (code: RefusalCode): string => REFUSAL_CODES[code]
 * ```
 */
export type RefusalCode = keyof typeof REFUSAL_CODES

/**
 * A refusal in words.
 *
 * @example
 * ```ts
 * import { REFUSAL_CODES, type Refusal } from '@odp/dsl/plan'
 *
 * const refusal: Refusal = { code: 'not_paused', message: REFUSAL_CODES.not_paused }
 * ```
 */
export interface Refusal {
  readonly code: RefusalCode
  readonly message: string
}
