import { describeAlternatives } from '../issues/nearest.js'
import type { JsonObject } from '../json/json.js'
import type { ExecutionState } from '../plan/execution.js'
import type { Plan, PlanNode } from '../plan/plan.js'
import { changedKeys, inputRead } from './input-reads.js'
import { ReplayError } from './replay-error.js'
import { type Cause, ReplayGraph, type RunReason } from './replay-graph.js'
import { keepsEnough, stepDefinition } from './step-definition.js'

/**
 * What is known of an execution that is replayed.
 *
 * @example
 * ```ts
 * import type { ReplaySource } from '@odp/dsl'
 *
 * const completed = ({ outputs }: ReplaySource) => Object.keys(outputs)
 * ```
 */
export interface ReplaySource {
  readonly plan: Plan
  readonly input: JsonObject
  /** Outputs of its completed steps by step id. */
  readonly outputs: Readonly<Record<string, JsonObject>>
  /** How each step ended, and what people did. */
  readonly state: Pick<ExecutionState, 'steps' | 'audit' | 'failure'>
}

/**
 * What a replay is planned from.
 *
 * @example
 * ```ts
 * import { planReplay, type ReplayOptions } from '@odp/dsl'
 *
 * const preview = (options: ReplayOptions) => planReplay({ ...options, from: 'analyse' })
 * ```
 */
export interface ReplayOptions {
  readonly old: ReplaySource
  /** The plan of the new execution: that of the old one, or of a changed document. */
  readonly plan: Plan
  readonly input: JsonObject
  /** The step that runs again, with all that is behind it. Absent: only what cannot be reused runs. */
  readonly from?: string
  /** Whether outputs that people have let through are reused; else they are asked again. Default false. */
  readonly reuse_answers?: boolean
}

/**
 * What becomes of one step in a replay. Steps inside a loop stand for nothing of their own: a loop is reused whole or not at all.
 *
 * @example
 * ```ts
 * import type { ReplayStep } from '@odp/dsl'
 *
 * const step: ReplayStep = { id: 'report', type: 'output', action: 'run', reason: 'after', of: 'analyse', text: "it is behind 'analyse'" }
 * ```
 */
export interface ReplayStep {
  readonly id: string
  readonly type: string
  /** `reuse`: its recorded outputs are taken. `skip`: it was skipped, and will be for the same reason. `run`: it runs, if something activates it. */
  readonly action: 'reuse' | 'run' | 'skip'
  /** Why it runs. */
  readonly reason?: RunReason
  /** The step behind which it stands, or the key of the input that has changed. */
  readonly of?: string
  /** The reason in words. */
  readonly text?: string
}

/**
 * A replay before it starts.
 *
 * @example
 * ```ts
 * import type { ReplayPlan } from '@odp/dsl'
 *
 * const isNothingReused = ({ reuse }: ReplayPlan) => Object.keys(reuse).length === 0
 * ```
 */
export interface ReplayPlan {
  /** The step from which everything runs: the loop, when a step inside one was named. */
  readonly from?: string
  /** Every step that does work, in document order. Conditionals and groups are decided again, and cost nothing. */
  readonly steps: readonly ReplayStep[]
  /** The outputs that the new execution takes over, by step id. */
  readonly reuse: Readonly<Record<string, JsonObject>>
}

/**
 * Decides what an execution with the recorded outputs of another one has to do. A step is reused when its outputs were recorded,
 * its definition and what it reads of the input are the same, no person decided about its outputs, and nothing that it reads or
 * waits for, or that activates it, runs again. How often or how long a step is tried, and what stands on `run`, changes nothing.
 *
 * @throws ReplayError when no step is called `from`
 * @example
 * ```ts
 * import { planReplay, renderReplay, type ReplaySource } from '@odp/dsl'
 *
 * const preview = (old: ReplaySource) => renderReplay(planReplay({ old, plan: old.plan, input: old.input, from: 'analyse' }))
 * ```
 */
export function planReplay(options: ReplayOptions): ReplayPlan {
  const { old, plan } = options
  const graph = new ReplayGraph(plan)
  const from = startOf(graph, options)
  const own = new Map<string, Cause>()
  for (const [id, cause] of activationChanges(old.plan, plan)) own.set(id, cause)
  for (const node of plan.nodes) {
    const cause = node.id === from ? { reason: 'chosen' as const } : ownCause(graph, node, options)
    if (cause !== undefined) own.set(node.id, cause)
    else if (graph.isBranching(node) && hasFailed(node.id, old))
      for (const [id, after] of graph.behind(node.id)) if (!own.has(id)) own.set(id, after)
  }
  graph.markAll(own)
  const working = plan.nodes.filter((node) => !graph.isBranching(node))
  const steps = working.map((node) => stepOf(node, graph.causes.get(node.id), old))
  const reused = steps.filter(({ action }) => action === 'reuse').map(({ id }) => [id, old.outputs[id] ?? {}] as const)
  return { ...(from === undefined ? {} : { from }), steps, reuse: Object.fromEntries(reused) }
}

function startOf(graph: ReplayGraph, { plan, from }: ReplayOptions): string | undefined {
  if (from === undefined) return undefined
  // An address such as `others[3].crawl` stands for its loop.
  const unit = graph.unit(from) ?? graph.unit(from.replace(/\[.*$/s, ''))
  if (unit !== undefined) return unit.id
  const known = describeAlternatives(
    from,
    plan.nodes.map(({ id }) => id),
  )
  throw new ReplayError(`there is no step '${from}' to replay from; ${known}`)
}

function ownCause(graph: ReplayGraph, node: PlanNode, options: ReplayOptions): Cause | undefined {
  const { old, plan, input, reuse_answers = false } = options
  const before = old.plan.nodes.find(({ id }) => id === node.id)
  if (before === undefined || stepDefinition(old.plan, before) !== stepDefinition(plan, node))
    return { reason: before === undefined ? 'not_recorded' : 'definition' }
  const key = inputRead(node, changedKeys(old.input, input))
  if (key !== undefined) return { reason: 'input', of: key }
  if (graph.isBranching(node)) return undefined
  if (!reuse_answers && isAnswered(node.id, old)) return { reason: 'answered' }
  const outputs = Object.hasOwn(old.outputs, node.id) ? old.outputs[node.id] : undefined
  const isKept = outputs === undefined ? isSkipped(node.id, old) : keepsEnough(before, node, outputs)
  return isKept ? undefined : { reason: 'not_recorded' }
}

/** Steps that a check, a route or a fallback activates which is not what it was. */
function activationChanges(old: Plan, plan: Plan): [string, Cause][] {
  const before = new Map(old.nodes.map((node) => [node.id, node]))
  const after = new Map(plan.nodes.map((node) => [node.id, node]))
  const changes: [string, Cause][] = []
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [one, other] = [before.get(id), after.get(id)]
    if (JSON.stringify(activationOf(one)) === JSON.stringify(activationOf(other))) continue
    for (const [nodes, node] of [
      [old.nodes, one],
      [plan.nodes, other],
    ] as const)
      for (const target of targetsOf(nodes, node))
        if (after.has(target)) changes.push([target, { reason: 'after', of: id }])
  }
  return changes
}

function activationOf(node: PlanNode | undefined) {
  return { check: node?.check ?? [], routes: node?.routes ?? [], fallback: node?.fallback ?? null }
}

function targetsOf(nodes: readonly PlanNode[], node: PlanNode | undefined): string[] {
  if (node === undefined) return []
  const inRoutes = nodes.filter(({ parent, block }) => parent === node.id && block?.startsWith('routes.') === true)
  return [
    ...(node.check ?? []).map(({ run }) => run),
    ...(node.fallback === undefined ? [] : [node.fallback]),
    ...(node.routes ?? []).flatMap(({ run = [] }) => run),
    ...inRoutes.map(({ id }) => id),
  ]
}

function isAnswered(id: string, { state }: ReplaySource): boolean {
  return state.audit.some(
    ({ operation, step, value }) =>
      operation === 'answerStep' && value === 'continue' && (step === id || step?.startsWith(`${id}[`) === true),
  )
}

/** Whether the document had it skipped, and neither a person nor the end of the execution. */
function isSkipped(id: string, { state }: ReplaySource): boolean {
  const step = state.steps.find((one) => one.id === id)
  if (step?.status !== 'skipped') return false
  const byEnd = state.failure !== undefined && step.reason === state.failure.message
  return !byEnd && !state.audit.some((entry) => entry.step === id)
}

function hasFailed(id: string, { state }: ReplaySource): boolean {
  const status = state.steps.find((step) => step.id === id)?.status
  return status !== 'completed' && status !== 'skipped'
}

function stepOf({ id, type }: PlanNode, cause: Cause | undefined, old: ReplaySource): ReplayStep {
  if (cause !== undefined) return { id, type, action: 'run', ...cause, text: textOf(cause) }
  return { id, type, action: Object.hasOwn(old.outputs, id) ? 'reuse' : 'skip' }
}

function textOf({ reason, of }: Cause): string {
  switch (reason) {
    case 'chosen':
      return 'the replay begins here'
    case 'after':
      return `it is behind '${of}'`
    case 'definition':
      return 'its definition has changed'
    case 'input':
      return `it reads 'input.${of}', which has changed`
    case 'answered':
      return 'a person decided about its outputs, and is asked again'
    case 'not_recorded':
      return 'no outputs that hold were recorded'
  }
}
