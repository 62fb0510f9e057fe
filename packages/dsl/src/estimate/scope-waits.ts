import type { OutlineStep } from '../document/outline.js'
import { stepReferences } from '../document/step-references.js'
import type { EstimateModel } from './estimate-model.js'
import { isLoop } from './step-tree.js'

/** Moments of a step: it starts, its own work has ended, nothing about it can change any more. */
export type Moment = 'start' | 'end' | 'settled'

/** One moment that comes after another. */
export interface Wait {
  readonly step: OutlineStep
  readonly moment: Moment
  readonly after: OutlineStep
  readonly afterMoment: Moment
  /** Whether it holds in every run in which the step runs. */
  readonly certain: boolean
}

/** Who waits for whom among the steps of one scope, as the interpreter does; ends of control steps left out. */
export function scopeWaits(
  steps: readonly OutlineStep[],
  byId: ReadonlyMap<string, OutlineStep>,
  model: EstimateModel,
): Wait[] {
  const waits: Wait[] = []
  const add = (step: OutlineStep, moment: Moment, after: OutlineStep, afterMoment: Moment, certain = true) => {
    if (step.loop !== after.loop) return
    const holds = certain && model.gates.isCertainWith(after, model.gates.of(step))
    waits.push({ step, moment, after, afterMoment, certain: holds })
  }
  for (const step of steps) {
    const { parent, block } = step
    for (const source of sourcesOf(step, byId)) add(step, 'start', source, 'settled')
    if (parent !== undefined) {
      const route = block?.startsWith('routes.') === true ? Number(block.slice('routes.'.length)) : undefined
      add(step, 'start', parent, route === undefined ? 'start' : 'settled')
      if (route !== undefined)
        for (const source of sourcesOf(parent, byId, route)) add(step, 'start', source, 'settled')
    }
    for (const { owner, kind, route } of model.gates.activators(step.id)) {
      if (owner === step) continue
      add(step, 'start', owner, kind === 'route' ? 'settled' : 'end')
      if (kind === 'fallback') add(owner, 'settled', step, 'settled')
      if (kind === 'route') for (const source of sourcesOf(owner, byId, route)) add(step, 'start', source, 'settled')
    }
    // Some items may end before what a later inner step waits for, so this is no certain wait.
    if (isLoop(step)) for (const source of bodySources(step, byId, model)) add(step, 'start', source, 'settled', false)
  }
  return waits
}

/** Steps that are read or waited for: by the step itself, or by one of its routes. */
function sourcesOf(step: OutlineStep, byId: ReadonlyMap<string, OutlineStep>, route?: number): OutlineStep[] {
  const ids = new Set<string>()
  for (const reference of stepReferences(step).references) {
    if (!reference.own && reference.route === route) ids.add(reference.path.root)
  }
  if (route === undefined && Array.isArray(step.step.depends_on)) {
    for (const id of step.step.depends_on) if (typeof id === 'string') ids.add(id)
  }
  return [...ids].flatMap((id) => byId.get(id) ?? []).filter((source) => source !== step)
}

function bodySources(
  loop: OutlineStep,
  byId: ReadonlyMap<string, OutlineStep>,
  model: EstimateModel,
): Set<OutlineStep> {
  const sources = new Set<OutlineStep>()
  for (const inner of model.tree.scope(loop)) {
    for (const source of sourcesOf(inner, byId)) if (source.loop !== loop) sources.add(source)
    if (isLoop(inner)) for (const source of bodySources(inner, byId, model)) sources.add(source)
  }
  return sources
}
