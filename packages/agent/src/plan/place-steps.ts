import type { PlanStep, PlanTest, PlanValue } from './flat-plan.js'

/** A place in a document: a step, or control flow with what stands in it. */
export type Container =
  | { readonly kind: 'step'; readonly step: PlanStep }
  | {
      readonly kind: 'loop'
      readonly id: string
      readonly over: PlanValue
      readonly variable: string
      readonly max_parallel?: number
      readonly children: Container[]
    }
  | {
      readonly kind: 'group'
      readonly id: string
      readonly max_parallel: number
      readonly children: Container[]
    }
  | {
      readonly kind: 'branches'
      readonly id: string
      readonly tests: readonly PlanTest[]
      readonly join: 'and' | 'or'
      readonly if_true: Container[]
      readonly if_false: Container[]
    }

export const LOOP_VARIABLE = 'item'

/** Puts steps into the loops, conditions and groups that they name, in the order of the plan. */
export function placeSteps(steps: readonly PlanStep[], ids: ReadonlySet<string>): Container[] {
  const root: Container[] = []
  const open = new Map<string, Container>()
  const taken = new Set(ids)
  const byId = new Map(steps.map((step) => [step.id, step]))
  const loopKey = new Map(steps.map((step) => [step.id, step.for_each?.key]))
  const fresh = (name: string) => {
    let id = name
    for (let at = 2; taken.has(id); at += 1) id = `${name}_${at}`
    taken.add(id)
    return id
  }
  for (const step of steps) {
    let list = root
    let path = ''
    const readsItem =
      step.when?.tests.some(
        ({ ref }) =>
          /^item(\.|$|\[)/.test(ref) || (step.for_each !== undefined && loopKey.get(rootOf(ref)) === step.for_each.key),
      ) === true
    const enterLoop = () => {
      for (const [depth, each] of loopsAround(step, byId).entries()) {
        path += `/loop:${each.key}`
        let loop = open.get(path)
        if (loop?.kind !== 'loop') {
          const { over, max_parallel } = each
          const variable = depth === 0 ? LOOP_VARIABLE : `${LOOP_VARIABLE}_${depth + 1}`
          loop = {
            kind: 'loop',
            id: fresh(`each_${step.id}`),
            over,
            variable,
            children: [],
            ...(max_parallel === undefined ? {} : { max_parallel }),
          }
          open.set(path, loop)
          list.push(loop)
        }
        list = loop.children
      }
    }
    const enterCondition = () => {
      if (step.when === undefined) return
      path += `/if:${step.when.key}`
      let conditional = open.get(path)
      if (conditional?.kind !== 'branches') {
        conditional = {
          kind: 'branches',
          id: fresh(`when_${step.id}`),
          tests: step.when.tests,
          join: step.when.join,
          if_true: [],
          if_false: [],
        }
        open.set(path, conditional)
        list.push(conditional)
      }
      path += `:${step.when.branch}`
      list = conditional[step.when.branch]
    }
    if (step.group !== undefined && step.for_each === undefined && step.when === undefined) {
      path += `/group:${step.group.key}`
      let group = open.get(path)
      if (group?.kind !== 'group') {
        group = {
          kind: 'group',
          id: fresh(`together_${step.id}`),
          max_parallel: step.group.max_parallel,
          children: [],
        }
        open.set(path, group)
        list.push(group)
      }
      list = group.children
    }
    if (readsItem) {
      enterLoop()
      enterCondition()
    } else {
      enterCondition()
      enterLoop()
    }
    list.push({ kind: 'step', step })
  }
  return root
}

function rootOf(ref: string): string {
  return ref.split(/[.[]/)[0] ?? ''
}

/** The loops that a step runs in, outermost first: what an inner one goes over may itself be made in a loop. */
function loopsAround(step: PlanStep, byId: ReadonlyMap<string, PlanStep>): NonNullable<PlanStep['for_each']>[] {
  const loops: NonNullable<PlanStep['for_each']>[] = []
  let current = step.for_each
  for (let depth = 0; current !== undefined && depth < 5; depth += 1) {
    loops.unshift(current)
    const maker: PlanStep | undefined = current.over.kind === 'ref' ? byId.get(rootOf(current.over.ref)) : undefined
    current = maker?.for_each?.key === current.key ? undefined : maker?.for_each
  }
  return loops
}
