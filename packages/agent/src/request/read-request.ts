import type { Clause } from './clause.js'
import { type EntryNames, NO_NAMES } from './entry-names.js'
import { findMentions } from './find-mentions.js'
import type { Mention, Setting } from './mention.js'
import { findSettings } from './settings.js'
import { splitClauses } from './split-clauses.js'
import { type Token, tokenize } from './token.js'

/** Characters and parts of a request that is read; what is longer is refused, not cut. */
export const LONGEST_REQUEST = 8000
export const MOST_CLAUSES = 60

/** What stands behind one of these is what is asked about. */
const SUBJECT = /\b(of|for|on|about|domain|site|website|host|page)\s+$/i

/** A request, read as far as it can be without a catalog's methods. */
export interface RequestReading {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly mentions: readonly Mention[]
  readonly settings: readonly Setting[]
  readonly clauses: readonly Clause[]
}

/**
 * Reads a request: its constants, its numbers that steer, its clauses.
 *
 * @param isKnown whether the catalog has a word, given by its stem
 * @param names what the entries of the catalog are called
 */
export function readRequest(
  text: string,
  isKnown: (stem: string) => boolean,
  names: EntryNames = NO_NAMES,
): RequestReading {
  const settings = findSettings(text)
  const found = findMentions(text, isKnown, settings)
  const called = found.filter(
    ({ is_quoted, start, text: own }) =>
      is_quoted !== true && (names.isField(own) || (!SUBJECT.test(text.slice(0, start)) && names.isSynonym(own))),
  )
  const mentions = found.filter((mention) => !called.includes(mention))
  const tokens = tokenize(text, mentions, settings, called)
  return { text, tokens, mentions, settings, clauses: splitClauses(tokens, isKnown, names) }
}
