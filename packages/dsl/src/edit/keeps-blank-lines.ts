import type { Draft } from './draft.js'
import { isBlockText, isFlow } from './entry-place.js'

/** Whether a value that stands in the text ends with a block text of which the blank lines behind it are a part. */
export function keepsBlankLines(value: Draft | undefined, text: string): boolean {
  if (value?.node === undefined) return false
  if (value.kind !== 'scalar') return !isFlow(value.node) && keepsBlankLines(value.entries.at(-1)?.value, text)
  const start = value.node.range?.[0] ?? 0
  return isBlockText(value.node) && /^[|>][0-9]?\+/.test(text.slice(start, start + 3))
}
