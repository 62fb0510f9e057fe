import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Block, ReportDocument } from '../document/report-document.js'
import { renderPdf } from './render-pdf.js'

/** The text of each page, one line a text operation, read back through the fonts' own character maps. */
function pagesOf(bytes: Uint8Array): string[] {
  const source = Buffer.from(bytes).toString('latin1')
  const objects = new Map(
    Array.from(source.matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj/gm), ([, id, body]) => [id ?? '', body ?? '']),
  )
  const stream = (id: string) => {
    const body = /stream\n([\s\S]*)\nendstream/.exec(objects.get(id) ?? '')?.[1] ?? ''
    return inflateSync(Buffer.from(body, 'latin1')).toString('latin1')
  }
  const letters = (font: string) => {
    const map = new Map<number, string>()
    const id = /\/ToUnicode (\d+) 0 R/.exec(objects.get(font) ?? '')?.[1] ?? ''
    for (const [, first, list] of stream(id).matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi)) {
      Array.from((list ?? '').matchAll(/<([0-9a-f ]*)>/gi)).forEach(([, hex], index) => {
        map.set(
          Number.parseInt(first ?? '', 16) + index,
          Buffer.from((hex ?? '').replaceAll(' ', ''), 'hex')
            .swap16()
            .toString('utf16le'),
        )
      })
    }
    return map
  }
  const fonts = new Map<string, Map<number, string>>()
  for (const body of objects.values()) {
    for (const [, name, id] of body.matchAll(/\/(F\d+) (\d+) 0 R/g))
      if (!fonts.has(name ?? '')) fonts.set(name ?? '', letters(id ?? ''))
  }
  return [...objects.values()]
    .filter((body) => /\/Type \/Page\n/.test(body))
    .map((body) => {
      let font = new Map<number, string>()
      const lines: string[] = []
      for (const [, name, hex] of stream(/\/Contents (\d+) 0 R/.exec(body)?.[1] ?? '').matchAll(
        /\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g,
      )) {
        if (name !== undefined) font = fonts.get(name) ?? font
        else
          lines.push(
            Array.from((hex ?? '').matchAll(/<([0-9a-f]+)>/g), ([, run]) =>
              (run?.match(/.{4}/g) ?? []).map((glyph) => font.get(Number.parseInt(glyph, 16)) ?? '').join(''),
            ).join(''),
          )
      }
      return lines.join('\n')
    })
}

function report(blocks: Block[], more: Partial<ReportDocument> = {}): ReportDocument {
  return {
    title: 'Test report',
    sections: [{ heading: 'Chapter one', blocks }],
    generated_at: '2026-01-31T09:00:00Z',
    ...more,
  }
}

const rows = Array.from({ length: 5000 }, (_, index) => ({ name: `name ${index}`, value: index }))
const longTable: Block = {
  kind: 'table',
  columns: [
    { key: 'name', label: 'Nickname' },
    { key: 'value', label: 'Value' },
  ],
  rows,
}

describe('renderPdf', () => {
  it('is a PDF with title, author, date, bookmarks, running title and page numbers', async () => {
    const bytes = await renderPdf(
      report([longTable], { classification: 'Secret', summary: ['All is well.'], sources: ['https://example.org'] }),
    )
    const text = Buffer.from(bytes).toString('latin1')
    expect(text.startsWith('%PDF-1.7')).toBe(true)
    const info = (key: string) => {
      const id = new RegExp(`/${key} (\\d+) 0 R`).exec(text)?.[1]
      return new RegExp(`^${id} 0 obj\n(.*)\n`, 'm').exec(text)?.[1]
    }
    expect([info('Title'), info('Author'), info('CreationDate')]).toEqual([
      '(Test report)',
      '(ODP)',
      '(D:20260131090000Z)',
    ])
    expect(text).toContain('/Title (1  Chapter one)')
    const pages = pagesOf(bytes)
    expect(pages.length).toBeGreaterThan(8)
    expect(pages[0]).toMatch(/31 January 2026, 09:00 UTC[\s\S]*All is well\./)
    pages.forEach((page, index) => {
      expect(page).toContain(`page ${index + 1} of ${pages.length}`)
      if (index > 0) expect(page).toContain('Test report\nSECRET')
    })
    expect(pages.at(-1)).toContain('https://example.org')
  })

  it('repeats table headings, cuts long tables visibly, and is fast', async () => {
    const start = performance.now()
    const pages = pagesOf(await renderPdf(report([longTable])))
    expect(performance.now() - start).toBeLessThan(40_000)
    const withRows = pages.filter((page) => /name \d+/.test(page))
    expect(withRows.length).toBeGreaterThan(5)
    for (const page of withRows) expect(page).toContain('Nickname')
    expect(pages.join('\n')).toContain('name 499\n')
    expect(pages.join('\n')).not.toContain('name 500\n')
    expect(pages.at(-1)).toContain('… and 4500 more in the CSV')
  })

  it('gives the same bytes for the same document, with and without a time', async () => {
    const graph: Block = {
      kind: 'graph',
      title: 'g',
      graph: {
        nodes: [
          { id: 'a', label: 'A', group: 1 },
          { id: 'b', label: 'B' },
        ],
        edges: [{ source: 'a', target: 'b' }],
      },
    }
    const { generated_at: _, ...timeless } = report([graph])
    for (const document of [report([graph]), timeless]) {
      const [one, two] = [await renderPdf(document), await renderPdf(document)]
      expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true)
    }
  })

  it('prints Latin, Cyrillic, Greek and Arabic, and stands in for letters that no font has', async () => {
    const document = report([{ kind: 'paragraph', text: 'Žofia Кузнецова Δημήτρης 王伟' }])
    const text = pagesOf(await renderPdf(document)).join('\n')
    expect(text).toContain('Žofia Кузнецова Δημήτρης □□')
    expect(text).toContain('□ stands for a letter that the fonts of this report do not have')
    expect(pagesOf(await renderPdf(report([{ kind: 'paragraph', text: 'plain' }]))).join('')).not.toContain('□')
  })

  it('uses fallback fonts for letters that the built-in ones lack', async () => {
    const letter = '𝔾𝔸' // Double-struck letters: in DejaVu Math, not all in DejaVu Sans Condensed.
    const path = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuMathTeXGyre.ttf')
    const document = report([{ kind: 'paragraph', text: `${letter} \u{1d49c}` }])
    expect(pagesOf(await renderPdf(document)).join('')).toContain('□')
    const text = pagesOf(await renderPdf(document, { fallbackFonts: [await readFile(path)] })).join('')
    expect(text).not.toContain('□')
    expect(text).toContain('\u{1d49c}')
  })

  it('lists the contents with the pages of the chapters', async () => {
    const sections = ['Alpha', 'Beta', 'Gamma'].map((heading) => ({ heading, blocks: [longTable] }))
    const pages = pagesOf(await renderPdf(report([], { sections })))
    for (const [index, heading] of ['Alpha', 'Beta', 'Gamma'].entries()) {
      const listed = new RegExp(`^${index + 1}\n${heading}\n(\\d+)$`, 'm').exec(pages[0] ?? '')?.[1]
      expect(pages[Number(listed) - 1]).toMatch(new RegExp(`^${index + 1}\n${heading}$`, 'm'))
    }
  })

  it('draws blocks that hold nothing', async () => {
    const blocks: Block[] = [
      { kind: 'paragraph', text: '' },
      { kind: 'findings', items: [] },
      { kind: 'table', columns: [{ key: 'a', label: 'A' }], rows: [] },
      { kind: 'bar_chart', title: 'bars', bars: [] },
      { kind: 'column_chart', title: 'columns', bars: [] },
      { kind: 'graph', title: 'graph', graph: { nodes: [], edges: [] } },
      { kind: 'key_values', items: [] },
    ]
    const text = pagesOf(await renderPdf(report(blocks))).join('\n')
    for (const sentence of ['No findings.', 'No rows.', 'No values.', 'the network has no nodes'])
      expect(text).toContain(sentence)
    expect(pagesOf(await renderPdf({ title: 'Only a title', sections: [] }))).toHaveLength(1)
  })

  it.each([5e-324, -5e-324, Number.MAX_VALUE])('draws bars of %d', async (value) => {
    const bars = [value, -value].map((bar) => ({ label: '', value: bar }))
    await renderPdf(
      report([
        { kind: 'bar_chart', title: '', bars },
        { kind: 'column_chart', title: '', bars },
      ]),
    )
  })

  it('sets any text and any number', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constant('x'.repeat(400)),
    )
    const value = fc.double({ noNaN: true, noDefaultInfinity: true })
    const blocks = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('paragraph' as const), text }),
        fc.record({
          kind: fc.constantFrom('bar_chart' as const, 'column_chart' as const),
          title: text,
          bars: fc.array(fc.record({ label: text, value, note: text })),
        }),
        fc.record({
          kind: fc.constant('table' as const),
          columns: fc.array(fc.record({ key: fc.constantFrom('a', 'b'), label: text, width: fc.nat(200) }), {
            minLength: 1,
          }),
          rows: fc.array(fc.record({ a: text, b: value })),
        }),
        fc.record({
          kind: fc.constant('findings' as const),
          items: fc.array(
            fc.record({ title: text, detail: text, severity: fc.constantFrom('high' as const, 'info' as const) }),
          ),
        }),
      ),
      { maxLength: 3 },
    )
    await fc.assert(
      fc.asyncProperty(blocks, text, async (some, title) => {
        const bytes = await renderPdf(report(some, { title, subtitle: title, facts: [{ label: title, value: title }] }))
        // Outside of compressed streams, which may hold any three letters by chance; pdfkit itself refuses such numbers inside.
        expect(
          Buffer.from(bytes)
            .toString('latin1')
            .replaceAll(/stream\n[\s\S]*?\nendstream/g, ''),
        ).not.toMatch(/NaN|Infinity/)
      }),
      { numRuns: 20 },
    )
  })
})
