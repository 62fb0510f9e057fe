import type { PlanStep, PlanValue } from '../plan/flat-plan.js'
import { renderTests } from '../plan/render-test.js'

/** One cause of a step: another step, and in words what it has to do with it. */
export interface Cause {
  readonly step: string
  readonly as: string
}

/** From which steps a step has its values, what decides about it, and what it waits for. */
export function causesOf(step: PlanStep, ids: ReadonlySet<string>): Cause[] {
  const causes: Cause[] = []
  const add = (text: string, as: string) => {
    for (const id of idsIn(text, ids)) if (id !== step.id) causes.push({ step: id, as })
  }
  const read = (name: string, value: PlanValue) => {
    if (value.kind === 'ref') add(value.ref, `${name} ← ${value.ref}`)
  }
  for (const { name, values } of step.inputs) for (const value of values) read(name, value)
  for (const { path, value } of step.settings) read(path, value)
  const over = step.for_each?.over
  if (over?.kind === 'ref') add(over.ref, `for each of ${over.ref}`)
  if (step.when !== undefined) {
    const said = renderTests(step.when.tests, step.when.join, (ref) => ref)
    const as = step.when.branch === 'if_true' ? `only if ${said}` : `only if not (${said})`
    for (const id of new Set(step.when.tests.flatMap(({ ref }) => idsIn(ref, ids)))) add(id, as)
  }
  if (step.fallback_of !== undefined) add(step.fallback_of, 'only if it fails')
  for (const id of step.after) add(id, 'only after it')
  return causes
}

/** The steps that a reference or an expression names; what stands in a loop is named behind the loop. */
function idsIn(text: string, ids: ReadonlySet<string>): string[] {
  const root = text.split(/[.[]/)[0] ?? ''
  if (ids.has(root)) return [root]
  const plain = text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, ' ')
  return [...new Set(plain.match(/[A-Za-z_][\w-]*/g) ?? [])].filter((word) => ids.has(word))
}
