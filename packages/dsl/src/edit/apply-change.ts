import type { DocumentChange, DocumentPath } from '../issues/issue.js'
import { describeAlternatives } from '../issues/nearest.js'
import { type CollectionDraft, type Draft, type DraftEntry, newDraft } from './draft.js'
import { mergeDraft } from './merge-draft.js'
import { PipelineEditError } from './pipeline-edit-error.js'

/** Applies a change. Throws a `PipelineEditError` when the draft has no such place. */
export function applyChange(draft: Draft, change: DocumentChange): Draft {
  const { path } = change
  switch (change.kind) {
    case 'set':
      if (path.length === 0) return mergeDraft(respelled(draft), change.value)
      return atHolder(draft, path, (holder, index, key) => {
        const entry = holder.entries[index]
        if (entry === undefined) return spliced(holder, index, 0, { key, value: newDraft(change.value) })
        return spliced(holder, index, 1, { ...entry, value: mergeDraft(respelled(entry.value), change.value) })
      })
    case 'remove':
      return atHolder(draft, path, (holder, index) => {
        existing(holder, index, path)
        return spliced(holder, index, 1)
      })
    case 'rename_key':
      return atHolder(draft, path, (holder, index) => {
        const entry = existing(holder, index, path)
        if (holder.kind === 'list') throw new PipelineEditError('an item of a list has no key', path)
        const isTaken = holder.entries.some((other) => other !== entry && other.key === change.key)
        if (isTaken) throw new PipelineEditError(`the key '${change.key}' is there already`, path)
        return spliced(holder, index, 1, { ...entry, key: change.key })
      })
    case 'insert':
      return inserted(draft, path, { key: '', value: newDraft(change.value) })
    case 'move': {
      let moved: DraftEntry | undefined
      const without = atHolder(draft, path, (holder, index) => {
        moved = existing(holder, index, path)
        if (holder.kind !== 'list') throw new PipelineEditError('only an item of a list can be moved', path)
        return spliced(holder, index, 1)
      })
      return moved === undefined ? draft : inserted(without, change.to, moved)
    }
  }
}

function inserted(draft: Draft, path: DocumentPath, entry: DraftEntry): Draft {
  return atHolder(draft, path, (holder, index) => {
    if (holder.kind !== 'list') throw new PipelineEditError('an item can only be put into a list', path)
    return spliced(holder, index, 0, entry)
  })
}

type Edit = (holder: CollectionDraft, index: number, key: string) => CollectionDraft

/** Edits the mapping or list that holds the end of a path. A key that is not there has the index behind the last. */
function atHolder(draft: Draft, path: DocumentPath, edit: Edit, depth = 0): Draft {
  const key = path[depth]
  if (key === undefined) throw new PipelineEditError('the document itself has no place in a list or mapping', path)
  if (draft.kind === 'scalar') {
    throw new PipelineEditError('neither a mapping nor a list stands here', path.slice(0, depth))
  }
  const index = indexOf(draft, key, path.slice(0, depth + 1))
  if (depth === path.length - 1) return edit(draft, index, draft.kind === 'list' ? '' : String(key))
  const entry = existing(draft, index, path.slice(0, depth + 1))
  return spliced(draft, index, 1, { ...entry, value: atHolder(entry.value, path, edit, depth + 1) })
}

function indexOf({ kind, entries }: CollectionDraft, key: string | number, path: DocumentPath): number {
  if (kind === 'mapping') {
    const index = entries.findIndex((entry) => entry.key === String(key))
    return index === -1 ? entries.length : index
  }
  if (typeof key === 'number' && Number.isInteger(key) && key >= 0 && key <= entries.length) return key
  throw new PipelineEditError(`the list has the items 0 to ${entries.length - 1}`, path)
}

function existing({ kind, entries }: CollectionDraft, index: number, path: DocumentPath): DraftEntry {
  const entry = entries[index]
  if (entry !== undefined) return entry
  if (kind === 'list') throw new PipelineEditError(`the list has ${entries.length} items`, path)
  const keys = entries.map(({ key }) => key)
  throw new PipelineEditError(`there is no such key; ${describeAlternatives(String(path.at(-1)), keys)}`, path)
}

/** Whoever sets a value asks for its canonical spelling too, even where the value stays. */
function respelled(draft: Draft): Draft {
  return draft.kind === 'scalar' ? draft : { ...draft, respell: true }
}

function spliced(draft: CollectionDraft, index: number, count: number, ...added: DraftEntry[]): CollectionDraft {
  return { ...draft, entries: draft.entries.toSpliced(index, count, ...added) }
}
