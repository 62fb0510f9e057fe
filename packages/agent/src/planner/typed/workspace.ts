import type { Capability, Port } from '../../catalog/capability.js'
import type { Clause } from '../../request/clause.js'
import type { Mention } from '../../request/mention.js'
import type { RequestReading } from '../../request/read-request.js'
import type { PlannerCatalog } from '../../retrieve/planner-catalog.js'
import type { PlannerOptions } from '../planner-options.js'
import { ConstantFits } from './constant-fit.js'
import type { Goal } from './goal.js'

const fitsOf = new WeakMap<PlannerCatalog, ConstantFits>()

/** A step was added for a port where others would have done as well. */
interface Doubt {
  readonly goal: Goal
  readonly port: Port
  readonly options: readonly Capability[]
}

/** What planning one request works on. */
export interface Workspace {
  readonly catalog: PlannerCatalog
  readonly fits: ConstantFits
  readonly request: RequestReading
  readonly options: PlannerOptions
  readonly goals: Goal[]
  /** Choices between steps that are as good as each other. */
  readonly doubts: Doubt[]
  /** Constants that are no inputs: names of tables, services, files. */
  readonly reserved: Set<Mention>
  /** Words that some goal or constant has a use for. */
  readonly used: Set<string>
}

export function makeWorkspace(catalog: PlannerCatalog, request: RequestReading, options: PlannerOptions): Workspace {
  let fits = fitsOf.get(catalog)
  if (fits === undefined) {
    const types = new Set<string>()
    for (const { inputs, outputs } of catalog.capabilities)
      for (const { type } of [...inputs, ...outputs]) if (type !== undefined) types.add(type)
    fits = new ConstantFits(catalog.types, types)
    fitsOf.set(catalog, fits)
  }
  return { catalog, fits, request, options, goals: [], doubts: [], reserved: new Set(), used: new Set() }
}

export function makeGoal(
  capability: Capability,
  clause: Clause,
  more: Pick<Goal, 'at' | 'words' | 'because'> & Partial<Goal>,
): Goal {
  return {
    id: '',
    uses: capability.id,
    step_type: capability.step_type,
    capability,
    clause,
    bound: new Map(),
    settings: [],
    after: new Set(),
    artifacts: new Map(),
    ...more,
  }
}
