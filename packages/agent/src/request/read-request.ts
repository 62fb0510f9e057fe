import type { Clause } from './clause.js'
import { findMentions } from './find-mentions.js'
import type { Mention, Setting } from './mention.js'
import { findSettings } from './settings.js'
import { splitClauses } from './split-clauses.js'
import { type Token, tokenize } from './token.js'

/** Characters and parts of a request that is read; what is longer is refused, not cut. */
export const LONGEST_REQUEST = 8000
export const MOST_CLAUSES = 60

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
 */
export function readRequest(text: string, isKnown: (stem: string) => boolean): RequestReading {
  const settings = findSettings(text)
  const mentions = findMentions(text, isKnown, settings)
  const tokens = tokenize(text, mentions, settings)
  return { text, tokens, mentions, settings, clauses: splitClauses(tokens, isKnown) }
}
