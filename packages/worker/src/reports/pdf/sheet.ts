import type PDFDocument from 'pdfkit'
import type { FontSet } from './font-set.js'
import { INK, MEASURE, PAGE, type TextStyle } from './theme.js'
import { fitLine, type Line, wrapText } from './wrap-text.js'

/** Where a line of text stands in its box. */
export type Align = 'left' | 'right' | 'center'

/** The page under the pen: a cursor that runs down, and page breaks when something does not fit. */
export class Sheet {
  readonly pen: InstanceType<typeof PDFDocument>
  readonly fonts: FontSet
  /** The upper edge of what comes next. */
  y: number = PAGE.top

  constructor(pen: InstanceType<typeof PDFDocument>, fonts: FontSet) {
    this.pen = pen
    this.fonts = fonts
  }

  /** Height left on this page. */
  get room(): number {
    return PAGE.height - PAGE.bottom - this.y
  }

  breakPage(): void {
    this.pen.addPage()
    this.y = PAGE.top
  }

  /** Breaks the page unless so much height is left, and says whether it did. */
  need(height: number): boolean {
    if (this.room >= Math.min(height, PAGE.height - PAGE.top - PAGE.bottom)) return false
    this.breakPage()
    return true
  }

  /** A space between blocks; none at the top of a page. */
  skip(height: number): void {
    if (this.y > PAGE.top) this.y += height
  }

  wrap(text: string, style: TextStyle, width: number, most?: number): Line[] {
    return wrapText(this.fonts, text, style, width, most)
  }

  /** Draws one line in a box from x of that width; `top` is the upper edge of the line. */
  line(line: Line, style: TextStyle, x: number, top: number, width = line.width, align: Align = 'left'): void {
    let left = align === 'left' ? x : align === 'right' ? x + width - line.width : x + (width - line.width) / 2
    const baseline = top + style.leading / 2 + style.size * 0.36
    this.pen.fillColor(style.colour)
    for (const run of line.runs) {
      this.pen
        .font(run.font)
        .fontSize(style.size)
        .text(run.text, left, baseline, {
          lineBreak: false,
          baseline: 'alphabetic',
          characterSpacing: style.spacing ?? 0,
        })
      left += run.width + (style.spacing ?? 0) * run.text.length
    }
  }

  /** Draws one line of text, shortened to fit. */
  fit(text: string, style: TextStyle, x: number, top: number, width: number, align: Align = 'left'): void {
    this.line(fitLine(this.fonts, text, style, width), style, x, top, width, align)
  }

  /** Running text at the cursor, over page breaks; never leaves a single line alone at the foot of a page. */
  flow(text: string, style: TextStyle, x: number = PAGE.left, width: number = MEASURE): void {
    const lines = this.wrap(text, style, width)
    lines.forEach((line, index) => {
      const together = index === 0 && lines.length > 1 ? 2 : 1
      this.need(style.leading * (lines.length - index === 2 ? 2 : together))
      this.line(line, style, x, this.y)
      this.y += style.leading
    })
  }

  rule(
    y: number,
    colour: string = INK.line,
    width = 0.6,
    from: number = PAGE.left,
    to: number = PAGE.left + MEASURE,
  ): void {
    this.pen.moveTo(from, y).lineTo(to, y).lineWidth(width).strokeColor(colour).stroke()
  }
}
