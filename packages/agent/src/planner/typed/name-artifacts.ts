import { declaredOutputs } from '../../catalog/planned-types.js'
import type { Workspace } from './workspace.js'

const NAMING = /^(as|to|into|in|under|named|called|artifact|artefact|table)$/

/** `keep it as bronze.tweets`: names for what steps give. The first pass only sets the names aside. */
export function nameArtifacts(space: Workspace, onlySetAside: boolean): void {
  const { tokens } = space.request
  for (const [at, token] of tokens.entries()) {
    const { mention } = token
    if (
      mention === undefined ||
      (!mention.kinds.has('asset') &&
        !isArtifactName(tokens[at - 1]?.lower, tokens[at - 2]?.lower, mention.kinds.has('code')))
    )
      continue
    if (space.catalog.byId(mention.text).length > 0 && !/^bronze\./.test(mention.text)) continue
    if (!NAMING.test(tokens[at - 1]?.lower ?? '')) continue
    if (onlySetAside) {
      space.reserved.add(mention)
      continue
    }
    const goal = space.goals
      .filter(
        (one) =>
          one.at < mention.start &&
          one.capability !== undefined &&
          one.is_given === undefined &&
          declaredOutputs(one.step_type, one.capability).length > 0,
      )
      .at(-1)
    const name =
      goal?.capability?.declared.find(({ required }) => required)?.name ?? goal?.capability?.declared[0]?.name
    if (goal !== undefined && name !== undefined) goal.artifacts.set(name, String(mention.value))
  }
}

function isArtifactName(before: string | undefined, first: string | undefined, isCode: boolean): boolean {
  return (
    isCode &&
    (before === 'artifact' ||
      before === 'artefact' ||
      (before === 'as' && (first === 'artifact' || first === 'artefact')))
  )
}
