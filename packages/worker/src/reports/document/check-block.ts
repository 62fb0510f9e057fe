import { readGraphData } from '../graph/check-graph-data.js'
import { toCell } from './format-cell.js'
import type { Bar, BarsBlock, Block, Fact, Finding, FindingsBlock, TableBlock, TableColumn } from './report-document.js'
import { REPORT_LIMITS as LIMITS } from './report-limits.js'
import { type Fields, own, present, type ValueReader } from './value-reader.js'

type BlockReader = (reader: ValueReader, fields: Fields, path: string, rowsLeft: number) => Block

const BLOCK_READERS: { [K in Block['kind']]: BlockReader } = {
  paragraph: (reader, fields, path) => ({
    kind: 'paragraph',
    text: reader.text(fields, 'text', path, LIMITS.paragraph),
  }),
  findings: readFindings,
  table: readTable,
  bar_chart: (reader, fields, path) => readBars(reader, fields, path, 'bar_chart'),
  column_chart: (reader, fields, path) => readBars(reader, fields, path, 'column_chart'),
  graph: (reader, fields, path) =>
    present<Block>({
      kind: 'graph',
      title: reader.line(fields, 'title', path, LIMITS.heading),
      graph: readGraphData(reader, own(fields, 'graph'), `${path}.graph`),
      caption: reader.optionalLine(fields, 'caption', path, LIMITS.sentence),
    }),
  key_values: (reader, fields, path) => ({
    kind: 'key_values',
    items: readFacts(reader, fields, 'items', path, LIMITS.keyValues, true),
  }),
}

/** One block from untrusted JSON. `rowsLeft` is how many table rows the report may still take. */
export function readBlock(reader: ValueReader, value: unknown, path: string, rowsLeft: number): Block | undefined {
  const fields = reader.object(value, path)
  if (fields === undefined) return undefined
  const kind = own(fields, 'kind')
  if (typeof kind === 'string' && Object.hasOwn(BLOCK_READERS, kind)) {
    return BLOCK_READERS[kind as Block['kind']](reader, fields, path, rowsLeft)
  }
  reader.expected(`${path}.kind`, `one of ${Object.keys(BLOCK_READERS).join(', ')}`, kind)
  return undefined
}

/** Labelled values from untrusted JSON. */
export function readFacts(
  reader: ValueReader,
  fields: Fields,
  key: string,
  path: string,
  limit: number,
  required = false,
): Fact[] {
  return reader.list(fields, key, path, limit, required).items.flatMap((item, index) => {
    const at = `${path}.${key}[${index}]`
    const fact = reader.object(item, at)
    if (fact === undefined) return []
    const value = own(fact, 'value')
    return [
      {
        label: reader.line(fact, 'label', at, LIMITS.label),
        value: value === null ? '' : reader.line(fact, 'value', at, LIMITS.value),
      },
    ]
  })
}

function readFindings(reader: ValueReader, fields: Fields, path: string): FindingsBlock {
  const { items, cut } = reader.list(fields, 'items', path, LIMITS.findings, true)
  const findings = items.flatMap((item, index): Finding[] => {
    const at = `${path}.items[${index}]`
    const finding = reader.object(item, at)
    if (finding === undefined) return []
    return [
      present<Finding>({
        title: reader.line(finding, 'title', at, LIMITS.value),
        detail: own(finding, 'detail') == null ? undefined : reader.text(finding, 'detail', at, LIMITS.sentence * 3),
        severity: reader.choice(finding, 'severity', at, ['high', 'medium', 'low', 'info']),
      }),
    ]
  })
  return present<FindingsBlock>({ kind: 'findings', items: findings, omitted: omitted(reader, fields, path, cut) })
}

function readTable(reader: ValueReader, fields: Fields, path: string, rowsLeft: number): TableBlock {
  const { items, cut: columnsCut } = reader.list(fields, 'columns', path, LIMITS.columns, true)
  const columns = items.flatMap((item, index): TableColumn[] => {
    const at = `${path}.columns[${index}]`
    const column = reader.object(item, at)
    if (column === undefined) return []
    const key = reader.line(column, 'key', at, LIMITS.label)
    return [
      present<TableColumn>({
        key,
        label: reader.optionalLine(column, 'label', at, LIMITS.label) ?? key,
        align: reader.choice(column, 'align', at, ['left', 'right', 'center']),
        width: reader.optionalNumber(column, 'width', at, 0),
      }),
    ]
  })
  if (items.length === 0) reader.problems.push(`${path}.columns: a table needs at least one column`)
  const { items: rows, cut } = reader.list(fields, 'rows', path, Math.min(LIMITS.rowsInTable, rowsLeft), true)
  return present<TableBlock>({
    kind: 'table',
    columns,
    rows: rows.flatMap((item, index) => {
      const row = reader.object(item, `${path}.rows[${index}]`)
      return row === undefined ? [] : [Object.fromEntries(columns.map(({ key }) => [key, toCell(own(row, key))]))]
    }),
    caption: reader.optionalLine(fields, 'caption', path, LIMITS.sentence),
    omitted: omitted(reader, fields, path, cut),
    omitted_columns: omitted(reader, fields, path, columnsCut, 'omitted_columns'),
  })
}

function readBars(reader: ValueReader, fields: Fields, path: string, kind: BarsBlock['kind']): BarsBlock {
  const { items, cut } = reader.list(fields, 'bars', path, LIMITS.bars, true)
  const bars = items.flatMap((item, index): Bar[] => {
    const at = `${path}.bars[${index}]`
    const bar = reader.object(item, at)
    if (bar === undefined) return []
    return [
      present<Bar>({
        label: reader.line(bar, 'label', at, LIMITS.label),
        value: reader.number(bar, 'value', at),
        note: reader.optionalLine(bar, 'note', at, LIMITS.label),
      }),
    ]
  })
  return present<BarsBlock>({
    kind,
    title: reader.line(fields, 'title', path, LIMITS.heading),
    unit: reader.optionalLine(fields, 'unit', path, 40),
    bars,
    omitted: omitted(reader, fields, path, cut),
  })
}

function omitted(reader: ValueReader, fields: Fields, path: string, cut: number, key = 'omitted'): number | undefined {
  const total = cut + Math.floor(reader.optionalNumber(fields, key, path, 0) ?? 0)
  return total > 0 ? total : undefined
}
