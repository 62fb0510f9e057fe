import { checkPipeline, parsePipeline } from '@odp/dsl'
import { expect, test } from 'vitest'
import { HOSTILE_TEXTS } from './hostile-texts.ts'

/** A quiet machine takes about a second, a slow or busy one some of them; work that grows with the square takes minutes. */
const LONGEST_MS = 6000
const MOST_FINDINGS = 1001

test.each(HOSTILE_TEXTS)('a million characters get an answer in time: $name', ({ text }) => {
  const given = text()
  const before = process.threadCpuUsage()
  const { report } = checkPipeline(given)
  const { user, system } = process.threadCpuUsage(before)
  expect(given.length).toBeLessThanOrEqual(1_000_000)
  expect(report.diagnostics.length).toBeLessThanOrEqual(MOST_FINDINGS)
  expect((user + system) / 1000).toBeLessThan(LONGEST_MS)
})

const HEAD = 'version: "1.0"\npipeline_id: p\nname: P\nworkspace_id: w\nproject_id: q\n'

test('of very many findings the first are told, and that there are more', () => {
  const text = `${HEAD}steps: [${'1,'.repeat(5000)}]\n`
  for (const { valid, diagnostics } of [
    checkPipeline(text).report,
    { valid: parsePipeline(text).pipeline !== undefined, diagnostics: parsePipeline(text).issues },
  ]) {
    expect(valid).toBe(false)
    expect(diagnostics.length).toBe(MOST_FINDINGS)
    expect(diagnostics[999]).toMatchObject({ code: 'wrong_type', path: ['steps', 999], line: 6 })
    expect(diagnostics[1000]).toMatchObject({ code: 'too_many_issues', severity: 'error', line: 6 })
  }
})

test('a thousand findings are told as they are', () => {
  const { diagnostics } = checkPipeline(`${HEAD}steps: [${'1,'.repeat(1000)}]\n`).report
  expect(diagnostics.map(({ code }) => code)).toEqual(Array(1000).fill('wrong_type'))
})

test('warnings never take the place of an error', () => {
  const reader = (index: number) => `  - { id: r${index}, type: function, method: m, inputs: { x: "{{c.v}}" } }\n`
  const steps = Array.from({ length: 1200 }, (_, index) => reader(index)).join('')
  const text = `${HEAD}steps:
  - { id: a, type: function, method: m, outputs: { v: v }, check: [{ boolean: "v > 1", run: c }] }
  - { id: c, type: function, method: m, is_child: true, outputs: { v: v } }
${steps}`
  const warned = checkPipeline(text).report
  expect(warned.valid).toBe(true)
  expect(warned.diagnostics.at(-1)).toMatchObject({ code: 'too_many_issues', severity: 'warning' })
  const refused = checkPipeline(`${text}  - { id: z, type: function, method: m, depends_on: [y] }\n`).report
  expect(refused.valid).toBe(false)
  expect(refused.errors).toHaveLength(1)
  expect(refused.diagnostics.at(-1)).toMatchObject({ code: 'too_many_issues', severity: 'warning' })
})

test('the beginning of a long list is told before its end', () => {
  const check = (bad: string) =>
    `${HEAD}steps: [{id: a, type: function, method: m, depends_on: [${'"b",'.repeat(6000)}${bad}]}, {id: b, type: function, method: m}]\n`
  expect(checkPipeline(check('1')).report.diagnostics.map(({ path }) => path)).toContainEqual([
    'steps',
    0,
    'depends_on',
    6000,
  ])
})
