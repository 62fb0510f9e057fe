/** The largest document in bytes of UTF-8: 5 MB. A larger text is refused before it is parsed. */
export const MAX_DOCUMENT_BYTES = 5 * 1024 * 1024

/** The deepest nesting of lists and mappings in a document. */
export const MAX_DOCUMENT_LEVELS = 100

/**
 * The most tokens (brackets, commas, blanks, texts …) that are read strictly of a text of so many characters. A text with more of
 * them is read only if there is nothing to report about it. Ordinary YAML has about three tokens in ten characters.
 */
export function maxTokens(characters: number): number {
  return 350_000 + Math.floor(Math.max(0, characters - 1_000_000) / 2)
}

/** The longest text, in UTF-16 units, in which spellings that are no YAML are repaired: for that the whole text is read again. */
export const MAX_REPAIRED_CHARACTERS = 250_000
