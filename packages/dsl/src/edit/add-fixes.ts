import type { DocumentChange, Issue } from '../issues/issue.js'
import { applyChange } from './apply-change.js'
import type { Draft } from './draft.js'
import { PipelineEditError } from './pipeline-edit-error.js'
import { rebaseChange } from './rebase-change.js'

/** A draft with fixes applied, and the issues that they fix. */
export interface FixedDraft {
  readonly draft: Draft
  readonly applied: readonly Issue[]
}

/** Applies the fixes of issues that were found in the draft. Of fixes that touch the same place the first is taken. */
export function addFixes(draft: Draft, issues: readonly Issue[], isWanted: (issue: Issue) => boolean): FixedDraft {
  let fixed = draft
  let made: readonly DocumentChange[] = []
  const applied: Issue[] = []
  for (const issue of issues) {
    const changes = issue.fix === undefined || !isWanted(issue) ? undefined : rebaseAll(issue.fix.changes, made)
    const next = changes === undefined ? undefined : tryChanges(fixed, changes)
    if (changes === undefined || next === undefined) continue
    fixed = next
    made = [...made, ...changes]
    applied.push(issue)
  }
  return { draft: fixed, applied }
}

/** The changes of a fix as they must be after others. The paths of each follow those before it, of the same fix and of the others. */
function rebaseAll(changes: readonly DocumentChange[], made: readonly DocumentChange[]): DocumentChange[] | undefined {
  let others: readonly DocumentChange[] = made
  const rebased: DocumentChange[] = []
  for (const change of changes) {
    let current = change
    const moved: DocumentChange[] = []
    for (const other of others) {
      const next = rebaseChange(current, other)
      const back = rebaseChange(other, current)
      if (next === undefined || back === undefined) return undefined
      moved.push(back)
      current = next
    }
    others = moved
    rebased.push(current)
  }
  return rebased
}

/** The draft after changes; `undefined` where it has no place for one of them. */
function tryChanges(draft: Draft, changes: readonly DocumentChange[]): Draft | undefined {
  try {
    return changes.reduce(applyChange, draft)
  } catch (error) {
    if (error instanceof PipelineEditError) return undefined
    throw error
  }
}
