import { PLANNED_TYPES } from '../../catalog/planned-types.js'
import type { Setting } from '../../request/mention.js'
import { needsOf } from './clause-words.js'
import type { Goal } from './goal.js'
import { overQuota, stepSetting } from './setting-paths.js'
import type { Workspace } from './workspace.js'

/** What numbers that steer come to. */
interface AppliedSettings {
  /** Steps that run so many at a time. */
  readonly groups: Map<Goal, { key: string; max_parallel: number }>
  readonly refused: readonly string[]
}

/** Gives numbers that steer to the steps that they are said of; what is above a quota is refused. */
export function applySettings(space: Workspace): AppliedSettings {
  const groups = new Map<Goal, { key: string; max_parallel: number }>()
  const refused: string[] = []
  for (const setting of space.request.settings) {
    const goal = goalAt(setting, space)
    if (goal === undefined) continue
    const over = overQuota(setting, space.options.context)
    if (over !== undefined) {
      refused.push(over)
      continue
    }
    const written = stepSetting(setting)
    if (written === undefined) {
      setParallel(goal, Number(setting.value), setting, space, groups)
      continue
    }
    const target =
      setting.kind === 'poll'
        ? (space.goals.filter(({ step_type }) => step_type === PLANNED_TYPES.wait).at(-1) ?? goal)
        : goal
    if (setting.kind === 'poll' && target.step_type !== PLANNED_TYPES.wait) continue
    for (const one of waitedWith(target, written.path, space)) one.settings.push(written)
  }
  return { groups, refused }
}

/** `wait for a and b, 12 minutes at most` is said of both. */
function waitedWith(goal: Goal, path: string, { goals }: Workspace): Goal[] {
  if (goal.step_type !== PLANNED_TYPES.wait) return [goal]
  return goals.filter(
    (one) =>
      one === goal ||
      (one.step_type === PLANNED_TYPES.wait &&
        one.clause.sentence === goal.clause.sentence &&
        one.at < goal.at &&
        !one.settings.some((known) => known.path === path)),
  )
}

function goalAt(setting: Setting, space: Workspace): Goal | undefined {
  const added = space.goals.filter((goal) => goal.is_given === undefined && goal.is_producer === undefined)
  const before = added.filter(({ at }) => at <= setting.start)
  return before.at(-1) ?? added[0]
}

function setParallel(
  goal: Goal,
  max: number,
  setting: Setting,
  space: Workspace,
  groups: Map<Goal, { key: string; max_parallel: number }>,
): void {
  const together = space.goals.filter(
    (other) =>
      other.is_given === undefined &&
      other.clause.sentence === goal.clause.sentence &&
      other.clause.condition === undefined &&
      other.fallback_of === undefined &&
      other.loop === undefined,
  )
  const free = together.filter((other) => !needsOf(other).some((need) => together.includes(need)))
  const looped = goal.loop !== undefined ? goal : space.goals.find(({ loop }) => loop !== undefined)
  const isBeforeLoop =
    looped !== undefined &&
    looped !== goal &&
    looped.at > setting.start &&
    free.filter(({ at }) => at < setting.start).length > 1
  if (looped?.loop !== undefined && !isBeforeLoop) {
    const { key } = looped.loop
    for (const other of space.goals) if (other.loop?.key === key) other.loop = { ...other.loop, max_parallel: max }
    return
  }
  if (free.length < 2) return
  for (const other of free) groups.set(other, { key: `${setting.start}`, max_parallel: max })
}
