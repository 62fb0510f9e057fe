import PDFDocument from 'pdfkit'
import { checkReportDocument } from '../document/check-report-document.js'
import type { ReportDocument } from '../document/report-document.js'
import { drawContents, reserveContents, sectionName } from './contents.js'
import { drawBlock, leadHeight } from './draw-block.js'
import { drawCover } from './draw-cover.js'
import { FontSet } from './font-set.js'
import { Sheet } from './sheet.js'
import { INK, MEASURE, PAGE, STYLE } from './theme.js'

/**
 * `fallbackFonts`: the bytes of further TrueType or OpenType fonts, tried in order for letters that the built-in fonts lack (they have
 * Latin, Cyrillic, Greek, Arabic, Hebrew and more, but no Chinese, Japanese or Korean). A letter that no font has is printed as □, and
 * the report says so at its end.
 */
export interface PdfOptions {
  fallbackFonts?: readonly Uint8Array[]
}

/**
 * Typesets a report as an A4 PDF with cover, contents, bookmarks, charts as vectors, and page numbers. The document is checked first.
 * The same document always gives the same bytes.
 *
 * @throws ReportError when the document is malformed
 * @example
 * await writeFile('report.pdf', await renderPdf(report))
 */
export async function renderPdf(document: ReportDocument, options: PdfOptions = {}): Promise<Uint8Array> {
  const report = checkReportDocument(document)
  // pdfkit insists on a date; the present one would change the bytes with every run.
  const created = new Date(report.generated_at ?? 0)
  const pen = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    pdfVersion: '1.7',
    info: {
      Title: report.title,
      Author: 'ODP',
      Creator: 'ODP',
      Producer: 'ODP',
      CreationDate: created,
      ...subject(report),
    },
  })
  const bytes = collect(pen)
  const sheet = new Sheet(pen, await FontSet.load(pen, options.fallbackFonts ?? []))
  pen.outline.addItem(report.title)
  drawCover(sheet, report)
  const contents = reserveContents(sheet, report)
  const pages = report.sections.map((section, index) => {
    startSection(sheet, index, leadHeight(section.blocks[0]))
    return drawSection(sheet, `${index + 1}`, section.heading, sectionName(index), () => {
      section.blocks.forEach((block, position) => {
        if (position > 0) sheet.skip(16)
        drawBlock(sheet, block)
      })
    })
  })
  drawSources(sheet, report)
  if (contents !== undefined) drawContents(sheet, report, contents, pages)
  drawMargins(sheet, report)
  pen.end()
  return bytes
}

function startSection(sheet: Sheet, index: number, lead: number): void {
  // Chapters follow each other on a page where heading and beginning fit; the first leaves a full cover alone.
  const least = index === 0 ? (PAGE.height - PAGE.top - PAGE.bottom) * 0.5 : 0
  if (sheet.room < Math.max(least, STYLE.heading.leading + 40 + lead)) sheet.breakPage()
  else sheet.skip(30)
}

/** Draws a chapter and returns the number of the page on which it starts. */
function drawSection(sheet: Sheet, number: string, heading: string, name: string, drawBody: () => void): number {
  const page = sheet.pen.bufferedPageRange().count
  sheet.pen.addNamedDestination(name, 'XYZ', PAGE.left, Math.max(sheet.y - 20, 0), 0)
  sheet.pen.outline.addItem(number === '' ? heading : `${number}  ${heading}`)
  const indent = number === '' ? 0 : 26
  if (number !== '') sheet.fit(number, { ...STYLE.heading, colour: INK.faint }, PAGE.left, sheet.y, indent)
  for (const line of sheet.wrap(heading, STYLE.heading, MEASURE - indent, 4)) {
    sheet.line(line, STYLE.heading, PAGE.left + indent, sheet.y)
    sheet.y += STYLE.heading.leading
  }
  sheet.y += 10
  drawBody()
  return page
}

function drawSources(sheet: Sheet, report: ReportDocument): void {
  const sources = report.sources ?? []
  const missing = sheet.fonts.missing > 0
  if (sources.length > 0) {
    startSection(sheet, 1, 40)
    drawSection(sheet, '', 'Sources', 'sources', () => {
      sources.forEach((source, index) => {
        sheet.need(STYLE.small.leading * 2)
        sheet.fit(`[${index + 1}]`, STYLE.small, PAGE.left, sheet.y, 26)
        sheet.flow(source, STYLE.small, PAGE.left + 26, MEASURE - 26)
        sheet.y += 3
      })
    })
  }
  if (missing) {
    sheet.skip(14)
    sheet.flow(
      '□ stands for a letter that the fonts of this report do not have; the data files hold the original text.',
      STYLE.caption,
    )
  }
}

function drawMargins(sheet: Sheet, report: ReportDocument): void {
  const { count } = sheet.pen.bufferedPageRange()
  const half = MEASURE / 2 - 6
  for (let page = 0; page < count; page += 1) {
    sheet.pen.switchToPage(page)
    if (page > 0) {
      sheet.fit(report.title, STYLE.running, PAGE.left, 40, MEASURE * 0.7)
      sheet.fit(
        (report.classification ?? '').toUpperCase(),
        { ...STYLE.running, spacing: 0.5 },
        PAGE.left + MEASURE * 0.7,
        40,
        MEASURE * 0.3,
        'right',
      )
      sheet.rule(56, INK.line, 0.5)
    }
    sheet.fit('ODP', { ...STYLE.running, face: 'bold', spacing: 0.5 }, PAGE.left, PAGE.height - 46, half)
    sheet.fit(`page ${page + 1} of ${count}`, STYLE.running, PAGE.left + half + 12, PAGE.height - 46, half, 'right')
  }
}

function subject(report: ReportDocument): { Subject?: string } {
  return report.subtitle === undefined ? {} : { Subject: report.subtitle }
}

function collect(pen: InstanceType<typeof PDFDocument>): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    pen.on('data', (chunk: Buffer) => chunks.push(chunk))
    pen.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    pen.on('error', reject)
  })
}
