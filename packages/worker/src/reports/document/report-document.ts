import type { GraphData } from '../graph/graph-data.js'

/**
 * How grave a finding is; `info` is for context that is no finding against anybody.
 *
 * @example
 * ```ts
 * import type { Severity } from '@odp/worker'
 *
 * const severityOf = (risk: number): Severity => (risk > 0.75 ? 'high' : risk > 0.4 ? 'medium' : 'low')
 * ```
 */
export type Severity = 'high' | 'medium' | 'low' | 'info'

/**
 * What a table cell may hold. Lists and objects are turned into text at the door.
 *
 * @example
 * ```ts
 * import type { Cell } from '@odp/worker'
 *
 * const row: Record<string, Cell> = { name: 'Ada', followers: 12, verified: true, email: null }
 * ```
 */
export type Cell = string | number | boolean | null

/** Running text; a line break starts a new paragraph. */
export interface ParagraphBlock {
  kind: 'paragraph'
  text: string
}

/**
 * One finding. `detail` explains it in a sentence or two.
 *
 * @example
 * ```ts
 * import type { Finding } from '@odp/worker'
 *
 * const finding: Finding = { title: 'One maintainer can publish all packages.', severity: 'high' }
 * ```
 */
export interface Finding {
  title: string
  detail?: string
  severity?: Severity
}

/** A list of findings, drawn in the given order with a chip for each severity. */
export interface FindingsBlock {
  kind: 'findings'
  items: Finding[]
  /** How many findings exist beyond those listed; shown as "… and N more in the CSV". */
  omitted?: number
}

/**
 * A table column: `key` is the field of a row, `label` the heading.
 *
 * @example
 * ```ts
 * import type { TableColumn } from '@odp/worker'
 *
 * const columns: TableColumn[] = [{ key: 'name', label: 'Name', width: 70 }, { key: 'followers', label: 'Followers' }]
 * ```
 */
export interface TableColumn {
  key: string
  label: string
  /** Default: right where every value is a number, else left. */
  align?: 'left' | 'right' | 'center'
  /** Share of the table's width in percent; columns without one are sized by what they hold. */
  width?: number
}

/** A table whose heading is repeated on every page. */
export interface TableBlock {
  kind: 'table'
  columns: TableColumn[]
  rows: Record<string, Cell>[]
  caption?: string
  /** How many rows exist beyond those listed; shown as "… and N more in the CSV". */
  omitted?: number
  /** How many columns exist beyond those listed. */
  omitted_columns?: number
}

/**
 * One bar. `note` is a short remark behind the value.
 *
 * @example
 * ```ts
 * import type { Bar } from '@odp/worker'
 *
 * const bar: Bar = { label: 'npm', value: 61, note: 'one maintainer' }
 * ```
 */
export interface Bar {
  label: string
  value: number
  note?: string
}

/** Horizontal bars (`bar_chart`, for ranking things with names) or upright columns (`column_chart`, for a series over time). */
export interface BarsBlock {
  kind: 'bar_chart' | 'column_chart'
  title: string
  unit?: string
  bars: Bar[]
  /** How many bars exist beyond those drawn. */
  omitted?: number
}

/** A network, drawn as a figure. */
export interface GraphBlock {
  kind: 'graph'
  title: string
  graph: GraphData
  caption?: string
}

/**
 * One labelled value.
 *
 * @example
 * ```ts
 * import type { Fact } from '@odp/worker'
 *
 * const client: Fact = { label: 'Client', value: 'Acme' }
 * ```
 */
export interface Fact {
  label: string
  value: string
}

/** Labelled values in two columns. */
export interface KeyValuesBlock {
  kind: 'key_values'
  items: Fact[]
}

/**
 * One piece of a section.
 *
 * @example
 * ```ts
 * import type { Block } from '@odp/worker'
 *
 * const block: Block = { kind: 'bar_chart', title: 'Packages a maintainer', bars: [{ label: 'Ada', value: 61 }] }
 * ```
 */
export type Block = ParagraphBlock | FindingsBlock | TableBlock | BarsBlock | GraphBlock | KeyValuesBlock

/**
 * A chapter of the report.
 *
 * @example
 * ```ts
 * import type { ReportSection } from '@odp/worker'
 *
 * const section: ReportSection = { heading: 'Scope', blocks: [{ kind: 'paragraph', text: 'We read 300 packages.' }] }
 * ```
 */
export interface ReportSection {
  heading: string
  blocks: Block[]
}

/**
 * A report as plain JSON: what a method returns for an `output` step to typeset.
 *
 * @example
 * ```ts
 * import type { ReportDocument } from '@odp/worker'
 *
 * const report: ReportDocument = {
 *   title: 'Supply chain review',
 *   classification: 'Confidential',
 *   facts: [{ label: 'Client', value: 'Acme' }],
 *   summary: ['One maintainer can publish 61 of 300 packages.'],
 *   sections: [{ heading: 'Scope', blocks: [{ kind: 'paragraph', text: 'We read …' }] }],
 *   generated_at: '2026-01-31T09:00:00Z',
 * }
 * ```
 */
export interface ReportDocument {
  title: string
  subtitle?: string
  /** Printed on every page, for example "Confidential". */
  classification?: string
  /** The box on the cover: client, subject, period … */
  facts?: Fact[]
  /** Key findings for the reader who reads only the cover. */
  summary?: string[]
  sections: ReportSection[]
  /** Where the information comes from; listed at the end. */
  sources?: string[]
  /** ISO 8601 time. Also the creation date of the file, so the same document always gives the same bytes. */
  generated_at?: string
}
