import { costText, durationText, rangeText } from '../estimate/render-estimate.js'
import type { ReplayPlan, ReplayStep } from './plan-replay.js'
import type { ReplayEstimate } from './replay-estimate.js'

/**
 * Writes a replay for people: what is reused, what runs and why, and what that costs. Ends with a line feed.
 *
 * @example
 * ```ts
 * import { type ReplayPlan, renderReplay } from '@odp/dsl'
 *
 * renderReplay({ steps: [{ id: 'crawl', type: 'crawler', action: 'reuse' }], reuse: { crawl: {} } })
 * // 'reuse  crawl\nreuse 1 step · run 0\n'
 * ```
 */
export function renderReplay({ steps }: ReplayPlan, estimate?: ReplayEstimate): string {
  const width = Math.max(0, ...steps.map(({ id }) => id.length))
  const lines = steps.map(
    ({ action, id, text }) => `${action.padEnd(5)}  ${text === undefined ? id : `${id.padEnd(width)}  ${text}`}`,
  )
  return `${[...lines, [...countTexts(steps), ...estimateTexts(estimate)].join(' · ')].join('\n')}\n`
}

function countTexts(steps: readonly ReplayStep[]): string[] {
  const of = (action: ReplayStep['action']) => steps.filter((step) => step.action === action).length
  const [reused, skipped] = [of('reuse'), of('skip')]
  return [
    `reuse ${reused} ${reused === 1 ? 'step' : 'steps'}`,
    `run ${of('run')}`,
    ...(skipped === 0 ? [] : [`skip ${skipped}`]),
  ]
}

function estimateTexts(estimate: ReplayEstimate | undefined): string[] {
  if (estimate === undefined) return []
  const more = estimate.unknown.length === 0 ? '' : ' + ?'
  return [
    `${rangeText(estimate.cost, costText)}${more} units`,
    `${rangeText(estimate.work, durationText)}${more} of work`,
  ]
}
