import fc from 'fast-check'
import PDFDocument from 'pdfkit'
import { describe, expect, it } from 'vitest'
import { FontSet } from './font-set.js'
import { STYLE } from './theme.js'
import { wrapText } from './wrap-text.js'

const fonts = await FontSet.load(new PDFDocument({ margin: 0 }), [])
const textOf = (text: string, width: number, most?: number) =>
  wrapText(fonts, text, STYLE.body, width, most).map((line) => line.runs.map((run) => run.text).join(''))

describe('wrapText', () => {
  it('never sets a line wider than the measure, and loses no letter', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 30, max: 400 }), (text, width) => {
        const lines = wrapText(fonts, text, STYLE.body, width)
        for (const line of lines) expect(line.width).toBeLessThanOrEqual(width + 0.1)
        const letters = lines
          .flatMap((line) => line.runs.map((run) => run.text))
          .join('')
          .replaceAll(/\s/g, '')
        expect(letters).toBe(text.replaceAll(/\s/g, ''))
      }),
    )
  })

  it('breaks long words behind punctuation where it can', () => {
    expect(textOf('https://example.org/a/path/without/blanks', 100)).toEqual([
      'https://example.org/a/',
      'path/without/blanks',
    ])
  })

  it('ends a cut text in an ellipsis', () => {
    const lines = textOf('one two three four five six seven eight nine ten', 60, 2)
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(/…$/)
    expect(textOf('one two', 200, 1)).toEqual(['one two'])
  })

  it('sets right-to-left words in their order', () => {
    expect(textOf('Fatima نور الخطيب, Ada', 400)).toEqual(['Fatima الخطيب, نور Ada'])
  })
})
