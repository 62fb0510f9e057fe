import { describe, expect, it } from 'vitest'
import type { DocumentChange, Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import { validatePipeline } from '../validate/validate-pipeline.js'
import { applyFixes } from './apply-fixes.js'

function issue(changes: DocumentChange[], safe = true): Issue {
  return makeIssue('unknown_key', 'x', [], { fix: { title: 'x', safe, changes } })
}

describe('fixes', () => {
  it('of a report make the text right, and leave the rest of it', () => {
    const text = `version: 1.0 # v
pipeline_id: p
workspce_id: w   # misspelt
project_id: q
steps:
  # about a
  - id: a
    type: functoin
    method: m
  - id: b
    type: function
    depends_on: a # first
    method: m
`
    const { diagnostics } = validatePipeline(text)
    const safe = applyFixes(text, diagnostics, { safe_only: true })
    expect(safe.text).toBe(
      text
        .replace('1.0', '"1.0"')
        .replace('workspce_id', 'workspace_id')
        .replace('functoin', 'function')
        .replace('depends_on: a', 'depends_on: [a]'),
    )
    expect(safe.applied.every(({ fix }) => fix?.safe)).toBe(true)
    const all = applyFixes(text, diagnostics)
    expect(all.text).toBe(`${safe.text}name: p\n`)
    expect(validatePipeline(all.text).diagnostics).toEqual([])
  })

  it('that go together are all applied, whatever the others move', () => {
    const text = 'list: [a, b, c, d]\nmap: {x: {y: 1}, z: 2}\n'
    const issues = [
      issue([{ kind: 'remove', path: ['list', 0] }]),
      issue([{ kind: 'set', path: ['list', 2], value: 'C' }]),
      issue([{ kind: 'insert', path: ['list', 1], value: 'new' }]),
      issue([{ kind: 'set', path: ['list', 3], value: 'D' }]),
      issue([{ kind: 'rename_key', path: ['map', 'x'], key: 'w' }]),
      issue([{ kind: 'set', path: ['map', 'x', 'y'], value: 3 }]),
      issue([
        { kind: 'remove', path: ['list', 1] },
        { kind: 'remove', path: ['map', 'z'] },
      ]),
    ]
    const { text: fixed, applied } = applyFixes(text, issues)
    expect(fixed).toBe('list: [new, C, D]\nmap: {w: {y: 3}}\n')
    expect(applied).toEqual(issues)
  })

  it('that touch the same place, or none, are left out whole', () => {
    const text = 'a: {b: 1}\nc: 2\n'
    const first = issue([{ kind: 'set', path: ['a', 'b'], value: 5 }])
    const { text: fixed, applied } = applyFixes(
      text,
      [
        first,
        issue([{ kind: 'remove', path: ['a'] }]),
        issue([{ kind: 'set', path: ['a', 'b'], value: 6 }]),
        issue([
          { kind: 'remove', path: ['c'] },
          { kind: 'remove', path: ['nothing'] },
        ]),
        issue([{ kind: 'set', path: ['c'], value: 7 }], false),
      ],
      { safe_only: true },
    )
    expect(fixed).toBe('a: {b: 5}\nc: 2\n')
    expect(applied).toEqual([first])
  })

  it('are not applied to a text with syntax errors', () => {
    const text = 'a: [\nb: 1\n'
    expect(applyFixes(text, [issue([{ kind: 'remove', path: ['b'] }])])).toEqual({ text, applied: [] })
  })
})
