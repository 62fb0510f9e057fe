/** A count with its noun: `1 package`, `4 packages`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : plural}`
}

/** A share as whole percent; never 0 % or 100 % for a part that is neither. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '0 %'
  const share = Math.round((100 * part) / whole)
  if (part > 0 && share === 0) return 'under 1 %'
  return part < whole && share === 100 ? 'over 99 %' : `${share} %`
}

/** Bytes for people: `12 kB`, `126.6 MB`. */
export function bytes(count: number): string {
  if (count < 1_000) return `${count} bytes`
  if (count < 1_000_000) return `${Math.round(count / 1_000)} kB`
  return count < 1_000_000_000 ? `${(count / 1_000_000).toFixed(1)} MB` : `${(count / 1_000_000_000).toFixed(2)} GB`
}

/** The first few of a list, with the number of those left out: `a, b and 3 more`. */
export function firstOf(names: readonly string[], most: number): string {
  const shown = names.slice(0, most)
  const more = names.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '')
}

/** `is` or `are`, and the like, for a count. */
export function verb(count: number, one: string, many: string): string {
  return count === 1 ? one : many
}
