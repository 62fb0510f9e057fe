import { readBlock, readFacts } from './check-block.js'
import type { Block, ReportDocument, ReportSection } from './report-document.js'
import { ReportError } from './report-error.js'
import { REPORT_LIMITS as LIMITS } from './report-limits.js'
import { present, ValueReader } from './value-reader.js'

/**
 * Makes sure that an untrusted value (what a method returned) is a report. Control characters are removed, long texts shortened and
 * long lists cut, with the number of what was cut kept in `omitted`. Unknown keys are dropped. Checking twice changes nothing.
 *
 * @throws ReportError listing every problem with its path
 * @example
 * const pdf = await renderPdf(checkReportDocument(await method(inputs)))
 */
export function checkReportDocument(value: unknown): ReportDocument {
  const reader = new ValueReader()
  const fields = reader.object(value, 'report')
  if (fields === undefined) throw new ReportError('report', reader.problems)
  const facts = readFacts(reader, fields, 'facts', 'report', LIMITS.facts)
  const summary = reader.list(fields, 'summary', 'report', LIMITS.summary).items
  const sources = reader.list(fields, 'sources', 'report', LIMITS.sources).items
  const report = present<ReportDocument>({
    title: reader.line(fields, 'title', 'report', LIMITS.title) || 'Report',
    subtitle: reader.optionalLine(fields, 'subtitle', 'report', LIMITS.value),
    classification: reader.optionalLine(fields, 'classification', 'report', 60),
    facts: facts.length > 0 ? facts : undefined,
    summary:
      summary.length > 0
        ? summary.map((item, index) => reader.asLine(item, `report.summary[${index}]`, LIMITS.sentence))
        : undefined,
    sections: readSections(reader, reader.list(fields, 'sections', 'report', LIMITS.sections, true).items),
    sources:
      sources.length > 0
        ? sources.map((item, index) => reader.asLine(item, `report.sources[${index}]`, LIMITS.value))
        : undefined,
    generated_at: reader.optionalLine(fields, 'generated_at', 'report', 40),
  })
  if (report.generated_at !== undefined && !isTime(report.generated_at)) {
    reader.expected('report.generated_at', 'an ISO 8601 time such as 2026-01-31T09:00:00Z', report.generated_at)
  }
  if (reader.problems.length > 0) throw new ReportError('report', reader.problems)
  return report
}

function readSections(reader: ValueReader, items: unknown[]): ReportSection[] {
  let blocksLeft: number = LIMITS.blocks
  let rowsLeft: number = LIMITS.rowsInReport
  let graphsLeft: number = LIMITS.graphs
  return items.flatMap((item, index) => {
    const path = `sections[${index}]`
    const fields = reader.object(item, path)
    if (fields === undefined) return []
    const found = reader.list(fields, 'blocks', path, blocksLeft, true)
    blocksLeft -= found.items.length
    const blocks = found.items.flatMap((value, position): Block[] => {
      const block = readBlock(reader, value, `${path}.blocks[${position}]`, rowsLeft)
      if (block?.kind === 'table') rowsLeft -= block.rows.length
      if (block?.kind === 'graph') graphsLeft -= 1
      if (block?.kind === 'graph' && graphsLeft < 0)
        return [
          { kind: 'paragraph', text: `${block.title}: not drawn, the report holds ${LIMITS.graphs} networks already.` },
        ]
      return block === undefined ? [] : [block]
    })
    if (found.cut > 0)
      blocks.push({ kind: 'paragraph', text: `… and ${found.cut} more blocks, left out of this report.` })
    return [{ heading: reader.line(fields, 'heading', path, LIMITS.heading), blocks }]
  })
}

// Date.parse alone takes nearly anything ("1", "May"), and reads some of it in the local time zone.
function isTime(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/.test(text) && !Number.isNaN(Date.parse(text))
  )
}
