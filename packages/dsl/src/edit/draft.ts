import { isMap, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { setOwn } from '../json/set-own.js'
import { keyText } from '../yaml/node-lookup.js'

/** A list or mapping in a text. */
export type CollectionNode = YAMLMap | YAMLSeq

/**
 * A value of the document that is being edited. It remembers its node in the text; what is new has none. Drafts are
 * never changed: an edit makes new ones on its way to the top, so that everything untouched is the same object as before.
 */
export type Draft = ScalarDraft | CollectionDraft

/** A text, number, boolean or null. */
interface ScalarDraft {
  readonly kind: 'scalar'
  readonly value: null | boolean | number | string
  readonly node?: Node
}

/** A mapping or a list. */
export interface CollectionDraft {
  readonly kind: 'mapping' | 'list'
  readonly entries: readonly DraftEntry[]
  readonly node?: CollectionNode
  /** Whether its old spelling is to be made canonical although its value stays. */
  readonly respell?: true
}

/** A key with its value, or an item of a list (then the key is ''). */
export interface DraftEntry {
  readonly key: string
  readonly value: Draft
  readonly origin?: EntryOrigin
}

/** Where an entry stands in the text, and what stood there. */
export interface EntryOrigin {
  readonly collection: CollectionNode
  readonly index: number
  readonly key: string
  readonly value: Draft
}

/** The draft of a text before any edit. The text must have been read without errors. */
export function draftOfNode(node: Node | null): Draft {
  if (isMap(node)) {
    const entries = node.items.map((pair, index): DraftEntry => {
      const key = keyText(pair.key) ?? ''
      const value = draftOfNode(pair.value as Node | null)
      return { key, value, origin: { collection: node, index, key, value } }
    })
    return { kind: 'mapping', entries, node }
  }
  if (isSeq(node)) {
    const entries = node.items.map((item, index): DraftEntry => {
      const value = draftOfNode(item as Node)
      return { key: '', value, origin: { collection: node, index, key: '', value } }
    })
    return { kind: 'list', entries, node }
  }
  if (!isScalar(node)) return { kind: 'scalar', value: null }
  const { value } = node
  const isJson = typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
  return { kind: 'scalar', value: !isJson ? null : value === 0 ? 0 : value, node }
}

/** The draft of a value that stands in no text. */
export function newDraft(value: Json): Draft {
  if (Array.isArray(value)) {
    return { kind: 'list', entries: value.map((item) => ({ key: '', value: newDraft(item) })) }
  }
  if (!isJsonObject(value)) return { kind: 'scalar', value: value === 0 ? 0 : value }
  // Optional properties of typed objects may be there and undefined; JSON does not know them.
  const present = Object.entries(value).filter(([, item]) => item !== undefined)
  return { kind: 'mapping', entries: present.map(([key, item]) => ({ key, value: newDraft(item) })) }
}

/** The JSON value of a draft. */
export function draftValue(draft: Draft): Json {
  if (draft.kind === 'scalar') return draft.value
  if (draft.kind === 'list') return draft.entries.map((entry) => draftValue(entry.value))
  const result: JsonObject = {}
  for (const { key, value } of draft.entries) setOwn(result, key, draftValue(value))
  return result
}
