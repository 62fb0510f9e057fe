import type { EstimateInterval } from '../estimate/interval.js'
import { costText, durationText, rangeText } from '../estimate/render-estimate.js'
import { type EstimateChange, hasMoved, type PipelineEstimateChange } from './estimate-changes.js'

/** What stands where no catalog was given. */
export const ESTIMATE_UNKNOWN = 'cost and duration are unknown without a catalog'

/** Writes what a change does to cost and duration, a step a line, the whole last. */
export function estimateChangeLines({ cost, duration, steps, unknown }: PipelineEstimateChange): string[] {
  const rows = [...steps, { step: 'total', cost, duration }].map((row) => [
    `  ${row.step}`,
    changeText(row.cost, costText),
    changeText(row.duration, durationText),
  ])
  const table = [['estimate', 'cost', 'duration'], ...rows]
  const widths = [0, 1].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const ids = [...new Set([...unknown.before, ...unknown.after])]
  return [...lines, ...(ids.length === 0 ? [] : [`  ? the catalog does not say: ${ids.join(', ')}`])]
}

/** `3 → 5, +2`: before, after, and how far each figure moved. `?` where it is unknown, `∞` where nothing bounds it. */
export function changeText(given: EstimateChange, write: (value: number) => string): string {
  const more = given.complete ? '' : ' + ?'
  const side = (interval: EstimateInterval | null) => (interval === null ? '?' : rangeText(interval, write))
  const { before, after, change } = given
  if (before === null && after === null) return '?'
  if (!hasMoved(given)) return `${side(after)}${more}, as before`
  const both = `${side(before)} → ${side(after)}`
  if (change.expected === null) return both
  const move = (value: number | null) => (value === null ? '?' : signed(value, write))
  const expected = move(change.expected)
  const isSame = change.least === change.expected && change.most === change.expected
  return `${both}${more}, ${expected}${isSame ? '' : ` (${move(change.least)} – ${move(change.most)})`}`
}

function signed(value: number, write: (value: number) => string): string {
  const text = write(Math.abs(value))
  return value === 0 ? text : `${value > 0 ? '+' : '-'}${text}`
}
