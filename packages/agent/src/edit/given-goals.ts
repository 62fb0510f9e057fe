import type { Capability } from '../catalog/capability.js'
import type { Goal, Source } from '../planner/typed/goal.js'
import type { Clause } from '../request/clause.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import { stemsOf } from '../words/stem.js'
import type { Edit } from './apply-edit.js'

const NOWHERE: Clause = { index: -1, sentence: -1, tokens: [], link: 'start', start: -1, end: -1 }

/** The entry that a step uses. */
export function capabilityOf(catalog: PlannerCatalog, uses: string, type: string): Capability | undefined {
  const entries = catalog.byId(uses)
  return entries.find(({ step_type }) => step_type === type) ?? entries[0]
}

/** The steps of a document as goals that are there already. */
export function givenGoals({ lifted, catalog }: Pick<Edit, 'lifted' | 'catalog'>): Goal[] {
  const goals = new Map<string, Goal>()
  for (const [at, step] of lifted.steps.entries()) {
    const capability = capabilityOf(catalog, step.uses, step.type)
    const goal: Goal = {
      id: step.id,
      uses: step.uses,
      step_type: step.type,
      clause: NOWHERE,
      at: at - lifted.steps.length - 1,
      words: new Set([...stemsOf(step.id), ...stemsOf(step.uses)]),
      because: step.because,
      is_given: true,
      bound: new Map(),
      settings: [],
      after: new Set(),
      artifacts: new Map(),
      ...(capability === undefined ? {} : { capability }),
    }
    goals.set(step.id, goal)
  }
  for (const step of lifted.steps) {
    const goal = goals.get(step.id)
    if (goal === undefined) continue
    for (const { name, values } of step.inputs) {
      const sources = values.flatMap((value): Source[] => {
        if (value.kind === 'const') return [{ kind: 'const', value: value.value }]
        if (value.kind === 'input') return [{ kind: 'input', name: value.name }]
        const [root = '', ...rest] = value.ref.split('.')
        const from = goals.get(root.replace(/\[.*$/, ''))
        if (from !== undefined) return [{ kind: 'path', goal: from, path: rest.join('.') }]
        return root === 'item' ? [{ kind: 'item', path: rest.join('.') }] : []
      })
      goal.bound.set(name, sources)
    }
    if (step.for_each !== undefined) {
      const { over, key } = step.for_each
      const root = over.kind === 'ref' ? goals.get(over.ref.split(/[.[]/)[0] ?? '') : undefined
      const source: NonNullable<Goal['loop']>['source'] =
        over.kind === 'ref' && root !== undefined
          ? { kind: 'path', goal: root, path: over.ref.replace(/^[^.]+\./, '') }
          : over.kind === 'input'
            ? { kind: 'input', name: over.name }
            : { kind: 'const', value: null }
      goal.loop = { source, key: `given:${key}` }
    }
    const main = step.fallback_of === undefined ? undefined : goals.get(step.fallback_of)
    if (main !== undefined) goal.fallback_of = main
  }
  return [...goals.values()]
}
