import type { PlanRoute } from '@odp/dsl/plan'
import { type CheckOutcome, evaluateChecks } from './checks.js'
import type { Interpreter } from './interpreter.js'
import { decideRoute, type RouteDecision, unsettledSources } from './routes.js'
import { causeBehind } from './skip-cause.js'
import type { SkipCause, StepRun } from './step-run.js'

/** What a completed step decides about others. A route that waits for steps has no decision yet. */
export interface Decisions {
  readonly kind: 'decided'
  readonly checks: readonly boolean[]
  readonly routes: readonly (RouteDecision | undefined)[]
}

/** Evaluates the checks and routes of a step that has its outputs; an error in one of them is the step's failure. */
export function decide(step: StepRun): Decisions | Extract<CheckOutcome, { kind: 'failed' }> {
  const checks = evaluateChecks(step)
  if (checks.kind === 'failed') return checks
  const routes: (RouteDecision | undefined)[] = []
  for (const [index, route] of (step.node.routes ?? []).entries()) {
    const decision = unsettledSources(step, route).length === 0 ? decideRoute(step, route, index) : undefined
    if (decision?.kind === 'failed') return decision
    routes.push(decision)
  }
  return { kind: 'decided', checks: checks.holds, routes }
}

/** Lets steps run that only run on demand, and skips them when nothing can demand them any more. */
export class Activation {
  readonly #interpreter: Interpreter

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter
  }

  /** One of the things that could activate a step has been decided. */
  resolve(owner: StepRun, id: string, fires: boolean, cause: SkipCause): void {
    const target = owner.scope.own(id)
    if (target === undefined) return
    target.activators -= 1
    if (fires) target.demanded = true
    if (target.demanded) this.#interpreter.later(() => this.#interpreter.consider(target))
    else if (target.activators <= 0) this.#interpreter.later(() => this.#interpreter.skip(target, cause))
  }

  /** A step has completed: its checks have fired or not, and nobody needs its fallback. */
  completed(step: StepRun, { checks }: Decisions): void {
    const { check = [], fallback, id } = step.node
    for (const [index, { run }] of check.entries())
      this.resolve(step, run, checks[index] === true, { text: `the check of '${id}' did not hold` })
    if (fallback !== undefined) this.resolve(step, fallback, false, { text: `'${id}' completed` })
  }

  /** A step will never complete: what stands in its blocks and routes, or waits for its checks, is skipped. */
  withdraw(step: StepRun, text: string): void {
    const cause = causeBehind(step, text)
    for (const inner of step.scope.children(step.node.id)) this.#interpreter.skip(inner, cause)
    const { check = [], routes = [], fallback } = step.node
    for (const { run } of check) this.resolve(step, run, false, cause)
    for (const { run = [] } of routes) for (const id of run) this.resolve(step, id, false, cause)
    // The fallback of a failed step is called instead.
    if (fallback !== undefined && step.status !== 'failed') this.resolve(step, fallback, false, cause)
  }

  /** Opens or closes the routes of a step that has settled, each as soon as the steps that it reads have settled too. */
  openRoutes(owner: StepRun, { routes }: Decisions): void {
    for (const [index, route] of (owner.node.routes ?? []).entries()) {
      const decision = routes[index]
      if (decision === undefined) this.#openLater(owner, route, index)
      else this.#interpreter.later(() => this.#openRoute(owner, route, index, decision))
    }
  }

  #openLater(owner: StepRun, route: PlanRoute, index: number): void {
    const sources = unsettledSources(owner, route)
    let waiting = sources.length + 1
    const settled = () => {
      waiting -= 1
      if (waiting === 0) this.#openRoute(owner, route, index, decideRoute(owner, route, index))
    }
    for (const source of sources) source.onSettled.push(settled)
    this.#interpreter.later(settled)
  }

  #openRoute(owner: StepRun, route: PlanRoute, index: number, decision: RouteDecision): void {
    const block = `routes.${index}`
    const cause = decision.kind === 'open' ? { text: '' } : decision.cause
    if (decision.kind === 'open') this.#interpreter.openBlock(owner, block)
    else this.#interpreter.closeBlock(owner, block, cause)
    for (const id of route.run ?? []) this.resolve(owner, id, decision.kind === 'open', cause)
    if (decision.kind === 'failed') this.#interpreter.failBehind(owner, decision.failure)
  }
}
