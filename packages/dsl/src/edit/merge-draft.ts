import { canonicalJson } from '../json/canonical-json.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { type CollectionDraft, type Draft, type DraftEntry, draftValue, newDraft } from './draft.js'
import { matchItems } from './match-items.js'

/** The draft with another value. Everything that is equal in both stays as it is, with its place in the text. */
export function mergeDraft(draft: Draft, value: Json): Draft {
  if (draft.kind === 'list' && Array.isArray(value)) return mergeList(draft, value)
  if (draft.kind === 'mapping' && isJsonObject(value)) return mergeMapping(draft, value)
  if (draft.kind === 'scalar' && draft.value === value) return draft
  return newDraft(value)
}

/** Keys keep their order; a new one goes behind the key before it. */
function mergeMapping(draft: CollectionDraft, value: JsonObject): Draft {
  const wanted = new Map(Object.entries(value).filter(([, item]) => item !== undefined))
  const known = new Set(draft.entries.map((entry) => entry.key))
  const renamed = renamedKeys(draft, wanted, known)
  const entries: DraftEntry[] = []
  const present = new Set<string>()
  for (const entry of draft.entries) {
    const key = renamed.get(entry.key) ?? entry.key
    const item = wanted.get(key)
    if (item === undefined) continue
    entries.push(withValue(entry, key, mergeDraft(entry.value, item)))
    present.add(key)
  }
  // Behind which key the new ones go; none is before the first.
  const added = new Map<string | undefined, DraftEntry[]>()
  let previous: string | undefined
  for (const [key, item] of wanted) {
    if (present.has(key)) previous = key
    else {
      const group = added.get(previous) ?? []
      group.push({ key, value: newDraft(item) })
      added.set(previous, group)
    }
  }
  const merged = [
    ...(added.get(undefined) ?? []),
    ...entries.flatMap((entry) => [entry, ...(added.get(entry.key) ?? [])]),
  ]
  return replaced(draft, merged)
}

/** A key that went while one with an equal list or mapping came has another name now. */
function renamedKeys(
  draft: CollectionDraft,
  wanted: ReadonlyMap<string, Json>,
  known: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>()
  const gone = draft.entries.filter((entry) => !wanted.has(entry.key) && entry.value.kind !== 'scalar')
  if (gone.length === 0) return renamed
  const come = new Map<string, string>()
  for (const [key, item] of wanted) if (!known.has(key)) come.set(canonicalJson(item), key)
  for (const { key, value } of gone) {
    const text = canonicalJson(draftValue(value))
    const name = come.get(text)
    if (name === undefined) continue
    renamed.set(key, name)
    come.delete(text)
  }
  return renamed
}

function mergeList(draft: CollectionDraft, value: readonly Json[]): Draft {
  const before = draft.entries.map((entry) => draftValue(entry.value))
  const matches = matchItems(before, value)
  const entries = value.map((item, index): DraftEntry => {
    const match = matches[index]
    const entry = match === undefined ? undefined : draft.entries[match]
    return entry === undefined
      ? { key: '', value: newDraft(item) }
      : withValue(entry, '', mergeDraft(entry.value, item))
  })
  return replaced(draft, entries)
}

function withValue(entry: DraftEntry, key: string, value: Draft): DraftEntry {
  return entry.key === key && entry.value === value ? entry : { ...entry, key, value }
}

function replaced(draft: CollectionDraft, entries: readonly DraftEntry[]): CollectionDraft {
  const isSame =
    entries.length === draft.entries.length && entries.every((entry, index) => entry === draft.entries[index])
  return isSame ? draft : { ...draft, entries }
}
