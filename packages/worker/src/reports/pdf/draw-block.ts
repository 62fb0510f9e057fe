import type { Block, Fact } from '../document/report-document.js'
import { drawBarChart, drawColumnChart } from './draw-bars.js'
import { drawFindings } from './draw-findings.js'
import { drawGraph, graphHeight } from './draw-graph.js'
import { drawTable } from './draw-table.js'
import type { Sheet } from './sheet.js'
import { INK, MEASURE, PAGE, STYLE } from './theme.js'

/** Draws a block at the cursor. */
export function drawBlock(sheet: Sheet, block: Block): void {
  switch (block.kind) {
    case 'paragraph':
      drawParagraph(sheet, block.text)
      break
    case 'findings':
      drawFindings(sheet, block)
      break
    case 'table':
      drawTable(sheet, block)
      break
    case 'bar_chart':
      drawBarChart(sheet, block)
      break
    case 'column_chart':
      drawColumnChart(sheet, block)
      break
    case 'graph':
      drawGraph(sheet, block)
      break
    case 'key_values':
      drawKeyValues(sheet, block.items)
      break
  }
}

/** About the height that must follow a heading on its page, so that no heading stands alone. */
export function leadHeight(block: Block | undefined): number {
  switch (block?.kind) {
    case 'graph':
      return graphHeight(block) * 0.72 + 100
    case 'column_chart':
      return 250
    case 'bar_chart':
      return 80 + Math.min(block.bars.length, 6) * 17
    case 'findings':
      return 150
    case 'table':
      return 200
    default:
      return 100
  }
}

function drawParagraph(sheet: Sheet, text: string): void {
  const paragraphs = text.split('\n').filter((paragraph) => paragraph.trim() !== '')
  paragraphs.forEach((paragraph, index) => {
    if (index > 0) sheet.skip(6)
    sheet.flow(paragraph, STYLE.body)
  })
}

function drawKeyValues(sheet: Sheet, items: readonly Fact[]): void {
  const keyWidth = MEASURE * 0.3
  items.forEach(({ label, value }) => {
    const keys = sheet.wrap(label, { ...STYLE.strong, colour: INK.muted }, keyWidth - 12, 3)
    const values = sheet.wrap(value === '' ? '–' : value, STYLE.body, MEASURE - keyWidth)
    const height = Math.max(keys.length, values.length) * STYLE.body.leading + 7
    sheet.need(height)
    keys.forEach((line, index) => {
      sheet.line(line, { ...STYLE.strong, colour: INK.muted }, PAGE.left, sheet.y + 3.5 + index * STYLE.body.leading)
    })
    values.forEach((line, index) => {
      sheet.line(line, STYLE.body, PAGE.left + keyWidth, sheet.y + 3.5 + index * STYLE.body.leading)
    })
    sheet.y += height
    sheet.rule(sheet.y, INK.line, 0.5)
  })
}
