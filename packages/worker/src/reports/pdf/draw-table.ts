import { formatCell } from '../document/format-cell.js'
import type { TableBlock } from '../document/report-document.js'
import { drawOmitted } from './draw-findings.js'
import type { Align, Sheet } from './sheet.js'
import { sizeColumns } from './size-columns.js'
import { INK, MEASURE, PAGE, STYLE } from './theme.js'
import type { Line } from './wrap-text.js'

const PADDING = { x: 5, y: 3.4 }
/** No row is higher: a cell with more lines ends in an ellipsis. */
const MOST_LINES = 7

/** A table with zebra rows; the heading comes again on every page, rows are never torn apart. */
export function drawTable(sheet: Sheet, table: TableBlock): void {
  const widths = sizeColumns(sheet.fonts, table, MEASURE, PADDING.x * 2)
  const aligns = table.columns.map(
    ({ key, align }): Align => align ?? (table.columns.length > 1 && isNumeric(table, key) ? 'right' : 'left'),
  )
  const heads = table.columns.map(({ label }, index) =>
    sheet.wrap(label, STYLE.columnHead, (widths[index] ?? 0) - PADDING.x * 2, 3),
  )
  const headHeight = Math.max(...heads.map((lines) => lines.length), 1) * STYLE.columnHead.leading + PADDING.y * 2
  const drawHead = () => {
    sheet.rule(sheet.y, INK.accent, 1)
    drawCells(sheet, heads, widths, aligns, STYLE.columnHead, headHeight)
    sheet.y += headHeight
    sheet.rule(sheet.y, INK.accent, 0.6)
  }
  const wrapRow = (row: TableBlock['rows'][number] | undefined) =>
    table.columns.map(({ key }, column) =>
      sheet.wrap(formatCell(row?.[key] ?? null, key), STYLE.cell, (widths[column] ?? 0) - PADDING.x * 2, MOST_LINES),
    )
  const firstRows = table.rows.slice(0, 3).reduce((sum, row) => sum + rowHeight(wrapRow(row)), 0)
  const caption =
    table.caption === undefined || table.caption === '' ? [] : sheet.wrap(table.caption, STYLE.figureTitle, MEASURE, 3)
  sheet.need(caption.length * STYLE.figureTitle.leading + headHeight + Math.min(firstRows, 110))
  for (const line of caption) {
    sheet.line(line, STYLE.figureTitle, PAGE.left, sheet.y)
    sheet.y += STYLE.figureTitle.leading
  }
  if (caption.length > 0) sheet.y += 4
  drawHead()
  table.rows.forEach((row, index) => {
    const cells = wrapRow(row)
    const height = rowHeight(cells)
    if (sheet.need(height)) drawHead()
    if (index % 2 === 1) sheet.pen.rect(PAGE.left, sheet.y, MEASURE, height).fill(INK.zebra)
    drawCells(sheet, cells, widths, aligns, STYLE.cell, height)
    sheet.y += height
  })
  if (table.rows.length === 0) {
    sheet.fit('No rows.', STYLE.caption, PAGE.left + PADDING.x, sheet.y + PADDING.y, MEASURE)
    sheet.y += STYLE.caption.leading + PADDING.y * 2
  }
  sheet.rule(sheet.y, INK.line)
  drawOmitted(sheet, table.omitted)
  drawOmitted(sheet, table.omitted_columns, table.omitted_columns === 1 ? ' column' : ' columns')
}

function rowHeight(cells: readonly Line[][]): number {
  return Math.max(...cells.map((lines) => lines.length)) * STYLE.cell.leading + PADDING.y * 2
}

function drawCells(
  sheet: Sheet,
  cells: readonly Line[][],
  widths: readonly number[],
  aligns: readonly Align[],
  style: (typeof STYLE)['cell'] | (typeof STYLE)['columnHead'],
  height: number,
): void {
  let x: number = PAGE.left
  cells.forEach((lines, column) => {
    const width = widths[column] ?? 0
    // Headings of several lines stand on the rule beneath, cells hang from the top.
    const top =
      style === STYLE.columnHead ? sheet.y + height - PADDING.y - lines.length * style.leading : sheet.y + PADDING.y
    lines.forEach((line, index) => {
      sheet.line(line, style, x + PADDING.x, top + index * style.leading, width - PADDING.x * 2, aligns[column])
    })
    x += width
  })
}

function isNumeric(table: TableBlock, key: string): boolean {
  const values = table.rows.map((row) => row[key] ?? null).filter((value) => value !== null)
  return values.length > 0 && values.every((value) => typeof value === 'number')
}
