import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type PDFDocument from 'pdfkit'
import type { Face } from './theme.js'

type Document = InstanceType<typeof PDFDocument>

interface FontkitFont {
  hasGlyphForCodePoint(codePoint: number): boolean
}

interface EmbeddedFont {
  font: FontkitFont
  widthOfString(text: string, size: number): number
}

/** A stretch of text in one registered font. */
export interface Run {
  font: string
  text: string
  width: number
}

const FILES: Readonly<Record<Face, string>> = {
  text: 'DejaVuSansCondensed.ttf',
  bold: 'DejaVuSansCondensed-Bold.ttf',
  italic: 'DejaVuSansCondensed-Oblique.ttf',
  title: 'DejaVuSerifCondensed-Bold.ttf',
}

/** Letters of scripts that run from right to left. */
export const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/

/** Stands for a letter that no font has. */
const MISSING = '\u25a1'

/** The fonts of one document, with a fallback for every letter. */
export class FontSet {
  readonly #document: Document
  readonly #chains: Readonly<Record<Face, readonly string[]>>
  readonly #fonts = new Map<string, EmbeddedFont>()
  readonly #choices = new Map<string, string>()
  readonly #widths = new Map<string, number>()
  /** How many letters no font had. */
  missing = 0

  private constructor(document: Document, extra: readonly string[]) {
    this.#document = document
    const rest = ['text', ...extra]
    this.#chains = {
      text: rest,
      bold: ['bold', ...rest],
      italic: ['italic', ...rest],
      title: ['title', 'bold', ...rest],
    }
  }

  /** Registers DejaVu and the given fallback fonts (the bytes of TrueType or OpenType files). */
  static async load(document: Document, fallbackFonts: readonly Uint8Array[]): Promise<FontSet> {
    const require = createRequire(import.meta.url)
    await Promise.all(
      Object.entries(FILES).map(async ([face, file]) => {
        document.registerFont(face, await readFile(require.resolve(`dejavu-fonts-ttf/ttf/${file}`)))
      }),
    )
    const extra = fallbackFonts.map((bytes, index) => {
      document.registerFont(`fallback-${index}`, Buffer.from(bytes))
      return `fallback-${index}`
    })
    return new FontSet(document, extra)
  }

  /** Splits a text where the font changes and measures each part. */
  runs(text: string, face: Face, size: number): Run[] {
    const runs: Run[] = []
    // The font engine turns a whole run around: blanks and commas must not ride along with a right-to-left word.
    let lastDirection = false
    for (const point of text) {
      const chosen = this.#fontFor(point, face)
      const last = runs.at(-1)
      const shown = chosen === undefined ? MISSING : point
      if (chosen === undefined) this.missing += 1
      const font = chosen ?? 'text'
      const direction = RIGHT_TO_LEFT.test(point)
      if (last?.font === font && direction === lastDirection) last.text += shown
      else runs.push({ font, text: shown, width: 0 })
      lastDirection = direction
    }
    for (const run of runs) run.width = this.#width(run.text, run.font) * size
    return runs
  }

  width(text: string, face: Face, size: number): number {
    return this.runs(text, face, size).reduce((sum, run) => sum + run.width, 0)
  }

  #width(text: string, font: string): number {
    const key = `${font} ${text}`
    const known = this.#widths.get(key)
    if (known !== undefined) return known
    const width = this.#embedded(font).widthOfString(text, 1000) / 1000
    // Texts repeat within a report; a very large one must not fill the memory with its words.
    if (this.#widths.size < 50_000) this.#widths.set(key, width)
    return width
  }

  #fontFor(point: string, face: Face): string | undefined {
    const key = `${face} ${point}`
    const known = this.#choices.get(key)
    if (known !== undefined) return known
    const codePoint = point.codePointAt(0) ?? 0
    const found = this.#chains[face].find((font) => this.#embedded(font).font.hasGlyphForCodePoint(codePoint))
    if (found !== undefined) this.#choices.set(key, found)
    return found
  }

  #embedded(name: string): EmbeddedFont {
    const known = this.#fonts.get(name)
    if (known !== undefined) return known
    this.#document.font(name)
    // pdfkit measures only through the document's current font and cannot say which letters a font has; its font object can.
    const font = (this.#document as unknown as { _font: EmbeddedFont })._font
    this.#fonts.set(name, font)
    return font
  }
}
