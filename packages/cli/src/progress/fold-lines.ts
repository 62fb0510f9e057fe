/**
 * The lines that fit into a number of rows: from a little before the first one that is still of interest. What is left
 * out above and below is counted.
 *
 * @param first index of the first line that is still of interest
 */
export function foldLines(lines: readonly string[], first: number, rows: number): string[] {
  if (lines.length <= rows) return [...lines]
  const room = Math.max(1, rows - 2)
  const start = Math.max(0, Math.min(first - 2, lines.length - room))
  const below = lines.length - start - room
  return [
    ...(start > 0 ? [`  … ${start} above`] : []),
    ...lines.slice(start, start + room),
    ...(below > 0 ? [`  … ${below} below`] : []),
  ]
}
