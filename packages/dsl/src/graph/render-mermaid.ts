import type { GraphEdge, GraphItem, PlanGraph } from './plan-graph.js'
import { KIND_COLORS, type StepKind } from './step-kind.js'

const EDGE_STYLES: Readonly<Record<GraphEdge['kind'], string>> = {
  reads: 'stroke:#444444',
  orders: 'stroke:#8a8a8a,stroke-dasharray:6 4',
  activates: 'stroke:#8f4324,stroke-width:2px,stroke-dasharray:2 3',
}

/** Writes a graph as a Mermaid flowchart. */
export function renderMermaid(graph: PlanGraph): string {
  const clusters = { plain: [] as string[], on_demand: [] as string[] }
  const kinds = new Map<string, StepKind>()
  const lines = [
    ...(graph.title === '' ? [] : ['---', `title: ${quotedTitle(graph.title)}`, '---']),
    'flowchart TB',
    '  %% solid: reads, dashed: only waits, dotted: activates, dashed outline: runs only when activated',
  ]

  const write = (item: GraphItem, indent: string) => {
    const text = [item.title, ...item.details].map(mermaidLabel).join('<br/>')
    if (item.is === 'cluster') {
      clusters[item.on_demand ? 'on_demand' : 'plain'].push(mermaidName(item.key))
      lines.push(`${indent}subgraph ${mermaidName(item.key)}["${text}"]`)
      for (const inner of item.items) write(inner, `${indent}  `)
      lines.push(`${indent}end`)
      return
    }
    const style = item.on_demand ? `${item.kind}_on_demand` : item.kind
    kinds.set(style, item.kind)
    const shape = item.kind === 'control' ? `{{"${text}"}}` : `("${text}")`
    lines.push(`${indent}${mermaidName(item.key)}${shape}:::${style}`)
  }
  for (const item of graph.items) write(item, '  ')

  for (const { from, to, kind, label } of graph.edges) {
    const arrow = kind === 'activates' ? '-.->' : '-->'
    const text = label.length === 0 ? '' : `|"${label.map(mermaidLabel).join('<br/>')}"|`
    lines.push(`  ${mermaidName(from)} ${arrow}${text} ${mermaidName(to)}`)
  }
  for (const kind of ['reads', 'orders', 'activates'] as const) {
    const numbers = graph.edges.flatMap((edge, index) => (edge.kind === kind ? [index] : []))
    if (numbers.length > 0) lines.push(`  linkStyle ${numbers.join(',')} ${EDGE_STYLES[kind]}`)
  }
  for (const [style, kind] of kinds) lines.push(`  classDef ${style} ${nodeStyle(kind, style !== kind)}`)
  for (const [style, keys] of Object.entries(clusters)) {
    if (keys.length === 0) continue
    lines.push(
      `  classDef frame_${style} fill:#fafafa,stroke:#9a9a9a,color:#222222${style === 'plain' ? '' : ',stroke-dasharray:5 4'}`,
    )
    lines.push(`  class ${keys.join(',')} frame_${style}`)
  }
  return `${lines.join('\n')}\n`
}

function nodeStyle(kind: StepKind, onDemand: boolean): string {
  const { fill, line } = KIND_COLORS[kind]
  return `fill:${fill},stroke:${line},color:#222222${onDemand ? ',stroke-dasharray:5 4' : ''}`
}

/** Name of a node or frame: keys such as `end` and `graph` are words of Mermaid. */
export function mermaidName(key: string): string {
  return `step_${key}`
}

/** The head is YAML. Old versions of Mermaid look for directives (`%%{…}%%`) in it, and rewrite tags. */
function quotedTitle(text: string): string {
  return JSON.stringify(text).replace(/[%<>]/g, (character) => `\\x${character.charCodeAt(0).toString(16)}`)
}

/**
 * A text as a label. Mermaid reads labels as Markdown and as HTML. What either could take for its own is written as a code of the
 * character, which Mermaid puts back last. A point, a dash or a `_` between letters is harmless and stays readable.
 */
export function mermaidLabel(text: string): string {
  return text.replace(
    /((?<=[\p{L}\p{N}])[._-](?=[\p{L}\p{N}]))|[^\p{L}\p{N} ,{}]/gu,
    (character: string, harmless: string | undefined) => harmless ?? `#${character.codePointAt(0)};`,
  )
}
