import type { PlannerContext } from '../planner-options.js'
import { needsOf, wordsOf } from './clause-words.js'
import { readDeliveries } from './deliveries.js'
import type { Goal, Source } from './goal.js'
import type { Workspace } from './workspace.js'

/** Makes a file of the results where something is to be sent and no step makes one: only files are delivered. */
export function addDeliveredFile(space: Workspace, context: PlannerContext): void {
  const delivery = readDeliveries(space, context).find(({ refusal }) => refusal === undefined)
  if (delivery === undefined || space.goals.some(({ step_type }) => step_type === 'output')) return
  const { clause } = delivery
  const results = resultsBefore(space, clause.index)
  const bound = new Map<string, Source[]>()
  for (const goal of results)
    for (const { name } of goal.capability?.declared ?? []) {
      const key = bound.has(name) ? `${goal.uses.replace(/\W+/g, '_')}_${name}` : name
      bound.set(key, [{ kind: 'path', goal, path: name }])
    }
  if (bound.size === 0) return
  const isTable = space.request.tokens.some(({ lower }) => /^(csv|spreadsheet|excel)$/.test(lower))
  space.goals.push({
    id: '',
    uses: 'output',
    step_type: 'output',
    clause,
    at: clause.start,
    words: new Set(),
    because: wordsOf(clause, space),
    bound,
    settings: isTable ? [{ path: 'format', value: 'csv_dataset' }] : [],
    after: new Set(),
    artifacts: new Map(),
  })
}

/** What was asked for up to a clause and goes into no other step. */
function resultsBefore({ goals }: Workspace, index: number): Goal[] {
  const asked = goals.filter(
    ({ capability, clause, fallback_of, is_producer }) =>
      capability !== undefined && clause.index <= index && fallback_of === undefined && is_producer === undefined,
  )
  return asked.filter((goal) => !goals.some((other) => other !== goal && needsOf(other).includes(goal)))
}
