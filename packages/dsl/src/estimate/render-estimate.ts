import type { PipelineEstimate } from './estimate-pipeline.js'
import type { EstimateInterval } from './interval.js'

/**
 * Writes an estimate as a table: each step with its calls, cost units and duration, then the whole. A range is
 * `least – most`, with the expected figure before it; `∞` where nothing bounds it. Ends with a line feed.
 *
 * @example
 * ```ts
 * import { estimatePipeline, type PipelineDocument, renderEstimate } from '@odp/dsl'
 *
 * const print = (document: PipelineDocument) => console.log(renderEstimate(estimatePipeline(document, { catalog: {} })))
 * ```
 */
export function renderEstimate(estimate: PipelineEstimate): string {
  const unknown = new Set(estimate.unknown)
  const rows = estimate.steps.map(({ id, depth, calls, cost, duration }) => [
    `${'  '.repeat(depth)}${id}`,
    rangeText(calls, costText),
    unknown.has(id) ? '?' : rangeText(cost, costText),
    unknown.has(id) ? '?' : rangeText(duration, durationText),
  ])
  const more = unknown.size === 0 ? '' : ' + ?'
  const total = [
    'total',
    '',
    `${rangeText(estimate.cost, costText)}${more}`,
    `${rangeText(estimate.duration, durationText)}${more}`,
  ]
  const table = [['step', 'calls', 'cost', 'duration'], ...rows, total]
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const notes = [
    ...(unknown.size === 0 ? [] : [`? the catalog does not say: ${estimate.unknown.join(', ')}`]),
    ...estimate.issues.map(({ message }) => `∞ ${message}`),
  ]
  return `${[...lines, ...notes].join('\n')}\n`
}

/** `expected (least – most)`, or one figure where the three are the same. */
export function rangeText({ least, expected, most }: EstimateInterval, write: (value: number) => string): string {
  const exact = write(expected)
  if (least === most) return exact
  return `${exact} (${write(least)} – ${most === null ? '∞' : write(most)})`
}

/** Cost units, or calls. */
export function costText(value: number): string {
  return String(Math.round(value * 100) / 100)
}

/** Seconds as a person reads them: two units at most. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${costText(Math.round(seconds * 10) / 10)}s`
  const whole = Math.round(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  if (hours > 0) return minutes === 0 ? `${hours}h` : `${hours}h ${minutes}m`
  return rest === 0 ? `${minutes}m` : `${minutes}m ${rest}s`
}
