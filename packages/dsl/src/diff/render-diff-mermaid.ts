import { costText, durationText } from '../estimate/render-estimate.js'
import { graphOfPlan } from '../graph/graph-of-plan.js'
import { labelText } from '../graph/label-text.js'
import type { GraphItem, PlanGraph } from '../graph/plan-graph.js'
import { mermaidLabel, mermaidName, renderMermaid } from '../graph/render-mermaid.js'
import { defaultLanguage, type Language } from '../language/language.js'
import type { Plan } from '../plan/plan.js'
import type { PipelineDiff } from './diff-pipelines.js'
import { hasMoved } from './estimate-changes.js'
import { changeText, ESTIMATE_UNKNOWN } from './render-estimate-changes.js'

/** Removed steps that the note lists by name. */
const LISTED = 20

const STYLES = {
  added: 'stroke:#1a7f37,stroke-width:4px',
  changed: 'stroke:#b08800,stroke-width:4px',
  moved: 'stroke:#0969da,stroke-width:4px',
  removed: 'fill:#ffebe9,stroke:#cf222e,stroke-width:2px,color:#222222,stroke-dasharray:5 4',
} as const

/**
 * Draws the new pipeline as a Mermaid flowchart with the steps of a diff marked: added green, changed yellow, moved blue. A note lists
 * the removed ones. Where an estimate differs the step says it, and a note tells what the whole costs and how long it takes.
 *
 * @param plan of the new document
 * @param language needed only for a plan with step types of one's own
 * @example
 * ```ts
 * import { diffPipelines, type PipelineDocument, planPipeline, renderDiffMermaid } from '@odp/dsl'
 *
 * const draw = (before: PipelineDocument, after: PipelineDocument) =>
 *   renderDiffMermaid(diffPipelines(before, after), planPipeline(after))
 * ```
 */
export function renderDiffMermaid(diff: PipelineDiff, plan: Plan, language: Language = defaultLanguage): string {
  const graph = graphOfPlan(plan, language)
  const marks = new Map<string, 'added' | 'changed' | 'moved'>()
  const removed: string[] = []
  for (const change of diff.changes) {
    if (change.kind === 'step_added') marks.set(change.step, 'added')
    else if (change.kind === 'step_changed') marks.set(change.step, 'changed')
    else if (change.kind === 'step_moved') marks.set(change.step, 'moved')
    else if (change.kind === 'step_removed') removed.push(`${labelText(change.step)} (${labelText(change.type)})`)
  }
  const lines: string[] = []
  for (const mark of ['added', 'changed', 'moved'] as const) {
    const names = [...marks].flatMap(([id, given]) => {
      const key = given === mark ? graph.step_keys.get(id) : undefined
      return key === undefined ? [] : [mermaidName(key)]
    })
    if (names.length > 0) lines.push(`classDef diff_${mark} ${STYLES[mark]}`, `class ${names.join(',')} diff_${mark}`)
  }
  if (removed.length > 0) {
    const rest = removed.length - LISTED
    const names = [...removed.slice(0, LISTED), ...(rest > 0 ? [`and ${rest} more`] : [])]
    const label = ['removed:', ...names].map(mermaidLabel).join('<br/>')
    lines.push(`diff_note["${label}"]:::diff_removed`, `classDef diff_removed ${STYLES.removed}`)
  }
  if (diff.changes.length > 0) lines.push(`diff_estimate["${estimateNote(diff).map(mermaidLabel).join('<br/>')}"]`)
  return `${renderMermaid(withEstimates(graph, diff))}${lines.map((line) => `  ${line}\n`).join('')}`
}

function estimateNote({ estimate }: PipelineDiff): string[] {
  if (estimate === undefined) return [ESTIMATE_UNKNOWN]
  return [`cost: ${changeText(estimate.cost, costText)}`, `duration: ${changeText(estimate.duration, durationText)}`]
}

/** The same graph in which each step says how its estimate changed. */
function withEstimates(graph: PlanGraph, { estimate }: PipelineDiff): PlanGraph {
  const details = new Map<string | undefined, string[]>()
  for (const { step, cost, duration } of estimate?.steps ?? []) {
    const all = [
      ...(hasMoved(cost) || !cost.complete ? [`cost: ${changeText(cost, costText)}`] : []),
      ...(hasMoved(duration) ? [`duration: ${changeText(duration, durationText)}`] : []),
    ]
    details.set(graph.step_keys.get(step), all)
  }
  const extend = (item: GraphItem): GraphItem => {
    const own = [...item.details, ...(details.get(item.key) ?? [])]
    return item.is === 'node' ? { ...item, details: own } : { ...item, details: own, items: item.items.map(extend) }
  }
  return { ...graph, items: graph.items.map(extend) }
}
