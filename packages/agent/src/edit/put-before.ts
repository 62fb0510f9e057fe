import { dependsOn } from '../planner/typed/clause-words.js'
import { fieldFit } from '../planner/typed/field-fit.js'
import type { Goal, Source } from '../planner/typed/goal.js'
import type { Workspace } from '../planner/typed/workspace.js'
import type { Edit } from './apply-edit.js'
import type { EditOperation } from './edit-operation.js'

/** `translate it before the mail`: what the step read is read from the new ones where they give the like; else it only waits for them. */
export function putBefore(follower: Goal, space: Workspace, edit: Edit): EditOperation[] {
  const added = space.goals.filter(({ is_given }) => is_given !== true)
  for (const goal of added)
    for (const [name, sources] of follower.bound) {
      const [source, ...more] = sources
      const port = follower.capability?.inputs.find((one) => one.name === name)
      if (source?.kind !== 'path' || more.length > 0 || port === undefined || !reads(goal, source)) continue
      const field = goal.capability?.outputs.find(
        (one) => one.depth === 0 && one.type === port.type && (fieldFit(one, port, space) ?? 0) > 0,
      )
      if (field !== undefined)
        return [
          { op: 'set_input', step: follower.id, name, values: [{ kind: 'ref', ref: `${goal.id}.${field.path}` }] },
        ]
    }
  const after = edit.lifted.steps.find(({ id }) => id === follower.id)?.after ?? []
  const first = added.filter((goal) => !dependsOn(goal, follower)).map(({ id }) => id)
  return first.length === 0
    ? []
    : [{ op: 'set_setting', step: follower.id, path: 'depends_on', value: [...new Set([...after, ...first])] }]
}

function reads(goal: Goal, source: Extract<Source, { kind: 'path' }>): boolean {
  return [...goal.bound.values()]
    .flat()
    .some((one) => one.kind === 'ref' && one.goal === source.goal && one.field.path === source.path)
}
