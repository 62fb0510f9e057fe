import { type Outline, type OutlineStep, valueAt } from '../document/outline.js'
import { type StepReference, stepReferences } from '../document/step-references.js'
import type { Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import { onDemandIds } from '../planner/on-demand.js'
import type { Activator } from './activation.js'

/** One thing that must hold for a step to complete, such as "branch if_true of 'risky' is taken". */
type Condition = string

/** What must hold for each step, so that a reader knows whether it can be left without. */
class Conditions {
  readonly #outline: Outline
  readonly #activators: ReadonlyMap<string, readonly Activator[]>
  readonly #onDemand: ReadonlySet<string>
  readonly #completes = new Map<OutlineStep, ReadonlySet<Condition>>()
  readonly #starts = new Map<OutlineStep, ReadonlySet<Condition>>()

  constructor(outline: Outline, activators: readonly Activator[]) {
    this.#outline = outline
    this.#onDemand = onDemandIds(outline.steps)
    const byTarget = new Map<string, Activator[]>()
    for (const activator of activators)
      byTarget.set(activator.target, [...(byTarget.get(activator.target) ?? []), activator])
    this.#activators = byTarget
  }

  /** What holds when the step is considered at all: its place and its activation, not what it reads. */
  starts(step: OutlineStep): ReadonlySet<Condition> {
    const known = this.#starts.get(step)
    if (known !== undefined) return known
    const conditions = new Set<Condition>()
    this.#starts.set(step, conditions)
    const { parent, block, loop } = step
    if (parent !== undefined && block !== undefined) {
      const isRoute = block.startsWith('routes.')
      for (const condition of isRoute ? this.completes(parent) : this.#begins(parent)) conditions.add(condition)
      if (isRoute) conditions.add(`route ${Number(block.slice(7)) + 1} of '${parent.id}' may not hold`)
      else if ((parent.definition?.blocks?.length ?? 0) > 1) conditions.add(branchCondition(parent.id, block))
    } else if (loop !== undefined) for (const condition of this.#begins(loop)) conditions.add(condition)
    if (this.#onDemand.has(step.id)) {
      conditions.add(`nothing may activate '${step.id}'`)
      for (const condition of this.#activationConditions(step)) conditions.add(condition)
    }
    return conditions
  }

  /** What holds once the step has begun: what it reads without a stand-in was there. */
  #begins(step: OutlineStep): ReadonlySet<Condition> {
    const conditions = new Set(this.starts(step))
    for (const reference of stepReferences(step).references) {
      if (reference.own || reference.guarded || reference.use === 'route') continue
      const target = this.#outline.byId.get(reference.path.root)
      if (target === undefined || target === step) continue
      for (const condition of this.readable(target)) conditions.add(condition)
    }
    return conditions
  }

  /** What must hold for the step to complete. */
  completes(step: OutlineStep): ReadonlySet<Condition> {
    const known = this.#completes.get(step)
    if (known !== undefined) return known
    // While it is computed the step counts as unconditional; a circle is reported elsewhere.
    this.#completes.set(step, new Set())
    const conditions = this.#begins(step)
    this.#completes.set(step, conditions)
    return conditions
  }

  /** What must hold for a reader of the step to find something. */
  readable(step: OutlineStep): ReadonlySet<Condition> {
    if (valueAt(step.step, ['on_error', 'continue_on_failure']) !== true) return this.completes(step)
    return new Set([...this.completes(step), failureCondition(step.id)])
  }

  /** What is common to all ways of activating a step. */
  #activationConditions(step: OutlineStep): Condition[] {
    const ways = (this.#activators.get(step.id) ?? []).map(({ owner, kind }) => {
      // A fallback is called when its owner failed, so only what made the owner start is known to hold.
      return kind === 'fallback' ? this.#begins(owner) : this.completes(owner)
    })
    const [first, ...others] = ways
    return first === undefined ? [] : [...first].filter((condition) => others.every((way) => way.has(condition)))
  }
}

function failureCondition(id: string): Condition {
  return `'${id}' may fail while the run goes on`
}

function branchCondition(id: string, block: string): Condition {
  return `branch ${block} of '${id}' may not be taken`
}

/** Level 3, skips: readers of steps that may be skipped or fail, and steps that can never run. */
export function checkSkips(outline: Outline, activators: readonly Activator[]): Issue[] {
  const conditions = new Conditions(outline, activators)
  const issues: Issue[] = []
  for (const step of outline.steps) {
    const holds = conditions.starts(step)
    for (const reference of stepReferences(step).references) {
      const issue = skipIssue(step, reference, holds, conditions, outline)
      if (issue !== undefined) issues.push(issue)
    }
    const impossible = contradiction(conditions.completes(step))
    if (impossible === undefined || contradiction(holds) !== undefined) continue
    const message = `'${step.id}' can never run: it reads steps of both branches of '${impossible}', and only one of them is taken`
    issues.push(
      makeIssue('never_satisfiable', message, step.path, { step: step.id, hint: 'put the alternatives under `or:`' }),
    )
  }
  return issues
}

function skipIssue(
  step: OutlineStep,
  reference: StepReference,
  holds: ReadonlySet<Condition>,
  conditions: Conditions,
  outline: Outline,
): Issue | undefined {
  const target = outline.byId.get(reference.path.root)
  if (reference.own || reference.guarded || target === undefined || target === step) return undefined
  const open = [...conditions.readable(target)].filter((condition) => !holds.has(condition))
  if (open.length === 0) return undefined
  const failure = failureCondition(target.id)
  const hint = `then '${step.id}' is skipped too; give an alternative with \`or:\` or a \`default:\``
  const skips = open.filter((condition) => condition !== failure)
  if (skips.length === 0)
    return makeIssue('may_fail', `'${target.id}' may fail and the run goes on without it`, reference.at, {
      step: step.id,
      hint,
    })
  return makeIssue('may_be_skipped', `'${target.id}' may be skipped: ${skips.slice(0, 3).join('; ')}`, reference.at, {
    step: step.id,
    hint,
  })
}

/** The conditional of which both branches would have to be taken. */
function contradiction(conditions: ReadonlySet<Condition>): string | undefined {
  for (const condition of conditions) {
    const match = /^branch if_true of '(.*)' may not be taken$/.exec(condition)
    if (match?.[1] !== undefined && conditions.has(branchCondition(match[1], 'if_false'))) return match[1]
  }
  return undefined
}
