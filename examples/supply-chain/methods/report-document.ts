/** The report as plain JSON, in the shape the worker typesets. */
export interface ReportDocument {
  title: string
  subtitle?: string
  facts?: { label: string; value: string }[]
  summary?: string[]
  sections: { heading: string; blocks: Block[] }[]
  sources?: string[]
  generated_at?: string
}

export type Severity = 'high' | 'medium' | 'low' | 'info'

export interface GraphData {
  nodes: { id: string; label: string; group: string; size: number; kind: string }[]
  edges: { source: string; target: string; weight: number }[]
  omitted_nodes?: number
}

export type Cell = string | number | boolean | null

export type Block =
  | { kind: 'paragraph'; text: string }
  | { kind: 'findings'; items: { title: string; detail: string; severity: Severity }[] }
  | {
      kind: 'table'
      columns: { key: string; label: string; align?: 'left' | 'right'; width?: number }[]
      rows: Record<string, Cell>[]
      caption?: string
      omitted?: number
    }
  | {
      kind: 'bar_chart'
      title: string
      unit?: string
      bars: { label: string; value: number; note?: string }[]
      omitted?: number
    }
  | { kind: 'graph'; title: string; graph: GraphData; caption?: string }
  | { kind: 'key_values'; items: { label: string; value: string }[] }
