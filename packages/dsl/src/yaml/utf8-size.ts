/** Whether a text is longer than `limit` bytes in UTF-8. Stops counting at the limit. */
export function exceedsUtf8Size(text: string, limit: number): boolean {
  if (text.length > limit) return true
  if (text.length * 3 <= limit) return false
  let bytes = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    // Each half of a surrogate pair counts two: four bytes a pair.
    const half = unit >= 0xd800 && unit <= 0xdfff
    bytes += unit < 0x80 ? 1 : unit < 0x800 || half ? 2 : 3
    if (bytes > limit) return true
  }
  return false
}
