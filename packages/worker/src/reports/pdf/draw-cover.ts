import type { Fact, ReportDocument } from '../document/report-document.js'
import type { Sheet } from './sheet.js'
import { INK, MEASURE, PAGE, STYLE, type TextStyle } from './theme.js'

/** The head of the first page: title, box of facts, key findings. */
export function drawCover(sheet: Sheet, report: ReportDocument): void {
  sheet.pen.rect(0, 0, PAGE.width, 7).fill(INK.accent)
  sheet.y = 62
  const date = report.generated_at === undefined ? '' : formatDate(report.generated_at)
  sheet.fit(
    (report.classification ?? 'Report').toUpperCase(),
    { ...STYLE.label, colour: INK.accent, size: 7.6, spacing: 0.6 },
    PAGE.left,
    sheet.y,
    MEASURE * 0.6,
  )
  sheet.fit(date, STYLE.small, PAGE.left + MEASURE * 0.6, sheet.y, MEASURE * 0.4, 'right')
  sheet.y += 46
  const title = titleStyle(sheet, report.title)
  for (const line of sheet.wrap(report.title, title, MEASURE, 5)) {
    sheet.line(line, title, PAGE.left, sheet.y)
    sheet.y += title.leading
  }
  if (report.subtitle !== undefined && report.subtitle !== '') {
    sheet.y += 6
    for (const line of sheet.wrap(report.subtitle, STYLE.subtitle, MEASURE, 4)) {
      sheet.line(line, STYLE.subtitle, PAGE.left, sheet.y)
      sheet.y += STYLE.subtitle.leading
    }
  }
  sheet.y += 18
  sheet.pen.rect(PAGE.left, sheet.y, 44, 2.2).fill(INK.accent)
  sheet.y += 26
  if (report.facts !== undefined) drawFacts(sheet, report.facts)
  if (report.summary !== undefined) drawSummary(sheet, report.summary)
}

/** The largest size at which the title takes no more than two lines. */
function titleStyle(sheet: Sheet, title: string): TextStyle {
  const sizes = [29, 26, 23, 20].map((size): TextStyle => ({ ...STYLE.title, size, leading: size * 1.26 }))
  return (
    sizes.find((style) => sheet.wrap(title, style, MEASURE).length <= 2) ?? { ...STYLE.title, size: 20, leading: 25 }
  )
}

/** Fixed English, because a report must not depend on the machine it was made on. */
function formatDate(iso: string): string {
  const months = [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ]
  const date = new Date(iso)
  const day = `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
  return iso.includes('T') ? `${day}, ${date.toISOString().slice(11, 16)} UTC` : day
}

function drawFacts(sheet: Sheet, facts: readonly Fact[]): void {
  const columns = facts.length === 1 ? 1 : facts.length === 2 || facts.length === 4 ? 2 : 3
  const padding = 16
  const gap = 14
  const width = (MEASURE - padding * 2 - gap * (columns - 1)) / columns
  const cells = facts.map(({ label, value }) => ({
    label,
    lines: sheet.wrap(value === '' ? '–' : value, STYLE.strong, width, 4),
  }))
  const rows = Array.from({ length: Math.ceil(cells.length / columns) }, (_, row) =>
    cells.slice(row * columns, (row + 1) * columns),
  )
  const heights = rows.map(
    (row) => STYLE.label.leading + 3 + Math.max(...row.map((cell) => cell.lines.length)) * STYLE.strong.leading,
  )
  const height = heights.reduce((sum, value) => sum + value, 0) + padding * 2 + (rows.length - 1) * 14
  sheet.need(height)
  sheet.pen.rect(PAGE.left, sheet.y, MEASURE, height).fill(INK.accentTint)
  let y = sheet.y + padding
  rows.forEach((row, index) => {
    row.forEach(({ label, lines }, column) => {
      const x = PAGE.left + padding + column * (width + gap)
      sheet.fit(label.toUpperCase(), STYLE.label, x, y, width)
      lines.forEach((line, at) => {
        sheet.line(line, STYLE.strong, x, y + STYLE.label.leading + 3 + at * STYLE.strong.leading)
      })
    })
    y += (heights[index] ?? 0) + 14
  })
  sheet.y += height + 26
}

function drawSummary(sheet: Sheet, summary: readonly string[]): void {
  sheet.need(70)
  sheet.fit('Key findings', { ...STYLE.heading, size: 14 }, PAGE.left, sheet.y, MEASURE)
  sheet.y += 28
  summary.forEach((text, index) => {
    const lines = sheet.wrap(text, STYLE.lead, MEASURE - 26)
    sheet.need(Math.min(lines.length, 4) * STYLE.lead.leading)
    sheet.fit(String(index + 1), { ...STYLE.lead, face: 'bold', colour: INK.accent }, PAGE.left, sheet.y, 20)
    for (const line of lines) {
      sheet.need(STYLE.lead.leading)
      sheet.line(line, STYLE.lead, PAGE.left + 26, sheet.y)
      sheet.y += STYLE.lead.leading
    }
    sheet.y += 7
  })
  sheet.y += 20
}
