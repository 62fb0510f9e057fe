import type { Json, JsonObject } from '@odp/dsl'
import type { FinalStatus, StepStatus } from '@odp/dsl/plan'

/**
 * What one call of a step's work answers.
 *
 * @example
 * ```ts
 * import type { MockAnswer } from '@odp/worker/conformance'
 *
 * const answers: MockAnswer[] = [{ error: { message: 'busy' }, seconds: 2 }, { outputs: { text: 'hi' } }]
 * ```
 */
export interface MockAnswer {
  /**
   * The raw return value, before declared outputs are picked from it. Of a batch: a list with one an item, `{ error: { message,
   * retryable } }` for one that fails, or the same for all.
   */
  readonly outputs?: Json
  /** Fails the attempt instead; `retryable` defaults to true. */
  readonly error?: { readonly message: string; readonly retryable?: boolean }
  /** Virtual time that the call takes, errors included. */
  readonly seconds?: number
}

/**
 * Something that a person does while the case runs: `at_seconds` and one key with the action.
 *
 * @example
 * ```ts
 * import type { CaseAction } from '@odp/worker/conformance'
 *
 * const action: CaseAction = { at_seconds: 30, cancel: {} }
 * ```
 */
export interface CaseAction {
  /** Virtual seconds after the start. */
  readonly at_seconds: number
  readonly [action: string]: Json
}

/**
 * One diagnostic that is expected; only the keys given are compared.
 *
 * @example
 * ```ts
 * import type { ExpectedDiagnostic } from '@odp/worker/conformance'
 *
 * const diagnostic: ExpectedDiagnostic = { level: 1, line: 7, contains: "did you mean 'method'" }
 * ```
 */
export interface ExpectedDiagnostic {
  readonly level?: number
  readonly severity?: 'error' | 'warning'
  readonly line?: number
  readonly column?: number
  /** Part of the message or of the hint. */
  readonly contains?: string
}

/**
 * What a case expects. What is not named is not checked.
 *
 * @example
 * ```ts
 * import type { Expectation } from '@odp/worker/conformance'
 *
 * const expect: Expectation = { status: 'completed', calls: { greet: 2 }, outputs: { greet: { text: 'hi' } } }
 * ```
 */
export interface Expectation {
  readonly validation?: {
    readonly valid?: boolean
    /** An empty list means: none at all. */
    readonly diagnostics?: readonly ExpectedDiagnostic[]
  }
  /** `invalid`: refused, nothing ran. */
  readonly status?: FinalStatus | 'invalid'
  readonly steps?: Readonly<Record<string, Exclude<StepStatus, 'pending' | 'running' | 'waiting'>>>
  /** Calls of a step's work, retries and iterations included. */
  readonly calls?: Readonly<Record<string, number>>
  /** What the work received in its last call, compared as a whole. */
  readonly inputs?: Readonly<Record<string, JsonObject>>
  readonly outputs?: Readonly<Record<string, Json>>
  /** Part of the error or of the skip reason, by step id or `pipeline`. */
  readonly errors?: Readonly<Record<string, string>>
  /** Pairs: the first settled before the second started. */
  readonly order?: readonly (readonly [string, string])[]
  /** Most calls at once inside a loop or a group. */
  readonly max_concurrent?: Readonly<Record<string, number>>
  /** Names that are kept; an empty list means: none at all. */
  readonly artifacts?: readonly string[]
  /** `type` or `type:step`, in this order; others may lie between. */
  readonly events?: readonly string[]
}

/**
 * One conformance case: a document, what the world answers, and what must come of it.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { type ConformanceCase, localHost, runConformanceCase } from '@odp/worker/conformance'
 *
 * const greets: ConformanceCase = {
 *   name: 'greets again after a failure',
 *   pipeline: readFileSync('pipeline.yaml', 'utf8'),
 *   mocks: { greet: [{ error: { message: 'busy' } }, { outputs: { text: 'hi' } }] },
 *   expect: { status: 'completed', calls: { greet: 2 } },
 * }
 * const { ok } = await runConformanceCase(greets, localHost)
 * ```
 */
export interface ConformanceCase {
  readonly name: string
  /** The pipeline document as text. */
  readonly pipeline: string
  readonly input?: JsonObject
  /** A catalog document. Without it everything exists and schemas are unknown. */
  readonly catalog?: JsonObject
  /** By step id: the answers of its calls in order; the last one repeats. */
  readonly mocks?: Readonly<Record<string, readonly MockAnswer[]>>
  readonly limits?: { readonly max_wait_seconds?: number }
  readonly actions?: readonly CaseAction[]
  readonly secrets?: Readonly<Record<string, string>>
  /** A resources document, for level 4: `availability`, `quotas`, `access`. */
  readonly quota?: Json
  readonly replay_of?: Json
  readonly cache?: boolean
  readonly expect: Expectation
}
