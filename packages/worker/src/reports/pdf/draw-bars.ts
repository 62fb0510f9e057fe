import { formatNumber } from '../document/format-cell.js'
import type { BarsBlock } from '../document/report-document.js'
import { drawOmitted } from './draw-findings.js'
import type { Sheet } from './sheet.js'
import { INK, MEASURE, PAGE, STYLE } from './theme.js'
import { fitLine } from './wrap-text.js'

const ROW = 17
const BAR = 9.5

/** What the length of the axis stands for, kept where dividing by it gives a number. */
function spanOf(least: number, most: number): number {
  const span = Math.min(most - least, Number.MAX_VALUE)
  return span < 1e-290 ? 1 : span
}

/** Horizontal bars with their values written out. */
export function drawBarChart(sheet: Sheet, chart: BarsBlock): void {
  drawFigureTitle(sheet, chart, Math.min(chart.bars.length, 6) * ROW)
  const labels = chart.bars.map(({ label }) => fitLine(sheet.fonts, label, STYLE.cell, MEASURE * 0.34))
  const values = chart.bars.map(({ value, note }) => {
    const number = formatNumber(value)
    return fitLine(
      sheet.fonts,
      note === undefined || note === '' ? number : `${number} · ${note}`,
      STYLE.cell,
      MEASURE * 0.3,
    )
  })
  const labelWidth = Math.max(...labels.map((line) => line.width), 0) + 10
  const valueWidth = Math.max(...values.map((line) => line.width), 0) + 8
  const least = Math.min(0, ...chart.bars.map(({ value }) => value))
  const most = Math.max(0, ...chart.bars.map(({ value }) => value))
  const unit = (MEASURE - labelWidth - valueWidth) / spanOf(least, most)
  const zero = PAGE.left + labelWidth - least * unit
  chart.bars.forEach(({ value }, index) => {
    sheet.need(ROW)
    const label = labels[index]
    const text = values[index]
    const from = value < 0 ? zero + value * unit : zero
    const width = Math.max(Math.abs(value) * unit, value === 0 ? 0 : 0.8)
    const top = (ROW - STYLE.cell.leading) / 2
    sheet.pen.rect(zero - 0.3, sheet.y, 0.6, ROW).fill(INK.line)
    sheet.pen.rect(from, sheet.y + (ROW - BAR) / 2, width, BAR).fill(INK.accent)
    if (label !== undefined) sheet.line(label, STYLE.cell, PAGE.left, sheet.y + top, labelWidth - 10, 'right')
    if (text !== undefined)
      sheet.line(text, { ...STYLE.cell, colour: INK.muted }, Math.max(from + width, zero) + 6, sheet.y + top)
    sheet.y += ROW
  })
  drawOmitted(sheet, chart.omitted)
}

/** Upright columns, for a series. */
export function drawColumnChart(sheet: Sheet, chart: BarsBlock): void {
  const height = 130
  drawFigureTitle(sheet, chart, height + 44)
  if (chart.bars.length === 0) return
  const least = Math.min(0, ...chart.bars.map(({ value }) => value))
  const most = Math.max(0, ...chart.bars.map(({ value }) => value))
  const unit = (height - 14) / spanOf(least, most)
  const step = MEASURE / chart.bars.length
  const width = Math.min(step * 0.62, 34)
  const zero = sheet.y + 14 + most * unit
  // Labels and values thin out when they would touch.
  const widest = Math.max(
    ...chart.bars.map(({ label, value }) => {
      return Math.max(
        fitLine(sheet.fonts, label, STYLE.small, 70).width,
        fitLine(sheet.fonts, formatNumber(value), STYLE.small, 70).width,
      )
    }),
  )
  const every = Math.max(1, Math.ceil((widest + 5) / step))
  chart.bars.forEach(({ label, value }, index) => {
    const centre = PAGE.left + step * (index + 0.5)
    const top = value < 0 ? zero : zero - value * unit
    sheet.pen
      .rect(centre - width / 2, top, width, Math.max(Math.abs(value) * unit, value === 0 ? 0 : 0.8))
      .fill(INK.accent)
    if (index % every !== 0) return
    sheet.fit(formatNumber(value), STYLE.small, centre - 35, Math.min(top, zero) - STYLE.small.leading, 70, 'center')
    sheet.fit(
      label,
      STYLE.small,
      clampLeft(centre - 35, 70, widest),
      zero + Math.max(0, -least * unit) + 4,
      70,
      'center',
    )
  })
  sheet.rule(zero, INK.faint, 0.6)
  sheet.y = zero + Math.max(0, -least * unit) + 4 + STYLE.small.leading
  drawOmitted(sheet, chart.omitted)
}

/** Keeps a centred text of that width within the measure. */
function clampLeft(left: number, box: number, width: number): number {
  const slack = (box - width) / 2
  return Math.min(Math.max(left, PAGE.left - slack), PAGE.left + MEASURE - box + slack)
}

function drawFigureTitle(sheet: Sheet, chart: BarsBlock, height: number): void {
  const lines = sheet.wrap(chart.title, STYLE.figureTitle, MEASURE, 3)
  sheet.need(lines.length * STYLE.figureTitle.leading + height + 20)
  for (const line of lines) {
    sheet.line(line, STYLE.figureTitle, PAGE.left, sheet.y)
    sheet.y += STYLE.figureTitle.leading
  }
  if (chart.unit !== undefined && chart.unit !== '') {
    sheet.fit(chart.unit, STYLE.small, PAGE.left, sheet.y, MEASURE)
    sheet.y += STYLE.small.leading
  }
  sheet.y += 5
  if (chart.bars.length === 0) sheet.flow('No values.', STYLE.caption)
}
