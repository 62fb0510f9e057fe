import type { Node } from 'yaml'
import type { CollectionNode, Draft } from './draft.js'
import { draftValue } from './draft.js'
import type { Emission } from './emission.js'
import { emitBlock } from './emit-block.js'
import { emitFlow } from './emit-flow.js'
import { type EntryPlace, entryPlaces, isFlow, rootPlace } from './entry-place.js'
import { planEntries } from './kept-entries.js'
import type { TextStyle } from './new-text.js'
import { replaceValue } from './replace-value.js'
import type { TextEdit } from './text-edit.js'
import { lineEnd } from './text-lines.js'

/** What the edits are made from. */
export interface EditSource {
  readonly text: string
  readonly root: Node
  readonly style: TextStyle
  /** Whether the comments of a value that is written anew go above it, and not away. */
  readonly keepComments: boolean
}

/** The edits that turn a text of which `before` is the draft into one of `after`, and the collections in which something changes. */
export function emitEdits(
  source: EditSource,
  before: Draft,
  after: Draft,
): { readonly edits: TextEdit[]; readonly touched: ReadonlySet<CollectionNode> } {
  const { text, style, keepComments } = source
  const known = new Map<CollectionNode, readonly EntryPlace[]>()
  function placesOf(collection: CollectionNode): readonly EntryPlace[] {
    const places = known.get(collection) ?? entryPlaces(collection, text)
    known.set(collection, places)
    return places
  }
  const emission: Emission = { text, style, edits: [], touched: new Set(), keepComments, placesOf, emitValue }
  emitValue(emission, rootPlace(source.root, text), after, before)
  return emission
}

function emitValue(emission: Emission, place: EntryPlace, value: Draft, before: Draft): void {
  if (value === before) return
  if (value.kind === 'scalar' || before.kind === 'scalar' || value.node !== before.node || value.node === undefined) {
    replaceValue(emission, place, draftValue(value))
    return
  }
  const { node, entries } = value
  emission.touched.add(node)
  const plan = planEntries(node, entries)
  const isUnchanged = entries.length === before.entries.length && entries.every((e, i) => e === before.entries[i])
  if (isUnchanged) return
  const isPairWithoutBraces = isFlow(node) && node.srcToken === undefined
  if (isPairWithoutBraces || plan.every(({ origin }) => origin === undefined)) {
    replaceValue(emission, place, draftValue(value))
  } else if (isFlow(node)) emitFlow(emission, node, plan)
  else emitBlock(emission, node, plan, place.head === undefined ? 0 : lineEnd(emission.text, place.head))
}
