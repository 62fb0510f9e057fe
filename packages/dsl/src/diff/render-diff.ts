import type { Json } from '../json/json.js'
import type { PipelineChange, PipelineDiff, ValueChange } from './diff-pipelines.js'

/** Characters of a value that a line shows. */
const LONGEST_VALUE = 120

/**
 * Writes a diff as text: `+` added, `-` removed, `~` changed, `>` moved, one step a line with its changed keys below.
 *
 * @example
 * ```ts
 * console.log(renderDiff(diffPipelines(before, after)))
 * ```
 */
export function renderDiff(diff: PipelineDiff): string {
  return diff.changes.length === 0 ? 'no changes\n' : `${diff.changes.flatMap(linesOf).join('\n')}\n`
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
