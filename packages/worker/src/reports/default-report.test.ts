import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultReport } from './default-report.js'
import { checkReportDocument } from './document/check-report-document.js'

describe('defaultReport', () => {
  it('makes boxes, tables, findings, figures and paragraphs out of JSON', () => {
    const report = defaultReport(
      {
        username: 'ada_l',
        followerCount: 123456,
        bio: 'long '.repeat(60),
        posts: [
          { text: 'a', likes: 1 },
          { text: 'b', tags: ['x', 'y'] },
        ],
        issues: [{ title: 'Bad', severity: 'high' }],
        network: { nodes: [{ id: 'a', label: 'A' }], edges: [] },
        profile: { name: 'Ada', homes: { first: 'London' }, links: [{ url: 'u' }] },
      },
      { title: 'Risk', generated_at: '2026-01-31' },
    )
    expect(report.facts).toEqual([
      { label: 'Username', value: 'ada_l' },
      { label: 'Follower count', value: '123,456' },
    ])
    expect(report.sections.map(({ heading, blocks }) => [heading, ...blocks.map((block) => block.kind)])).toEqual([
      ['Bio', 'paragraph'],
      ['Posts', 'table'],
      ['Issues', 'findings'],
      ['Network', 'graph'],
      ['Profile', 'key_values', 'table'],
    ])
    expect(report.sections[1]?.blocks[0]).toMatchObject({
      columns: [
        { key: 'text', label: 'Text' },
        { key: 'likes', label: 'Likes' },
        { key: 'tags', label: 'Tags' },
      ],
      rows: [
        { text: 'a', likes: 1, tags: null },
        { text: 'b', likes: null, tags: 'x, y' },
      ],
    })
    expect(report.sections[4]?.blocks[0]).toEqual({
      kind: 'key_values',
      items: [
        { label: 'Name', value: 'Ada' },
        { label: 'Homes › First', value: 'London' },
      ],
    })
    expect(report.sections[4]?.blocks[1]).toMatchObject({ caption: 'Links' })
  })

  it('shows a broken network as tables', () => {
    const report = defaultReport({ g: { nodes: [{ id: 'a' }], edges: [{ source: 'a', target: 'z' }] } }, { title: 't' })
    expect(report.sections[0]?.blocks.map((block) => block.kind)).toEqual(['table', 'table'])
  })

  it('reports any JSON', () => {
    expect(defaultReport({}, { title: 't' }).sections[0]?.blocks[0]).toMatchObject({ kind: 'paragraph' })
    fc.assert(
      fc.property(fc.jsonValue(), (inputs) => {
        const report = defaultReport(inputs, { title: 't' })
        expect(checkReportDocument(report)).toEqual(report)
      }),
    )
  })
})
