import type { Json } from '@odp/dsl'
import type { FlatPlan, PlanStep, PlanValue } from './flat-plan.js'
import { renderTests } from './render-test.js'

/**
 * A plan as nodes, edges, inputs and control, the form in which plans are compared.
 *
 * @example
 * ```ts
 * import type { PlanGraph } from '@odp/agent'
 *
 * const uses = ({ nodes }: PlanGraph) => nodes.map((node) => node.uses)
 * ```
 */
export interface PlanGraph {
  readonly nodes: readonly { readonly id: string; readonly uses: string; readonly type: string }[]
  readonly edges: readonly (readonly [string, string])[]
  readonly inputs: readonly GraphInput[]
  readonly control: readonly GraphControl[]
}

/**
 * What an input or a setting of a step gets: a constant, a field of another step, or an input of the run.
 *
 * @example
 * ```ts
 * import type { GraphInput } from '@odp/agent'
 *
 * const input: GraphInput = { node: 'count', port: 'place', kind: 'const', value: 'marsh' }
 * ```
 */
export interface GraphInput {
  readonly node: string
  readonly port: string
  readonly kind: 'ref' | 'const' | 'input'
  readonly ref?: string
  readonly value?: Json
}

/**
 * A loop, a condition, a group that runs at once, or a step that stands in for another, with the steps in it.
 *
 * @example
 * ```ts
 * import type { GraphControl } from '@odp/agent'
 *
 * const loop: GraphControl = { kind: 'loop', contains: ['count'], over: 'list.places', max_parallel: 5 }
 * ```
 */
export interface GraphControl {
  readonly kind: 'conditional' | 'loop' | 'parallel' | 'fallback'
  readonly contains: readonly string[]
  readonly else?: readonly string[]
  readonly condition?: string
  readonly over?: string
  readonly max_parallel?: number
  readonly of?: string
}

/**
 * Draws the graph of a plan.
 *
 * @example
 * ```ts
 * import { planGraph } from '@odp/agent'
 *
 * planGraph({ goal: 'count', steps: [] }).nodes // []
 * ```
 */
export function planGraph(plan: FlatPlan): PlanGraph {
  const edges = new Map<string, readonly [string, string]>()
  const ids = new Set(plan.steps.map(({ id }) => id))
  const edge = (from: string, to: string) => {
    if (from !== to && ids.has(from)) edges.set(`${from}\u0000${to}`, [from, to])
  }
  const inputs: GraphInput[] = []
  for (const step of plan.steps) {
    for (const { name, values } of step.inputs)
      for (const value of values) inputs.push(...graphInputs(step, name, value))
    for (const { path, value } of step.settings) inputs.push(...graphInputs(step, path, value))
    for (const [field, artifact] of Object.entries(step.artifacts ?? {}))
      inputs.push({ node: step.id, port: `outputs.${field}`, kind: 'const', value: artifact })
    for (const ref of refsOf(step)) edge(ref.split(/[.[]/)[0] ?? '', step.id)
    for (const id of step.after) edge(id, step.id)
  }
  const nodes = plan.steps.map(({ id, uses, type }) => ({ id, uses, type }))
  return { nodes, edges: [...edges.values()], inputs, control: controlOf(plan) }
}

function graphInputs(step: PlanStep, port: string, value: PlanValue): GraphInput[] {
  if (value.kind === 'ref') return [{ node: step.id, port, kind: 'ref', ref: value.ref }]
  if (value.kind === 'input')
    return [{ node: step.id, port, kind: 'input', value: value.name, ref: `input.${value.name}` }]
  const values = Array.isArray(value.value) && !port.includes('.') ? value.value : [value.value]
  return values.map((one) => ({ node: step.id, port, kind: 'const', value: one }))
}

/** Every reference of a step: inputs, settings, condition, loop. */
function refsOf(step: PlanStep): string[] {
  const values = [
    ...step.inputs.flatMap(({ values: own }) => own),
    ...step.settings.map(({ value }) => value),
    ...(step.for_each === undefined ? [] : [step.for_each.over]),
  ]
  return [
    ...values.flatMap((value) => (value.kind === 'ref' ? [value.ref] : [])),
    ...(step.when?.tests.map(({ ref }) => ref) ?? []),
  ]
}

function controlOf(plan: FlatPlan): GraphControl[] {
  const control: GraphControl[] = []
  const group = <Key>(key: (step: PlanStep) => Key | undefined) => {
    const groups = new Map<Key, PlanStep[]>()
    for (const step of plan.steps) {
      const own = key(step)
      if (own !== undefined) groups.set(own, [...(groups.get(own) ?? []), step])
    }
    return [...groups.values()]
  }
  for (const steps of group((step) => step.when?.key)) {
    const when = steps[0]?.when
    if (when === undefined) continue
    const branch = (name: 'if_true' | 'if_false') =>
      steps.filter((step) => step.when?.branch === name).map(({ id }) => id)
    control.push({
      kind: 'conditional',
      condition: renderTests(when.tests, when.join, (ref) => ref),
      contains: branch('if_true'),
      else: branch('if_false'),
    })
  }
  for (const steps of group((step) => step.for_each?.key)) {
    const each = steps[0]?.for_each
    if (each === undefined) continue
    const over =
      each.over.kind === 'ref'
        ? each.over.ref
        : each.over.kind === 'input'
          ? `input.${each.over.name}`
          : JSON.stringify(each.over.value)
    control.push({
      kind: 'loop',
      over,
      contains: steps.map(({ id }) => id),
      ...(each.max_parallel === undefined ? {} : { max_parallel: each.max_parallel }),
    })
  }
  for (const steps of group((step) => step.group?.key))
    control.push({
      kind: 'parallel',
      contains: steps.map(({ id }) => id),
      max_parallel: steps[0]?.group?.max_parallel ?? 1,
    })
  for (const step of plan.steps)
    if (step.fallback_of !== undefined) control.push({ kind: 'fallback', of: step.fallback_of, contains: [step.id] })
  return control
}
