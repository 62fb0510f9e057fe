import { checksOf } from '../document/checks-of.js'
import { type Outline, type OutlineStep, valueAt } from '../document/outline.js'
import type { DocumentPath, Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import { SpellingHelp } from '../issues/spelling-help.js'
import type { StepMoment, WaitGraph } from './wait-graph.js'

/** A way in which one step can activate another. */
export interface Activator {
  readonly owner: OutlineStep
  readonly kind: 'check' | 'fallback' | 'route'
  /** For a route: its number. */
  readonly route?: number
  readonly target: string
  readonly at: DocumentPath
}

/** Everything in a document that activates steps by name. */
export function activatorsOf(outline: Outline): Activator[] {
  const activators: Activator[] = []
  for (const owner of outline.steps) {
    for (const check of checksOf(owner.step)) {
      activators.push({ owner, kind: 'check', target: check.run, at: [...owner.path, ...check.runPath] })
    }
    const fallback = valueAt(owner.step, ['on_error', 'fallback_step'])
    if (typeof fallback === 'string') {
      activators.push({ owner, kind: 'fallback', target: fallback, at: [...owner.path, 'on_error', 'fallback_step'] })
    }
    for (const target of owner.routeTargets) {
      activators.push({ owner, kind: 'route', route: target.route, target: target.id, at: target.path })
    }
  }
  return activators
}

const NAMES = { check: 'check', fallback: 'fallback', route: 'route' } as const

/** Level 3, activation: targets exist and can be activated, and every child is activated by something. */
export function checkActivation(outline: Outline, activators: readonly Activator[], waits: WaitGraph): Issue[] {
  const issues: Issue[] = []
  const targets = new ActivationTargets(outline, waits)
  const activated = new Set<string>()
  for (const activator of activators) {
    const { owner, kind, target, at } = activator
    activated.add(target)
    const issue = targets.issue(activator)
    if (issue !== undefined) issues.push(issue)
    const step = outline.byId.get(target)
    if (kind !== 'fallback' || step === undefined || step.step.is_child === true) continue
    const fix = {
      title: `mark '${target}' as a child`,
      safe: true,
      changes: [{ kind: 'set' as const, path: [...step.path, 'is_child'], value: true }],
    }
    issues.push(
      makeIssue(
        'fallback_not_child',
        `'${target}' is the fallback of '${owner.id}' and is treated as a child: it runs only when it is called`,
        at,
        { step: owner.id, fix },
      ),
    )
  }
  for (const step of outline.steps) {
    if (step.step.is_child !== true || activated.has(step.id) || step.block?.startsWith('routes.') === true) continue
    const message = `the child '${step.id}' is named by no check, fallback or route, so it can never run`
    issues.push(makeIssue('child_not_activated', message, [...step.path, 'is_child'], { step: step.id }))
  }
  return issues
}

/** Checks what is named by checks, fallbacks and routes. */
class ActivationTargets {
  readonly #outline: Outline
  readonly #waits: WaitGraph
  readonly #help = new SpellingHelp()
  readonly #names = new Map<OutlineStep | undefined, readonly string[]>()

  constructor(outline: Outline, waits: WaitGraph) {
    this.#outline = outline
    this.#waits = waits
    const names = new Map<OutlineStep | undefined, string[]>()
    for (const { loop, id } of outline.steps) {
      const list = names.get(loop)
      if (id === '') continue
      if (list === undefined) names.set(loop, [id])
      else list.push(id)
    }
    this.#names = names
  }

  issue({ owner, kind, route, target: id, at }: Activator): Issue | undefined {
    const target = this.#outline.byId.get(id)
    if (target !== undefined) return targetIssue(owner, kind, target, at)
    const all = this.#names.get(owner.loop) ?? []
    const names = this.#help.spent ? all : all.filter((name) => name !== owner.id)
    const { available, nearest } = this.#help.of(id, names)
    const isMeant = nearest !== undefined && this.#canRun(owner, kind, route, nearest)
    return makeIssue('unknown_reference', `Step '${id}' not found; ${available}`, at, {
      step: owner.id,
      ...(isMeant
        ? {
            fix: {
              title: `change to '${nearest}'`,
              safe: true,
              changes: [{ kind: 'set' as const, path: at, value: nearest }],
            },
          }
        : {}),
    })
  }

  /** Whether a step may be run here without another error. */
  #canRun(owner: OutlineStep, kind: Activator['kind'], route: number | undefined, id: string): boolean {
    const target = this.#outline.byId.get(id)
    if (target === undefined || targetIssue(owner, kind, target, []) !== undefined) return false
    this.#help.spend(this.#waits.size)
    const start: StepMoment = { step: target, moment: 'start' }
    const settled: StepMoment = { step: target, moment: 'settled' }
    if (route !== undefined) return !this.#waits.routeReaches(owner, route, start)
    if (this.#waits.reaches({ step: owner, moment: 'end' }, start)) return false
    return kind !== 'fallback' || !this.#waits.reaches(settled, { step: owner, moment: 'settled' })
  }
}

function targetIssue(
  owner: OutlineStep,
  kind: Activator['kind'],
  target: OutlineStep,
  at: DocumentPath,
): Issue | undefined {
  const about = { step: owner.id }
  const { id } = target
  if (target === owner)
    return kind === 'check'
      ? undefined
      : makeIssue('wrong_target', `the ${NAMES[kind]} of '${id}' cannot be '${id}' itself`, at, about)
  if (target.loop !== owner.loop) {
    const message = `the ${NAMES[kind]} of '${owner.id}' cannot run '${id}': both must stand in the same loop, or outside of loops`
    return makeIssue('wrong_target', message, at, about)
  }
  for (let around = owner.container; around !== undefined; around = around.container) {
    if (around === target)
      return makeIssue(
        'wrong_target',
        `the ${NAMES[kind]} of '${owner.id}' cannot run '${id}', which it stands in`,
        at,
        about,
      )
  }
  return undefined
}
