import { formatCell } from '../document/format-cell.js'
import type { TableBlock } from '../document/report-document.js'
import type { FontSet } from './font-set.js'
import { STYLE } from './theme.js'

const SAMPLE = 200

/** Column widths that add up to `total`: fixed shares first, the rest by what the columns hold, none narrower than its longest short word. */
export function sizeColumns(fonts: FontSet, table: TableBlock, total: number, padding: number): number[] {
  const { columns, rows } = table
  const head = (text: string) => fonts.width(text, STYLE.columnHead.face, STYLE.columnHead.size)
  const body = (text: string) => fonts.width(text, STYLE.cell.face, STYLE.cell.size)
  const sample = rows.slice(0, SAMPLE)
  const wishes = columns.map(({ key, label }) => {
    const texts = sample.map((row) => formatCell(row[key] ?? null, key))
    const words = texts.flatMap(unbreakable)
    const longestWord = Math.max(
      ...label.split(/\s+/).map(head),
      ...words.map((word) => (word.length > 40 ? 0 : body(word))),
    )
    const natural = Math.max(head(label), ...texts.map((text) => body(text.slice(0, 120))))
    return { least: Math.min(longestWord, total * 0.3) + padding, natural: Math.min(natural, total * 0.6) + padding }
  })
  const fixed = columns.map(({ width }) =>
    width === undefined || width <= 0 ? undefined : (Math.min(width, 100) / 100) * total,
  )
  const fixedSum = fixed.reduce<number>((sum, width) => sum + (width ?? 0), 0)
  const free = columns.flatMap((_, index) => (fixed[index] === undefined ? [index] : []))
  const shrink = free.length > 0 ? Math.min(1, (total * 0.85) / Math.max(fixedSum, 1)) : total / Math.max(fixedSum, 1)
  const widths = fixed.map((width) => (width ?? 0) * shrink)
  const left = total - widths.reduce((sum, width) => sum + width, 0)
  const leastSum = free.reduce((sum, index) => sum + (wishes[index]?.least ?? 0), 0)
  const naturalSum = free.reduce((sum, index) => sum + (wishes[index]?.natural ?? 0), 0)
  for (const index of free) {
    const { least, natural } = wishes[index] ?? { least: 1, natural: 1 }
    if (leastSum >= left) widths[index] = (least / leastSum) * left
    else if (naturalSum <= left) widths[index] = natural + ((left - naturalSum) * natural) / naturalSum
    else widths[index] = least + ((natural - least) / Math.max(naturalSum - leastSum, 1e-9)) * (left - leastSum)
  }
  return widths
}

/** Words as they stay whole: very long ones (addresses, paths) may break behind punctuation. */
function unbreakable(text: string): string[] {
  return text
    .split(/\s+/)
    .flatMap((word) => (word.length <= 16 ? [word] : (word.match(/[^-/_.@:]{1,16}[-/_.@:]?/g) ?? [])))
}
