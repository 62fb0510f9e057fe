import { dependsOn, needsOf } from './clause-words.js'
import type { Goal } from './goal.js'
import type { Workspace } from './workspace.js'

/** `then` orders where no value does. */
export function orderGoals(space: Workspace): void {
  const { clauses } = space.request
  for (const clause of clauses) {
    if (clause.link !== 'then') continue
    const here = space.goals.filter(
      (goal) => goal.clause.index === clause.index && goal.is_given === undefined && goal.fallback_of === undefined,
    )
    const before = space.goals.filter(
      (goal) => goal.clause.index < clause.index && goal.is_given === undefined && goal.fallback_of === undefined,
    )
    const last = Math.max(...before.map((goal) => goal.clause.index))
    const previous = before.filter((goal) => goal.clause.index === last)
    for (const goal of here) {
      for (const other of previous) {
        const isLinked =
          here.some((one) => one !== goal && dependsOn(goal, one)) || dependsOn(goal, other) || dependsOn(other, goal)
        if (!isLinked) goal.after.add(other)
      }
    }
  }
}

/** Steps so that each stands behind what it needs; otherwise as the request names them. */
export function sortGoals(goals: readonly Goal[]): Goal[] {
  const done: Goal[] = []
  const seen = new Set<Goal>()
  const visit = (goal: Goal) => {
    if (seen.has(goal)) return
    seen.add(goal)
    for (const need of needsOf(goal)) visit(need)
    if (goal.fallback_of !== undefined) visit(goal.fallback_of)
    if (goals.includes(goal)) done.push(goal)
  }
  for (const goal of [...goals].sort((a, b) => a.at - b.at)) visit(goal)
  return done
}
