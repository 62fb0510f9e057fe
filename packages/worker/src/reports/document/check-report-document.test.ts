import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkReportDocument } from './check-report-document.js'
import type { TableBlock } from './report-document.js'
import { ReportError } from './report-error.js'

function problemsOf(value: unknown): readonly string[] {
  try {
    checkReportDocument(value)
  } catch (error) {
    if (error instanceof ReportError) return error.problems
    throw error
  }
  return []
}

function table(rows: unknown[], columns: unknown[] = [{ key: 'name' }]): TableBlock {
  const report = checkReportDocument({
    title: 't',
    sections: [{ heading: 'h', blocks: [{ kind: 'table', columns, rows }] }],
  })
  return report.sections[0]?.blocks[0] as TableBlock
}

describe('checkReportDocument', () => {
  it('names every problem with its place in one go', () => {
    const problems = problemsOf({
      title: 3.5,
      generated_at: 'yesterday',
      sections: [
        {
          heading: 'a',
          blocks: [{ kind: 'tabel' }, { kind: 'bar_chart', title: 'b', bars: [{ label: 'x', value: '7' }] }],
        },
        { blocks: [{ kind: 'findings', items: [{ title: 'f', severity: 'severe' }] }] },
        {
          heading: 'c',
          blocks: [
            { kind: 'graph', title: 'g', graph: { nodes: [{ id: 'a' }], edges: [{ source: 'a', target: 'b' }] } },
          ],
        },
      ],
    })
    expect(problems).toEqual([
      "sections[0].blocks[0].kind: expected one of paragraph, findings, table, bar_chart, column_chart, graph, key_values, found 'tabel'",
      "sections[0].blocks[1].bars[0].value: expected a number, found '7'",
      "sections[1].blocks[0].items[0].severity: expected one of high, medium, low, info, found 'severe'",
      'sections[1].heading: expected text, found nothing',
      "sections[2].blocks[0].graph.edges[0].target: no node has the id 'b'",
      "report.generated_at: expected an ISO 8601 time such as 2026-01-31T09:00:00Z, found 'yesterday'",
    ])
    expect(problemsOf([])).toEqual(['report: expected an object, found a list of 0'])
    expect(problemsOf({ title: 'x' })).toEqual(['report.sections: expected a list, found nothing'])
  })

  it('cuts long tables and says by how much', () => {
    const block = table(Array.from({ length: 5000 }, (_, index) => ({ name: index })))
    expect(block.rows).toHaveLength(500)
    expect(block.omitted).toBe(4500)
    const wide = table(
      [{}],
      Array.from({ length: 11 }, (_, index) => ({ key: `k${index}` })),
    )
    expect([wide.columns.length, wide.omitted_columns]).toEqual([8, 3])
  })

  it('bounds the rows of the whole report', () => {
    const rows = Array.from({ length: 500 }, () => ({ name: 1 }))
    const blocks = Array.from({ length: 15 }, () => ({ kind: 'table', columns: [{ key: 'name' }], rows }))
    const report = checkReportDocument({ title: 't', sections: [{ heading: 'h', blocks }] })
    const kept = report.sections[0]?.blocks.map((block) => (block as TableBlock).rows.length) ?? []
    expect(kept.reduce((sum, count) => sum + count, 0)).toBe(2000)
    expect(report.sections[0]?.blocks[14]).toMatchObject({ omitted: 500 })
  })

  it('removes control characters and text that reorders its neighbours', () => {
    const report = checkReportDocument({ title: 'a\u0000b\u202ec\u200b\ud800\n d', sections: [] })
    expect(report.title).toBe('abc\ufffd d')
  })

  it('reads own fields only', () => {
    const row = JSON.parse('{"__proto__": "own", "name": 1}')
    expect(table([row], [{ key: '__proto__' }, { key: 'toString' }]).rows).toEqual([
      JSON.parse('{"__proto__": "own", "toString": null}'),
    ])
    expect(({} as Record<string, unknown>).own).toBeUndefined()
    expect(problemsOf({ title: 't', sections: [{ heading: 'h', blocks: [{ kind: 'constructor' }] }] })).toHaveLength(1)
  })

  it('turns any cell into a scalar', () => {
    const cells = table([
      { name: ['a', 2] },
      { name: { a: [1] } },
      { name: null },
      {},
      { name: 'x'.repeat(9000) },
    ]).rows.map((row) => row.name)
    expect(cells.slice(0, 4)).toEqual(['a, 2', '{"a":[1]}', null, null])
    expect(String(cells[4])).toMatch(/^x{239}…$/)
  })

  it('throws nothing but a ReportError, and checking twice changes nothing', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string())
    const block = fc.oneof(
      fc.record({ kind: fc.constant('paragraph'), text }),
      fc.record({
        kind: fc.constant('table'),
        columns: fc.array(fc.record({ key: text, label: text }), { minLength: 1 }),
        rows: fc.array(fc.dictionary(text, fc.jsonValue())),
      }),
      fc.record({ kind: fc.constant('findings'), items: fc.array(fc.record({ title: text, detail: text })) }),
      fc.record({ kind: fc.constant('key_values'), items: fc.array(fc.record({ label: text, value: text })) }),
      fc.jsonValue(),
    )
    const report = fc.record({
      title: text,
      summary: fc.array(text),
      sections: fc.array(fc.record({ heading: text, blocks: fc.array(block) })),
    })
    fc.assert(
      fc.property(report, (value) => {
        if (problemsOf(value).length > 0) return
        const once = checkReportDocument(value)
        expect(checkReportDocument(JSON.parse(JSON.stringify(once)))).toEqual(once)
      }),
    )
  })
})
