import type { CollectionNode, DraftEntry, EntryOrigin } from './draft.js'
import { longestAscent } from './longest-ascent.js'

/** An entry that stays where it stands in the text. */
export interface KeptEntry {
  readonly entry: DraftEntry
  readonly origin: EntryOrigin
}

/** An entry of the edited document: kept in its place, or to be written at this place. */
export type PlannedEntry = KeptEntry | { readonly entry: DraftEntry; readonly origin?: undefined }

/** Tells which entries stay in their place: as many as possible. The others are new, or have moved. */
export function planEntries(collection: CollectionNode, entries: readonly DraftEntry[]): PlannedEntry[] {
  const indices = entries.map(({ origin }) => (origin?.collection === collection ? origin.index : undefined))
  const inPlace = longestAscent(indices)
  return entries.map((entry, place) =>
    entry.origin !== undefined && inPlace.has(place) ? { entry, origin: entry.origin } : { entry },
  )
}
