import type { ReportDocument } from '../document/report-document.js'
import type { Sheet } from './sheet.js'
import { INK, MEASURE, PAGE, STYLE } from './theme.js'

const ROW = 17

/** Room for the list of contents, left free on the cover and filled when the page numbers are known. */
interface ContentsPlace {
  page: number
  y: number
}

/** Reserves room for the contents where there are chapters enough to need one and the page has the room. */
export function reserveContents(sheet: Sheet, report: ReportDocument): ContentsPlace | undefined {
  const height = 30 + report.sections.length * ROW
  if (report.sections.length < 3 || sheet.room < height) return undefined
  const place = { page: sheet.pen.bufferedPageRange().count - 1, y: sheet.y }
  sheet.y += height
  return place
}

/** Fills the contents in; each line leads to its chapter. `pages` are page numbers from 1. */
export function drawContents(
  sheet: Sheet,
  report: ReportDocument,
  place: ContentsPlace,
  pages: readonly number[],
): void {
  sheet.pen.switchToPage(place.page)
  sheet.fit('CONTENTS', STYLE.label, PAGE.left, place.y, MEASURE)
  report.sections.forEach(({ heading }, index) => {
    const y = place.y + 18 + index * ROW
    sheet.fit(String(index + 1), { ...STYLE.body, face: 'bold', colour: INK.accent }, PAGE.left, y, 20)
    sheet.fit(heading, STYLE.body, PAGE.left + 26, y, MEASURE - 70)
    sheet.fit(
      String(pages[index] ?? ''),
      { ...STYLE.body, colour: INK.muted },
      PAGE.left + MEASURE - 40,
      y,
      40,
      'right',
    )
    sheet.rule(y + ROW - 1.5, INK.line, 0.4)
    sheet.pen.goTo(PAGE.left, y, MEASURE, ROW - 2, sectionName(index))
  })
}

/** The name by which the contents find a chapter. */
export function sectionName(index: number): string {
  return `section-${index + 1}`
}
