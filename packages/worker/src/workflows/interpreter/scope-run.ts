import type { Json, PlanNode, RootValue, Scope } from '@odp/dsl/plan'
import type { Host } from './host.js'
import type { Limiter } from './limiter.js'
import { StepRun } from './step-run.js'

/** What every scope of an execution shares. */
export interface ScopeContext {
  /** The roots `input` and `run`. */
  readonly roots: Readonly<Record<string, Json>>
  /** Bound on the work steps of the whole execution. */
  readonly limiter: Limiter
  isControl(type: string): boolean
}

/** Where a scope belongs. */
export interface ScopePlace {
  readonly parent?: ScopeRun
  /** The step whose item the scope is. */
  readonly owner?: StepRun
  readonly prefix: string
  readonly order: readonly number[]
  readonly variable?: { readonly name: string; readonly value: Json }
  /** What makes the calls of the steps inside, when they do not go to the host one by one. */
  readonly caller?: Pick<Host, 'call' | 'sleep'>
}

/** The steps that see each other: the whole document, or one item of a loop. */
export class ScopeRun implements Scope {
  readonly place: ScopePlace
  readonly prefix: string
  readonly steps: readonly StepRun[]
  /** Steps outside of any control step that have not settled. */
  open = 0
  onDone: (() => void) | undefined

  readonly #context: ScopeContext
  readonly #byId = new Map<string, StepRun>()
  readonly #blocks = new Map<string, StepRun[]>()
  readonly #children = new Map<string, StepRun[]>()

  constructor(nodes: readonly PlanNode[], context: ScopeContext, place: ScopePlace) {
    this.#context = context
    this.place = place
    this.prefix = place.prefix
    const steps: StepRun[] = []
    for (const [index, node] of nodes.entries()) {
      // Calls that are made together are bounded by the loop that makes them.
      const limiter = context.isControl(node.type) || place.caller !== undefined ? undefined : context.limiter
      const step = new StepRun(node, this, this.#containerOf(node), [...place.order, index], limiter)
      steps.push(step)
      this.#byId.set(node.id, step)
      if (node.parent !== undefined) {
        append(this.#blocks, `${node.parent}/${node.block ?? ''}`, step)
        append(this.#children, node.parent, step)
      }
      if (step.container === undefined) this.open += 1
      else step.container.open += 1
    }
    this.steps = steps
    for (const step of steps) {
      for (const id of activatedBy(step.node)) {
        const target = this.#byId.get(id)
        if (target !== undefined) target.activators += 1
      }
    }
  }

  #containerOf(node: PlanNode): StepRun | undefined {
    if (node.parent === undefined) return undefined
    const parent = this.#byId.get(node.parent)
    // Route steps do not belong to the owner of the route, which has settled before them, but to what is around it.
    return node.block?.startsWith('routes.') === true ? parent?.container : parent
  }

  /** Steps that stand directly in a block of a step. */
  block(parent: string, block: string): readonly StepRun[] {
    return this.#blocks.get(`${parent}/${block}`) ?? []
  }

  /** Steps that stand directly in any block of a step, routes included. */
  children(parent: string): readonly StepRun[] {
    return this.#children.get(parent) ?? []
  }

  /** The step of this name that can be seen from here. */
  find(id: string): StepRun | undefined {
    return this.#byId.get(id) ?? this.place.parent?.find(id)
  }

  /** A step of this very scope. */
  own(id: string): StepRun | undefined {
    return this.#byId.get(id)
  }

  read(root: string): RootValue {
    if (Object.hasOwn(this.#context.roots, root)) return { kind: 'value', value: this.#context.roots[root] ?? null }
    for (let scope: ScopeRun | undefined = this; scope !== undefined; scope = scope.place.parent) {
      if (scope.place.variable?.name === root) return { kind: 'value', value: scope.place.variable.value }
    }
    const step = this.find(root)
    if (step !== undefined) return step.readable
    return { kind: 'unknown', available: this.#visibleNames() }
  }

  #visibleNames(): string[] {
    const names = Object.keys(this.#context.roots)
    for (let scope: ScopeRun | undefined = this; scope !== undefined; scope = scope.place.parent) {
      names.push(...scope.#byId.keys())
      if (scope.place.variable !== undefined) names.push(scope.place.variable.name)
    }
    return names
  }
}

function append(lists: Map<string, StepRun[]>, key: string, step: StepRun): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [step])
  else list.push(step)
}

/** Ids that a step can activate: through checks, its fallback and its routes. */
function activatedBy(node: PlanNode): string[] {
  const ids = (node.check ?? []).map((check) => check.run)
  if (node.fallback !== undefined) ids.push(node.fallback)
  for (const route of node.routes ?? []) ids.push(...(route.run ?? []))
  return ids
}
