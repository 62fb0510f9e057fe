import type { Json } from '@odp/dsl'
import type { Around, PlacedStep, PlacedSteps } from './placed-steps.js'
import { referencesIn, rootOf, sayExpression, sayValues } from './say-value.js'

/** One cause of a step: another step, and in words what it has to do with it. */
export interface Cause {
  readonly step: string
  readonly as: string
}

/** A value that a step gets, under the name by which it is told. */
export interface NamedValue {
  readonly name: string
  readonly value: Json
}

/** From which steps a step has its values, what decides about it, and what it waits for. */
export function causesOf(
  { step, around }: PlacedStep,
  values: readonly NamedValue[],
  fallback_of: string | undefined,
  { behind }: PlacedSteps,
): Cause[] {
  const causes: Cause[] = []
  const add = (id: string, as: string) => {
    for (const one of behind.get(id) ?? [])
      if (one !== step.id && !causes.some((cause) => cause.step === one && cause.as === as))
        causes.push({ step: one, as })
  }
  const read = (value: Json, as: (said: string) => string, within: readonly Around[]) => {
    for (const item of Array.isArray(value) ? value : [value])
      for (const path of referencesIn(item)) add(rootOf(path), as(sayValues(item, within).join(', ')))
  }
  for (const { name, value } of values) read(value, (said) => `${name} ← ${said}`, around)
  for (const [at, one] of around.entries()) {
    const outer = around.slice(0, at)
    if (one.kind === 'loop') read(one.over, () => sayAround(one, outer, false), outer)
    else if (one.kind !== 'group')
      for (const path of referencesIn(one.expression)) add(rootOf(path), sayAround(one, outer))
    if (one.kind === 'route') add(one.id, sayAround(one, outer))
  }
  if (fallback_of !== undefined) add(fallback_of, 'only if it fails')
  if (Array.isArray(step.depends_on)) for (const id of step.depends_on) add(String(id), 'only after it')
  return causes
}

/** Cost units in words. */
export function sayCost(units: number): string {
  const rounded = Math.round(units * 100) / 100
  return `${rounded} unit${rounded === 1 ? '' : 's'}`
}

/** What is around a step, in words; `outer` is what is around that. */
export function sayAround(one: Around, outer: readonly Around[], withCount = true): string {
  if (one.kind === 'group') {
    return one.max_parallel === undefined ? 'at once with others' : `with others, ${one.max_parallel} at a time`
  }
  if (one.kind === 'loop') {
    const name = one.variable === 'item' ? '' : ` ${one.variable}`
    const many = one.max_parallel === undefined || !withCount ? '' : `, ${one.max_parallel} at a time`
    return `for each${name} of ${sayValues(one.over, outer).join(', ')}${many}`
  }
  const condition = sayExpression(one.expression, outer)
  if (one.kind === 'route') return `after ${one.id}, if ${condition}`
  return one.holds ? `only if ${condition}` : `only if not (${condition})`
}
