import type { PipelineEstimate } from './estimate-pipeline.js'
import type { EstimateInterval } from './interval.js'

/**
 * Writes an estimate as a table: each step with its calls, cost units and duration, then the whole. A range is
 * `least – most`, with the expected figure before it; `∞` where nothing bounds it. Ends with a line feed.
 *
 * @example
 * ```ts
 * process.stdout.write(renderEstimate(estimatePipeline(document, { catalog })))
 * ```
 */
export function renderEstimate(estimate: PipelineEstimate): string {
  const unknown = new Set(estimate.unknown)
  const rows = estimate.steps.map(({ id, depth, calls, cost, duration }) => [
    `${'  '.repeat(depth)}${id}`,
    range(calls, number),
    unknown.has(id) ? '?' : range(cost, number),
    unknown.has(id) ? '?' : range(duration, time),
  ])
  const more = unknown.size === 0 ? '' : ' + ?'
  const total = ['total', '', `${range(estimate.cost, number)}${more}`, `${range(estimate.duration, time)}${more}`]
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

function range({ least, expected, most }: EstimateInterval, write: (value: number) => string): string {
  const exact = write(expected)
  if (least === most) return exact
  return `${exact} (${write(least)} – ${most === null ? '∞' : write(most)})`
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100)
}

/** Seconds as a person reads them: two units at most. */
function time(seconds: number): string {
  if (seconds < 60) return `${number(Math.round(seconds * 10) / 10)}s`
  const whole = Math.round(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  if (hours > 0) return minutes === 0 ? `${hours}h` : `${hours}h ${minutes}m`
  return rest === 0 ? `${minutes}m` : `${minutes}m ${rest}s`
}
