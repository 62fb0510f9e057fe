import type { CollectionNode, Draft } from './draft.js'
import type { EntryPlace } from './entry-place.js'
import type { TextStyle } from './new-text.js'
import type { TextEdit } from './text-edit.js'

/** What the edits of a text are collected in, and what they are made from. */
export interface Emission {
  /** The text that the nodes were parsed from. */
  readonly text: string
  readonly style: TextStyle
  /** In the order in which they were found; those at the same place stay in it. */
  readonly edits: TextEdit[]
  /** Collections in which something changes. */
  readonly touched: Set<CollectionNode>
  /** Whether the comments of a value that is written anew go above it, and not away. */
  readonly keepComments: boolean
  /** The places of the entries of a list or mapping. */
  readonly placesOf: (collection: CollectionNode) => readonly EntryPlace[]
  /** Makes the edits that turn the value at a place into a draft. */
  readonly emitValue: (emission: Emission, place: EntryPlace, value: Draft, before: Draft) => void
}

/** Adds an edit. */
export function addEdit({ edits }: Emission, start: number, end: number, text: string): void {
  if (start < end || text !== '') edits.push({ start_offset: start, end_offset: end, text })
}
