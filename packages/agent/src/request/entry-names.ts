/** Tells what the entries of a catalog are called. */
export interface EntryNames {
  /** Whether an entry has this synonym. */
  isSynonym(text: string): boolean
  /** Whether this is the id of an entry in words, or a synonym of one. */
  isName(text: string): boolean
  /** Whether an input or output of an entry is written like this: `risk_score`. */
  isField(text: string): boolean
}

/** Where there is no catalog nothing is called anything. */
export const NO_NAMES: EntryNames = { isSynonym: () => false, isName: () => false, isField: () => false }
