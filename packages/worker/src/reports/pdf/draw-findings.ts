import type { FindingsBlock, Severity } from '../document/report-document.js'
import type { Sheet } from './sheet.js'
import { INK, MEASURE, PAGE, SEVERITY, STYLE } from './theme.js'

const CHIP = { width: 46, height: 12.5 }
const INDENT = CHIP.width + 14

/** Findings with chips, divided by hairlines. */
export function drawFindings(sheet: Sheet, block: FindingsBlock): void {
  if (block.items.length === 0) sheet.flow('No findings.', STYLE.caption)
  const chips = block.items.some((item) => item.severity !== undefined)
  const x = PAGE.left + (chips ? INDENT : 12)
  const width = MEASURE - (chips ? INDENT : 12)
  block.items.forEach((item, index) => {
    const title = sheet.wrap(item.title, STYLE.strong, width)
    const detail = item.detail === undefined || item.detail === '' ? [] : sheet.wrap(item.detail, STYLE.body, width)
    // A finding stays whole where it is short enough, else its head keeps three lines of its text.
    sheet.need((title.length + Math.min(detail.length, detail.length > 7 ? 3 : 7)) * STYLE.body.leading + 10)
    if (index > 0 && sheet.y > PAGE.top) sheet.rule(sheet.y - 1, INK.line, 0.5, x)
    sheet.y += 5
    if (item.severity !== undefined)
      drawChip(sheet, item.severity, PAGE.left, sheet.y + (STYLE.strong.leading - CHIP.height) / 2)
    else if (!chips) sheet.pen.circle(PAGE.left + 3, sheet.y + STYLE.strong.leading / 2, 1.8).fill(INK.accent)
    for (const [lines, style] of [
      [title, STYLE.strong],
      [detail, STYLE.body],
    ] as const) {
      for (const line of lines) {
        sheet.need(style.leading)
        sheet.line(line, style, x, sheet.y)
        sheet.y += style.leading
      }
    }
    sheet.y += 6
  })
  drawOmitted(sheet, block.omitted)
}

/** The line that tells how much was cut. */
export function drawOmitted(sheet: Sheet, omitted: number | undefined, what = ''): void {
  if (omitted === undefined) return
  sheet.y += 3
  sheet.flow(`… and ${omitted}${what} more in the CSV`, STYLE.caption)
}

function drawChip(sheet: Sheet, severity: Severity, x: number, y: number): void {
  const { word, ink, fill } = SEVERITY[severity]
  sheet.pen.roundedRect(x, y, CHIP.width, CHIP.height, 2.5).fill(fill)
  sheet.fit(word, { ...STYLE.chip, colour: ink }, x, y + (CHIP.height - STYLE.chip.leading) / 2, CHIP.width, 'center')
}
