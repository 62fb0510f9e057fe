import type { Json } from '../json/json.js'
import type { PipelineChange, PipelineDiff, ValueChange } from './diff-pipelines.js'
import { hasMoved } from './estimate-changes.js'
import { ESTIMATE_UNKNOWN, estimateChangeLines } from './render-estimate-changes.js'

/** Characters of a value that a line shows. */
const LONGEST_VALUE = 120

/**
 * Writes a diff as text: `+` added, `-` removed, `~` changed, `>` moved, one step a line with its changed keys below. Then a table
 * of the estimates that differ, as `before → after, change`, each `expected (least – most)`; `?` is unknown.
 *
 * @example
 * ```ts
 * import { diffPipelines, pipeline, renderDiff } from '@odp/dsl'
 *
 * const meta = { pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' }
 * const before = pipeline(meta).function('greet', { method: 'greet' })
 * console.log(renderDiff(diffPipelines(before.build(), before.function('shout', { method: 'shout' }).build())))
 * ```
 */
export function renderDiff(diff: PipelineDiff): string {
  const { changes, estimate } = diff
  const lines = changes.length === 0 ? ['no changes'] : changes.flatMap(linesOf)
  return `${[...lines, ...estimateLines(changes, estimate)].join('\n')}\n`
}

function estimateLines(changes: PipelineDiff['changes'], estimate: PipelineDiff['estimate']): string[] {
  if (estimate === undefined) return changes.length === 0 ? [] : [ESTIMATE_UNKNOWN]
  // Two equal documents have equal estimates.
  const isQuiet = changes.length === 0 && !hasMoved(estimate.cost) && !hasMoved(estimate.duration)
  return isQuiet ? [] : estimateChangeLines(estimate)
}

function linesOf(change: PipelineChange): string[] {
  if (change.kind === 'document_changed') return ['~ pipeline', ...change.changes.map(valueLine)]
  if (change.kind === 'step_added') return [`+ ${change.step} (${change.type}) ${change.where}`]
  if (change.kind === 'step_removed') return [`- ${change.step} (${change.type}) ${change.where}`]
  if (change.kind === 'step_moved') {
    return [
      change.from === change.to
        ? `> ${change.step} moved ${change.to}`
        : `> ${change.step} moved from ${change.from} to ${change.to}`,
    ]
  }
  return [`~ ${change.step}`, ...change.changes.map(valueLine)]
}

function valueLine({ path, before, after }: ValueChange): string {
  const key = path.join('.')
  if (before === undefined) return `    + ${key}: ${shown(after)}`
  if (after === undefined) return `    - ${key}: ${shown(before)}`
  return `    ${key}: ${shown(before)} → ${shown(after)}`
}

function shown(value: Json | undefined): string {
  const text = JSON.stringify(value ?? null)
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`
}
