/** Offset of the first character of the line that holds an offset. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
}

/** Offset of the end of the line that holds an offset: of its line break, or of the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const found = text.indexOf('\n', offset)
  if (found === -1) return text.length
  return found > offset && text.charAt(found - 1) === '\r' ? found - 1 : found
}

/** Offset behind the line break at an offset. */
export function behindBreak(text: string, offset: number): number {
  if (text.startsWith('\r\n', offset)) return offset + 2
  return text.charAt(offset) === '\n' ? offset + 1 : offset
}

/** Offset of the end of the line above the one that starts at `start`; 0 where there is none. */
export function endOfLineAbove(text: string, start: number): number {
  if (start === 0) return 0
  return start > 1 && text.charAt(start - 2) === '\r' ? start - 2 : start - 1
}

/** Number of characters before an offset on its line. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

/** The blanks at the start of the line that holds an offset. */
export function indentOf(text: string, offset: number): string {
  const start = lineStart(text, offset)
  return /^[ \t]*/.exec(text.slice(start, lineEnd(text, start)))?.[0] ?? ''
}

/** Whether only blanks stand before an offset on its line. */
export function startsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === ''
}

/** Whether the line that starts at an offset is empty. There is none behind the end of the text. */
export function isBlankLine(text: string, start: number): boolean {
  return start < text.length && text.slice(start, lineEnd(text, start)).trim() === ''
}

/** Start of the comment lines directly above a line, of those that stand no further right than `column`. Looks no further up than `floor`. */
export function startOfComments(text: string, start: number, column: number, floor: number): number {
  let first = start
  while (first > 0) {
    const above = lineStart(text, endOfLineAbove(text, first))
    if (above < floor || !isComment(text, above, 0, column)) break
    first = above
  }
  // A comment at the top of the text is about the whole document.
  return first === 0 ? start : first
}

/** End of the comment lines below a line that stand further right than `column`, with the blank lines between. */
export function endOfComments(text: string, end: number, column: number): number {
  let last = end
  let start = behindBreak(text, end)
  for (let line = end; start > line; ) {
    line = start
    if (isComment(text, line, column + 1, Number.POSITIVE_INFINITY)) last = lineEnd(text, line)
    else if (!isBlankLine(text, line)) break
    start = behindBreak(text, lineEnd(text, line))
  }
  return last
}

function isComment(text: string, start: number, least: number, most: number): boolean {
  const column = indentOf(text, start).length
  return text.charAt(start + column) === '#' && column >= least && column <= most
}
