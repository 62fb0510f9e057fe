import type { FlatPlan, PlanStep, PlanValue } from '../../plan/flat-plan.js'

/** Equal for plans that do the same, whatever their steps are called and in whichever order they stand. */
export function agreementKey(plan: FlatPlan): string {
  const uses = new Map(plan.steps.map(({ id, type, uses: name }) => [id, `${type}:${name}`]))
  const rename = (ref: string) => {
    const root = ref.split(/[.[]/)[0] ?? ''
    return `${uses.get(root) ?? root}${ref.slice(root.length)}`
  }
  const renamed = (value: PlanValue) => (value.kind === 'ref' ? { ...value, ref: rename(value.ref) } : value)
  const signature = (step: PlanStep) =>
    JSON.stringify([
      uses.get(step.id),
      step.inputs.map(({ name, values }) => [name, values.map(renamed)]).sort(byText),
      step.settings.map(({ path, value }) => [path, renamed(value)]).sort(byText),
      step.for_each === undefined ? null : renamed(step.for_each.over),
      step.when === undefined
        ? null
        : [step.when.branch, step.when.tests.map((test) => ({ ...test, ref: rename(test.ref) }))],
      step.after.map((id) => uses.get(id) ?? id).sort(),
      step.fallback_of === undefined ? null : uses.get(step.fallback_of),
      step.delivery?.url ?? null,
    ])
  return JSON.stringify(plan.steps.map(signature).sort())
}

function byText(left: unknown, right: unknown): number {
  const [a, b] = [JSON.stringify(left), JSON.stringify(right)]
  return a < b ? -1 : a > b ? 1 : 0
}

/** The first of the largest group of equal ones, and how many are in it. */
export function largestGroup<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
): { item: Item; votes: number } | undefined {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  let largest: readonly Item[] = []
  for (const group of groups.values()) if (group.length > largest.length) largest = group
  const [item] = largest
  return item === undefined ? undefined : { item, votes: largest.length }
}
