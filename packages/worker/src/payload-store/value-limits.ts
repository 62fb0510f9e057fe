/** One value (an input, what a step receives, what it returns) in characters of JSON. */
export const LARGEST_VALUE = 64_000_000

/** A plan in characters of JSON; a document has at most 5 million. */
export const LARGEST_PLAN = 20_000_000

/** A larger value leaves the history, and unread fields of larger outputs do not enter it. Bytes or characters. */
export const SMALLEST_STORED = 65_536

/** A character of JSON takes at most three bytes; a hostile store must not fill the memory. */
export const LARGEST_DECOMPRESSED = 3 * LARGEST_VALUE
