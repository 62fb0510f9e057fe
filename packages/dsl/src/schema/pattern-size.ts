/**
 * About how many instructions a regular expression compiles to, found in one pass without compiling it: `(ab){500}` is short
 * to write and a thousand long.
 */
export function patternSize(pattern: string): number {
  const open: { size: number; last: number }[] = []
  let size = 0
  let last = 0
  const atom = (instructions: number): void => {
    size += last
    last = instructions
  }
  for (let at = 0; at < pattern.length; at += 1) {
    const letter = pattern[at]
    if (letter === '\\') {
      at += 1
      // Unicode classes are built from long tables.
      atom(pattern[at] === 'p' || pattern[at] === 'P' ? 20 : 1)
    } else if (letter === '[') {
      const end = classEnd(pattern, at)
      atom(1 + (end - at) / 4)
      at = end
    } else if (letter === '(') {
      open.push({ size, last })
      size = 0
      last = 0
    } else if (letter === ')') {
      const group = size + last + 2
      const outer = open.pop() ?? { size: 0, last: 0 }
      size = outer.size + outer.last
      last = group
    } else if (letter === '{') {
      const found = /^\{(\d{1,4})(?:,(\d{0,4}))?\}/.exec(pattern.slice(at, at + 12))
      if (found !== null) last *= Math.max(Number(found[1]), Number(found[2] || 0), 1)
      else atom(1)
    } else atom(1)
  }
  return open.reduce((sum, outer) => sum + outer.size + outer.last, size + last)
}

function classEnd(pattern: string, start: number): number {
  for (let at = start + 1; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') at += 1
    else if (pattern[at] === ']' && at > start + 1) return at
  }
  return pattern.length
}
