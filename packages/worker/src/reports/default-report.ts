import { checkReportDocument } from './document/check-report-document.js'
import { formatCell, humanLabel, toCell } from './document/format-cell.js'
import type { Block, Fact, ReportDocument } from './document/report-document.js'
import { REPORT_LIMITS } from './document/report-limits.js'
import { checkGraphData, looksLikeGraph } from './graph/check-graph-data.js'

/** `title` of the report; `generated_at` is its time (ISO 8601). */
export interface DefaultReportOptions {
  title: string
  generated_at?: string
}

const LONG_TEXT = 140
const DEEPEST = 3

/**
 * Makes a report out of any JSON, for an output step without a template: single values become labelled values, long texts paragraphs,
 * lists of objects tables, lists of findings (`title` with `severity`) findings, networks figures. Each field of the inputs that holds
 * more than a value is a chapter.
 *
 * @example
 * const pdf = await renderPdf(defaultReport(inputs, { title: 'Risk assessment' }))
 */
export function defaultReport(inputs: unknown, options: DefaultReportOptions): ReportDocument {
  const fields: [string, unknown][] =
    isObject(inputs) && !looksLikeGraph(inputs) ? Object.entries(inputs) : [['result', inputs]]
  const single = fields.filter(([, value]) => isShort(value))
  const rest = fields.filter(([, value]) => !isShort(value))
  const facts = single.map(([key, value]) => fact(key, value))
  const asBox = facts.length <= REPORT_LIMITS.facts
  const sections = rest.map(([key, value]) => ({
    heading: humanLabel(key),
    blocks: blocksOf(value, humanLabel(key), 0),
  }))
  return checkReportDocument({
    title: options.title,
    ...(options.generated_at === undefined ? {} : { generated_at: options.generated_at }),
    ...(asBox && facts.length > 0 ? { facts } : {}),
    sections: [
      ...(asBox ? [] : [{ heading: 'Overview', blocks: [{ kind: 'key_values', items: facts }] }]),
      ...sections,
      ...(sections.length === 0 && facts.length === 0
        ? [
            {
              heading: 'Result',
              blocks: [{ kind: 'paragraph', text: 'There is nothing to report: the inputs are empty.' }],
            },
          ]
        : []),
    ],
  })
}

function blocksOf(value: unknown, label: string, depth: number): Block[] {
  // The heading of the chapter names what stands directly in it.
  const title = depth === 0 ? '' : label
  if (isShort(value)) return [{ kind: 'key_values', items: [fact(label, value)] }]
  if (typeof value === 'string') return [{ kind: 'paragraph', text: depth === 0 ? value : `${label}: ${value}` }]
  const graph = asGraph(value)
  if (graph !== undefined) return [{ kind: 'graph', title, graph }]
  if (Array.isArray(value)) return [listBlock(value, title)]
  if (!isObject(value)) return []
  const entries = Object.entries(value).map(
    ([key, inner]) => [depth === 0 ? key : `${label} › ${humanLabel(key)}`, inner] as const,
  )
  const single = entries.filter(([, inner]) => isShort(inner) || (depth >= DEEPEST && isObject(inner)))
  const rest = entries.filter((entry) => !single.includes(entry))
  const facts = single.map(([key, inner]) => fact(key, inner))
  return joinFacts([
    ...(facts.length > 0 ? [{ kind: 'key_values' as const, items: facts }] : []),
    ...rest.flatMap(([key, inner]) => blocksOf(inner, depth === 0 ? humanLabel(key) : key, depth + 1)),
  ])
}

/** Labelled values from several levels that follow each other become one list. */
function joinFacts(blocks: readonly Block[]): Block[] {
  const joined: Block[] = []
  for (const block of blocks) {
    const last = joined.at(-1)
    if (block.kind === 'key_values' && last?.kind === 'key_values')
      joined.splice(-1, 1, { kind: 'key_values', items: [...last.items, ...block.items] })
    else joined.push(block)
  }
  return joined
}

function listBlock(list: readonly unknown[], caption: string): Block {
  const objects = list.filter(isObject)
  if (objects.length === list.length && list.length > 0) {
    if (objects.every((item) => typeof item.title === 'string' && isSeverity(item.severity))) {
      return {
        kind: 'findings',
        items: objects.map((item) => ({
          title: String(item.title),
          ...(isSeverity(item.severity) ? { severity: item.severity } : {}),
          ...(typeof item.detail === 'string' ? { detail: item.detail } : {}),
        })),
      }
    }
    const keys = [...new Set(objects.flatMap((item) => Object.keys(item)))]
    return {
      kind: 'table',
      columns: keys.map((key) => ({ key, label: humanLabel(key) })),
      rows: objects.map((item) =>
        Object.fromEntries(keys.map((key) => [key, Object.hasOwn(item, key) ? toCell(item[key]) : null])),
      ),
      ...(caption === '' ? {} : { caption }),
    }
  }
  return {
    kind: 'table',
    columns: [{ key: 'value', label: 'Value' }],
    rows: list.map((item) => ({ value: toCell(item) })),
    ...(caption === '' ? {} : { caption }),
  }
}

function asGraph(value: unknown): ReturnType<typeof checkGraphData> | undefined {
  if (!looksLikeGraph(value)) return undefined
  try {
    return checkGraphData(value)
  } catch {
    // It only looks like a network (a link without its node, say): tables show it as it is.
    return undefined
  }
}

function fact(key: string, value: unknown): Fact {
  return {
    label: key.includes(' › ') ? key : humanLabel(key),
    value: formatCell(toCell(value, REPORT_LIMITS.value), key),
  }
}

function isShort(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= LONG_TEXT && !value.includes('\n')
  if (Array.isArray(value))
    return (
      value.length <= 6 &&
      value.every((item) => typeof item === 'number' || (typeof item === 'string' && item.length <= 40))
    )
  return !isObject(value)
}

function isSeverity(value: unknown): value is 'high' | 'medium' | 'low' | 'info' {
  return value === 'high' || value === 'medium' || value === 'low' || value === 'info'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
