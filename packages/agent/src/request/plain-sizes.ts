const QUOTED = /("[^"]*"|“[^”]*”|'[^']*'(?!\p{L})|`[^`]*`)/u
const SIZE = /\b(?:size|count|len|length)\(\s*([\p{L}\d_.]+)\s*\)/giu

/** A list that is compared with a number is compared by how many it holds: `size(hits) > 3` says `hits > 3`. */
export function plainSizes(text: string): string {
  return text
    .split(QUOTED)
    .map((part, at) => (at % 2 === 1 ? part : part.replace(SIZE, '$1')))
    .join('')
}
