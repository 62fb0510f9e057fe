export { type DefaultReportOptions, defaultReport } from './default-report.js'
export { checkReportDocument } from './document/check-report-document.js'
export type {
  Bar,
  BarsBlock,
  Block,
  Cell,
  Fact,
  Finding,
  FindingsBlock,
  GraphBlock,
  KeyValuesBlock,
  ParagraphBlock,
  ReportDocument,
  ReportSection,
  Severity,
  TableBlock,
  TableColumn,
} from './document/report-document.js'
export { ReportError } from './document/report-error.js'
export { checkGraphData } from './graph/check-graph-data.js'
export type { GraphData, GraphEdge, GraphNode } from './graph/graph-data.js'
export { type Layout, type LayoutNode, type LayoutOptions, layoutGraph } from './graph/layout-graph.js'
export { type GexfOptions, renderGexf } from './graph/render-gexf.js'
export { renderSvg, type SvgOptions } from './graph/render-svg.js'
export { type PdfOptions, renderPdf } from './pdf/render-pdf.js'
export { type CsvOptions, renderCsv } from './render-csv.js'
