import { type Outline, type OutlineStep, valueAt } from '../document/outline.js'
import { type StepReference, stepReferences } from '../document/step-references.js'
import type { Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import { onDemandIds } from '../planner/on-demand.js'
import type { Activator } from './activation.js'
import { NumberSet } from './number-set.js'

/** More conditions of one step than this help nobody. */
const MOST_SHOWN = 3

/** What must hold for each step, so that a reader knows whether it can be left without. */
class Conditions {
  readonly #outline: Outline
  readonly #activators: ReadonlyMap<string, readonly Activator[]>
  readonly #onDemand: ReadonlySet<string>
  readonly #completes = new Map<OutlineStep, NumberSet>()
  readonly #starts = new Map<OutlineStep, NumberSet>()
  readonly #numbers = new Map<string, number>()
  /** In words, such as "branch if_true of 'risky' may not be taken"; a condition is its place in this list. */
  readonly #words: string[] = []
  /** The conditions of both branches of each conditional, by its id. */
  readonly #ways = new Map<string, readonly [number, number]>()

  constructor(outline: Outline, activators: readonly Activator[]) {
    this.#outline = outline
    this.#onDemand = onDemandIds(outline.steps)
    const byTarget = new Map<string, Activator[]>()
    for (const activator of activators) {
      const list = byTarget.get(activator.target)
      if (list === undefined) byTarget.set(activator.target, [activator])
      else list.push(activator)
    }
    this.#activators = byTarget
  }

  /** What holds when the step is considered at all: its place and its activation, not what it reads. */
  starts(step: OutlineStep): NumberSet {
    this.#find(step)
    return this.#starts.get(step) ?? NumberSet.EMPTY
  }

  /** What must hold for the step to complete: that it has begun, so that what it reads without a stand-in was there. */
  completes(step: OutlineStep): NumberSet {
    this.#find(step)
    return this.#completes.get(step) ?? NumberSet.EMPTY
  }

  /** What must hold for a reader of the step to find something. */
  readable(step: OutlineStep): NumberSet {
    this.#find(step)
    return this.#readable(step)
  }

  /** A condition in words. */
  inWords(condition: number): string {
    return this.#words[condition] ?? ''
  }

  failure(step: OutlineStep): number {
    return this.#number(`'${step.id}' may fail while the run goes on`)
  }

  /** The conditional of which both branches would have to be taken. */
  contradiction(conditions: NumberSet): string | undefined {
    for (const [owner, [one, other]] of this.#ways) if (conditions.has(one) && conditions.has(other)) return owner
    return undefined
  }

  /** Without a stack of calls as deep as the longest chain of steps, since a document may be that long. */
  #find(step: OutlineStep): void {
    if (this.#completes.has(step)) return
    const open: OutlineStep[] = [step]
    const begun = new Set<OutlineStep>()
    for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
      // While it is computed a step counts as unconditional; a circle is reported elsewhere.
      const missing = begun.has(at) ? [] : this.#sources(at).filter((source) => !this.#completes.has(source))
      begun.add(at)
      if (missing.length > 0) for (const source of missing.reverse()) open.push(source)
      else {
        open.pop()
        if (!this.#completes.has(at)) this.#compute(at)
      }
    }
  }

  /** Steps whose conditions are also those of this one. */
  #sources(step: OutlineStep): OutlineStep[] {
    const around = step.parent ?? step.loop
    const owners = this.#onDemand.has(step.id) ? (this.#activators.get(step.id) ?? []).map(({ owner }) => owner) : []
    const sources = new Set([...(around === undefined ? [] : [around]), ...owners, ...this.#needed(step)])
    sources.delete(step)
    return [...sources]
  }

  /** Steps without which this one is skipped. */
  #needed(step: OutlineStep): Set<OutlineStep> {
    const needed = new Set<OutlineStep>()
    for (const { own, guarded, use, path } of stepReferences(step).references) {
      const target = own || guarded || use === 'route' ? undefined : this.#outline.byId.get(path.root)
      if (target !== undefined && target !== step) needed.add(target)
    }
    return needed
  }

  #compute(step: OutlineStep): void {
    const { parent, block, loop } = step
    let starts = this.#known(parent !== undefined && block !== undefined ? parent : loop)
    if (parent !== undefined && block !== undefined) {
      const isRoute = block.startsWith('routes.')
      if (isRoute)
        starts = starts.with(this.#number(`route ${Number(block.slice(7)) + 1} of '${parent.id}' may not hold`))
      else if ((parent.definition?.blocks?.length ?? 0) > 1) starts = starts.with(this.#branch(parent, block))
    }
    if (this.#onDemand.has(step.id)) {
      starts = starts.with(this.#number(`nothing may activate '${step.id}'`)).union(this.#activation(step))
    }
    this.#starts.set(step, starts)
    let completes = starts
    for (const target of this.#needed(step)) completes = completes.union(this.#readable(target))
    this.#completes.set(step, completes)
  }

  #known(step: OutlineStep | undefined): NumberSet {
    return (step === undefined ? undefined : this.#completes.get(step)) ?? NumberSet.EMPTY
  }

  #readable(step: OutlineStep): NumberSet {
    const mayFail = valueAt(step.step, ['on_error', 'continue_on_failure']) === true
    return mayFail ? this.#known(step).with(this.failure(step)) : this.#known(step)
  }

  /** What is common to all ways of activating a step. */
  #activation(step: OutlineStep): NumberSet {
    const [first, ...others] = (this.#activators.get(step.id) ?? []).map(({ owner }) => this.#known(owner))
    return others.reduce((common, way) => common.intersection(way), first ?? NumberSet.EMPTY)
  }

  #branch(parent: OutlineStep, block: string): number {
    const word = (name: string) => this.#number(`branch ${name} of '${parent.id}' may not be taken`)
    if (!this.#ways.has(parent.id)) this.#ways.set(parent.id, [word('if_true'), word('if_false')])
    return word(block)
  }

  #number(words: string): number {
    const known = this.#numbers.get(words)
    if (known !== undefined) return known
    const number = this.#words.push(words) - 1
    this.#numbers.set(words, number)
    return number
  }
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
    const completes = conditions.completes(step)
    const impossible = completes === holds ? undefined : conditions.contradiction(completes)
    if (impossible === undefined || conditions.contradiction(holds) !== undefined) continue
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
  holds: NumberSet,
  conditions: Conditions,
  outline: Outline,
): Issue | undefined {
  const target = outline.byId.get(reference.path.root)
  if (reference.own || reference.guarded || target === undefined || target === step) return undefined
  const readable = conditions.readable(target)
  if (readable.isWithin(holds)) return undefined
  const failure = conditions.failure(target)
  const skips: string[] = []
  for (const condition of readable.without(holds)) {
    if (condition !== failure) skips.push(conditions.inWords(condition))
    if (skips.length === MOST_SHOWN) break
  }
  const hint = `then '${step.id}' is skipped too; give an alternative with \`or:\` or a \`default:\``
  if (skips.length === 0)
    return makeIssue('may_fail', `'${target.id}' may fail and the run goes on without it`, reference.at, {
      step: step.id,
      hint,
    })
  return makeIssue('may_be_skipped', `'${target.id}' may be skipped: ${skips.join('; ')}`, reference.at, {
    step: step.id,
    hint,
  })
}
