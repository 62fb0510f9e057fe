/** The largest document in bytes of UTF-8: 5 MB. A larger text is refused before it is parsed. */
export const MAX_DOCUMENT_BYTES = 5 * 1024 * 1024

/** The deepest nesting of lists and mappings in a document. */
export const MAX_DOCUMENT_LEVELS = 100
