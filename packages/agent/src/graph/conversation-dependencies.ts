import type { Installation } from '@odp/dsl'
import type { PlannerContext } from '../planner/planner-options.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import type { Executions } from './executions.js'
import type { GraphPlanner } from './graph-planner.js'

/**
 * What a conversation depends on.
 *
 * @example
 * ```ts
 * import { preparePlannerCatalog } from '@odp/agent'
 * import { type ConversationDependencies, typedGraphPlanner } from '@odp/agent/graph'
 *
 * const catalog = preparePlannerCatalog({ methods: [{ id: 'count_birds', step_type: 'function' }] })
 * const context = { workspace_id: 'w', project_id: 'p' }
 * const dependencies: ConversationDependencies = { catalog, context, planner: typedGraphPlanner(catalog, context), by: 'ada' }
 * ```
 */
export interface ConversationDependencies {
  /** What the person may use. */
  readonly catalog: PlannerCatalog
  /** What the person may do. Executions are always started in safe mode. */
  readonly context: PlannerContext
  readonly planner: GraphPlanner
  /** Where pipelines are run; without it a conversation ends with an approved document. */
  readonly executions?: Executions
  /** What can run there: what cannot is told beside the issues. */
  readonly installation?: Installation
  /** Who approves and starts. */
  readonly by: string
  /** Times that a plan is mended, at most 3. Default 3. */
  readonly most_repairs?: number
  /** Questions in one conversation. Default 3. */
  readonly most_questions?: number
  /** Revisions after an execution that failed, or instead of an approval. Default 5. */
  readonly most_revisions?: number
}
