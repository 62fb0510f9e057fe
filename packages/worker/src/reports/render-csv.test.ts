import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderCsv } from './render-csv.js'

/** RFC 4180, strictly. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  while (field.lastIndex < text.length) {
    const match = field.exec(text)
    if (match === null) throw new Error(`not CSV: ${JSON.stringify(text)}`)
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === '\r\n') {
      rows.push(row)
      row = []
    }
  }
  expect(row).toEqual([])
  return rows
}

describe('renderCsv', () => {
  it('writes the columns in the order first seen, nested values as JSON, nothing for null', () => {
    expect(
      renderCsv([
        { b: 1, a: null },
        { a: { x: [1, 'y'] }, c: true },
      ]),
    ).toBe('b,a,c\r\n1,,\r\n,"{""x"":[1,""y""]}",true\r\n')
    expect(renderCsv([{ a: 1, b: 2 }], { columns: ['b', 'z'] })).toBe('b,z\r\n2,\r\n')
    expect(renderCsv([])).toBe('')
    expect(renderCsv([], { columns: ['a'] })).toBe('a\r\n')
    expect(parseCsv(renderCsv([{ a: null }, { a: 'x' }]))).toEqual([['a'], [''], ['x']])
  })

  it('disarms formulas but leaves numbers alone', () => {
    const armed = [
      '=1+1',
      '+cmd',
      '-2+3',
      '@SUM(A1)',
      '\tx',
      '\r=1',
      '＝1',
      '-',
      '=HYPERLINK("http://x")',
      '+1-2',
      '-1e',
      '--1',
    ]
    const numbers = ['-5', '+49', '-1.5e3', '-.5']
    expect(parseCsv(renderCsv([...armed, ...numbers].map((value) => ({ value }))))).toEqual([
      ['value'],
      ...armed.map((value) => [`'${value}`]),
      ...numbers.map((value) => [value]),
    ])
    expect(renderCsv([{ n: -5.25 }])).toBe('n\r\n-5.25\r\n')
    expect(renderCsv([{ '=x': 1 }])).toBe("'=x\r\n1\r\n")
    // Opened by a spreadsheet that splits at semicolons, the second half would be a formula.
    expect(renderCsv([{ a: 'x;=1+1', b: 2 }])).toBe('a,b\r\n"x;=1+1",2\r\n')
  })

  it('reads own fields only and refuses rows that are no objects', () => {
    expect(renderCsv([{ a: 1 }], { columns: ['toString', '__proto__', 'a'] })).toBe('toString,__proto__,a\r\n,,1\r\n')
    expect(() => renderCsv([{}, [1]])).toThrow('rows[1]: expected an object (one row), found a list')
  })

  it('comes back as it went in, and no field starts a formula', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"', ',', '\r\n', '\n', '=', '+1', "'", ' x ', '""'),
      fc.integer(),
      fc.boolean(),
    )
    fc.assert(
      fc.property(fc.array(fc.record({ a: value, b: value }), { minLength: 1 }), (rows) => {
        const [header, ...body] = parseCsv(renderCsv(rows))
        expect(header).toEqual(['a', 'b'])
        expect(body).toHaveLength(rows.length)
        body.forEach((cells, index) => {
          const texts = [rows[index]?.a, rows[index]?.b].map(String)
          cells.forEach((cell, column) => {
            expect([texts[column], `'${texts[column]}`]).toContain(cell)
            expect(cell).not.toMatch(/^[=@\t\r]/)
          })
        })
      }),
    )
  })

  it('writes 50,000 rows quickly', () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => ({ index, name: `name ${index}`, nested: { index } }))
    const start = performance.now()
    expect(renderCsv(rows).length).toBeGreaterThan(1_000_000)
    expect(performance.now() - start).toBeLessThan(40_000)
  })
})
