import type { DocumentChange, DocumentPath } from '../issues/issue.js'

/**
 * A change that was made for a document, as it must be after another change of the same document. `undefined` where
 * the two do not go together: they touch the same value, or one touches what the other replaces or removes.
 */
export function rebaseChange(change: DocumentChange, over: DocumentChange): DocumentChange | undefined {
  if (change.kind === 'move' || over.kind === 'move') return undefined
  const { path } = change
  const replaces = change.kind === 'set' || change.kind === 'remove'
  if (replaces && path.length < over.path.length && startsWith(over.path, path)) return undefined
  const rebased = rebasePath(path, over, change.kind === 'insert')
  if (rebased === undefined) return undefined
  if (over.kind === 'rename_key' && path.length === over.path.length) {
    // The same key is renamed twice, or a key with the new name is added.
    if (change.kind === 'rename_key' && startsWith(path, over.path)) return undefined
    if (startsWith(path, [...over.path.slice(0, -1), over.key])) return undefined
  }
  return { ...change, path: rebased }
}

function rebasePath(path: DocumentPath, over: DocumentChange, isInsert: boolean): DocumentPath | undefined {
  const depth = over.path.length - 1
  const isInside = startsWith(path, over.path)
  const isBefore = isInsert && path.length === over.path.length
  switch (over.kind) {
    case 'set':
      return isInside && !isBefore ? undefined : path
    case 'rename_key':
      return isInside ? path.with(depth, over.key) : path
    case 'remove':
      if (isInside) return isBefore ? path : undefined
      return isBehind(path, over.path) ? path.with(depth, Number(path[depth]) - 1) : path
    case 'insert':
      return isInside || isBehind(path, over.path) ? path.with(depth, Number(path[depth]) + 1) : path
    case 'move':
      return undefined
  }
}

function startsWith(path: DocumentPath, start: DocumentPath): boolean {
  return path.length >= start.length && start.every((key, index) => key === path[index])
}

/** Whether a path leads through a later item of the list whose item `item` names. */
function isBehind(path: DocumentPath, item: DocumentPath): boolean {
  const depth = item.length - 1
  const here = path[depth]
  const there = item[depth]
  if (typeof here !== 'number' || typeof there !== 'number') return false
  return here > there && startsWith(path, item.slice(0, -1))
}
