import type { Json } from '@odp/dsl'

/**
 * A value in a plan: a constant, a field of a step (`profile_step.profile.email`, in loops `item.handle`), or an input of the run.
 *
 * @example
 * ```ts
 * import type { PlanValue } from '@odp/agent'
 *
 * const email: PlanValue = { kind: 'ref', ref: 'collect.profile.email' }
 * ```
 */
export type PlanValue =
  | { readonly kind: 'const'; readonly value: Json }
  | {
      readonly kind: 'ref'
      readonly ref: string /** Text before the value, as in `models:/name/3`. */
      readonly before?: string
    }
  | { readonly kind: 'input'; readonly name: string }

/**
 * One comparison of a condition.
 *
 * @example
 * ```ts
 * import type { PlanTest } from '@odp/agent'
 *
 * const isRisky: PlanTest = { ref: 'assess.risk_score', measure: 'value', op: '>', value: 0.8 }
 * ```
 */
export interface PlanTest {
  readonly ref: string
  /** `size` of a list or text, the `value` itself, or whether it `exists`; `expression`: the reference is a whole expression, read from a document. */
  readonly measure: 'value' | 'size' | 'exists' | 'expression'
  readonly op?: '==' | '!=' | '<' | '<=' | '>' | '>='
  readonly value?: Json
  readonly negated?: boolean
}

/**
 * One step of a plan.
 *
 * @example
 * ```ts
 * import type { PlanStep } from '@odp/agent'
 *
 * const step: PlanStep = { id: 'greet', uses: 'greet', type: 'function', inputs: [], settings: [], after: [], because: 'say hello' }
 * ```
 */
export interface PlanStep {
  readonly id: string
  /** Id in the catalog; the step type where the step has none. */
  readonly uses: string
  readonly type: string
  /** Several values for one input make a list; one does where the input takes lists only. */
  readonly inputs: readonly {
    readonly name: string
    readonly values: readonly PlanValue[]
    readonly is_list?: boolean
    /** The values go in together as one record, by the steps that they come from. */
    readonly is_record?: boolean
  }[]
  /** Keys of the step itself, by path: `timeout_minutes`, `training.model`, `retry_policy.max_attempts`. */
  readonly settings: readonly { readonly path: string; readonly value: PlanValue }[]
  /** Steps with the same key run in the same loop. */
  readonly for_each?: { readonly key: string; readonly over: PlanValue; readonly max_parallel?: number }
  /** Steps with the same key stand under the same condition. */
  readonly when?: {
    readonly key: string
    readonly tests: readonly PlanTest[]
    readonly join: 'and' | 'or'
    readonly branch: 'if_true' | 'if_false'
  }
  /** Steps with the same key run side by side, so many at a time. */
  readonly group?: { readonly key: string; readonly max_parallel: number }
  readonly after: readonly string[]
  readonly fallback_of?: string
  /** Names that outputs are kept under, by output. */
  readonly artifacts?: Readonly<Record<string, string>>
  readonly outputs?: readonly string[]
  readonly format?: string
  readonly delivery?: { readonly url: string }
  /** The words of the request that the step is there for. */
  readonly because: string
}

/**
 * The plan between a request and a document: flat, and free of YAML and templates.
 *
 * @example
 * ```ts
 * import type { FlatPlan } from '@odp/agent'
 *
 * const empty: FlatPlan = { goal: 'nothing', steps: [] }
 * ```
 */
export interface FlatPlan {
  /** The request. */
  readonly goal: string
  readonly steps: readonly PlanStep[]
}
