import type { Json, JsonObject } from '../json/json.js'
import type { StepMode } from '../steps/step-mode.js'

/**
 * Version of the meaning of a plan. A change of what the interpreter does with a plan needs a new one.
 *
 * @example
 * ```ts
 * import { PLAN_VERSION, type Plan } from '@odp/dsl/plan'
 *
 * const isReadable = (plan: Plan) => plan.plan_version === PLAN_VERSION
 * ```
 */
export const PLAN_VERSION = 1

/**
 * What a workflow runs: the pipeline document, checked and laid out as graphs. It is plain JSON and holds templates and
 * expressions as text (they were parsed once to check them, and are parsed again when their step starts), since the plan
 * stands in the history of every execution and parsed forms are four times as long.
 *
 * @example
 * ```ts
 * import type { Plan } from '@odp/dsl/plan'
 *
 * const starters = (plan: Plan) => plan.nodes.filter(({ after, depends_on }) => !after && !depends_on)
 * ```
 */
export interface Plan {
  readonly plan_version: typeof PLAN_VERSION
  /** SHA-256 of the canonical document, in hexadecimal. */
  readonly digest: string
  readonly pipeline_id: string
  readonly workspace_id: string
  readonly project_id: string
  readonly name: string
  readonly mode: 'brave' | 'safe'
  /** Most work steps at once, wherever nested. */
  readonly max_parallel: number
  /** Seconds after which the whole run fails. */
  readonly timeout_seconds?: number
  /** What a run takes, so that a replay with another input can be checked. Nothing of a run depends on it. */
  readonly input_schema?: JsonObject | boolean
  /** What holds for each step type used, unless a step says otherwise. */
  readonly types: Readonly<Record<string, PlanTypeDefaults>>
  /** Steps of the outermost scope in document order, those inside branches, groups and routes included. */
  readonly nodes: readonly PlanNode[]
}

/**
 * Defaults of a step type.
 *
 * @example
 * ```ts
 * import type { PlanTypeDefaults } from '@odp/dsl/plan'
 *
 * const crawler: PlanTypeDefaults = { run: 'activity', mode: 'api', timeout_seconds: 600 }
 * ```
 */
export interface PlanTypeDefaults {
  /** `activity` or `control`. */
  readonly run: 'activity' | 'control'
  /** True when the work returns outputs that need no declaration, so that nothing of it is left out. */
  readonly built_in_outputs?: true
  readonly mode: StepMode
  /** Seconds of one attempt. */
  readonly timeout_seconds?: number
}

/**
 * How often and after which waits a step is tried again. Times in seconds. After failed attempt n the wait is `initial_seconds` times 1 (`fixed`), n
 * (`linear`) or 2ⁿ⁻¹ (`exponential`), at most `max_seconds`.
 *
 * @example
 * ```ts
 * import type { PlanRetry } from '@odp/dsl/plan'
 *
 * const retry: PlanRetry = { max_attempts: 5, backoff: 'linear', initial_seconds: 2, max_seconds: 10 } // 2, 4, 6, 8 s
 * ```
 */
export interface PlanRetry {
  readonly max_attempts: number
  readonly backoff: 'exponential' | 'linear' | 'fixed'
  readonly initial_seconds: number
  readonly max_seconds: number
}

/**
 * The policy where a document says nothing: three attempts, waits of 1 s, 2 s, … up to 60 s.
 *
 * @example
 * ```ts
 * import { DEFAULT_RETRY, type PlanNode } from '@odp/dsl/plan'
 *
 * const attempts = (node: PlanNode) => (node.retry ?? DEFAULT_RETRY).max_attempts
 * ```
 */
export const DEFAULT_RETRY: PlanRetry = { max_attempts: 3, backoff: 'exponential', initial_seconds: 1, max_seconds: 60 }

/**
 * A condition after completion that activates a step.
 *
 * @example
 * ```ts
 * import type { PlanCheck } from '@odp/dsl/plan'
 *
 * const check: PlanCheck = { not_exists: 'profile.email', run: 'find_email' }
 * ```
 */
export type PlanCheck =
  | { readonly not_exists: string; readonly run: string }
  | { readonly boolean: string; readonly run: string }

/**
 * A route: when its expression holds, block `routes.<index>` and the children in `run` are activated.
 *
 * @example
 * ```ts
 * import type { PlanRoute } from '@odp/dsl/plan'
 *
 * const route: PlanRoute = { expression: '{{score.risk}} > 0.75', after: ['score'], run: ['alert'] }
 * ```
 */
export interface PlanRoute {
  readonly expression: string
  /** Steps whose outputs the expression reads. */
  readonly after?: readonly string[]
  /** Ids of children that the route activates. */
  readonly run?: readonly string[]
}

/**
 * How the results of a step are cached.
 *
 * @example
 * ```ts
 * import type { PlanCache } from '@odp/dsl/plan'
 *
 * const cache: PlanCache = { ttl_seconds: 3_600, key: '{{input.username}}' }
 * ```
 */
export interface PlanCache {
  readonly ttl_seconds: number
  /** Takes the place of the inputs in the key; it may hold templates. */
  readonly key?: Json
}

/**
 * One step of a scope. Absent keys have their defaults.
 *
 * @example
 * ```ts
 * import type { PlanNode } from '@odp/dsl/plan'
 *
 * const node: PlanNode = { id: 'greet', type: 'function', config: { method: 'greet' }, inputs: { name: '{{input.name}}' } }
 * ```
 */
export interface PlanNode {
  readonly id: string
  readonly type: string
  /** The step whose block this one stands in: a control step, or the owner of a route. */
  readonly parent?: string
  /** Name of that block: `steps`, `if_true`, `if_false`, `routes.0`. */
  readonly block?: string
  /** Steps that are read: all must have settled before this one starts. */
  readonly after?: readonly string[]
  /** Steps that only come before. */
  readonly depends_on?: readonly string[]
  /** Steps that a check of this step reads: when one is skipped, this one is too. */
  readonly check_reads?: readonly string[]
  /** True when the step runs only if a check, a fallback or a route activates it. */
  readonly on_demand?: true
  readonly inputs?: Readonly<Record<string, Json>>
  /** Keys of its type, inner steps left out. */
  readonly config?: JsonObject
  /** Keys of `config` that hold templates, such as `method` or `code.source`. */
  readonly templates?: readonly string[]
  /** Other texts of the step that hold templates (its name, its description): they must resolve for it to start. */
  readonly texts?: readonly Json[]
  /** True when the request carries what the run has produced so far. */
  readonly subject?: true
  /** A name made at run time: the key of `config` that holds it, and the ids of the catalog that it may give. */
  readonly methods?: { readonly key: string; readonly ids: readonly string[] }
  readonly outputs?: Readonly<Record<string, string>>
  readonly output_schema?: JsonObject | boolean
  readonly mode?: StepMode
  readonly retry?: PlanRetry
  readonly timeout_seconds?: number
  readonly fallback?: string
  readonly continue_on_failure?: true
  readonly check?: readonly PlanCheck[]
  readonly routes?: readonly PlanRoute[]
  /** How the work is placed when it is cheap: in the worker that runs the workflow, or in the workflow itself. */
  readonly placement?: 'local' | 'workflow'
  /** True when the work takes many items in one call, for a loop with `batch_size`. */
  readonly takes_batches?: true
  /** False for work that must not be done twice: after an unknown outcome a person decides. */
  readonly idempotent?: false
  /** Kind of machine that the work needs, which decides the task queue. Absent for `io`. */
  readonly resource_class?: 'cpu' | 'gpu' | 'llm'
  /** How results are cached. Absent: not at all. */
  readonly cache?: PlanCache
  /** Fields of the outputs that later steps read; absent when all may be read. */
  readonly reads?: readonly string[]
  /** Steps of a scope of its own (the body of a loop). */
  readonly nodes?: readonly PlanNode[]
}
