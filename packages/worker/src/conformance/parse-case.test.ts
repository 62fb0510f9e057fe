import { describe, expect, test } from 'vitest'
import { parseConformanceCase } from './parse-case.js'

describe('parseConformanceCase', () => {
  test('reads a case', () => {
    const { case: parsed, problems } = parseConformanceCase('name: a\npipeline: |\n  version: "1.0"\nexpect: {}\n')
    expect(problems).toEqual([])
    expect(parsed).toEqual({ name: 'a', pipeline: 'version: "1.0"\n', expect: {} })
  })

  test.each([
    ['a key that checks nothing', 'name: a\npipeline: x\nexpect: { stauts: failed }\n', 'stauts'],
    ['a status that does not exist', 'name: a\npipeline: x\nexpect: { status: done }\n', 'expect.status'],
    ['no pipeline', 'name: a\nexpect: {}\n', 'pipeline'],
    ['an order of three', 'name: a\npipeline: x\nexpect: { order: [[a, b, c]] }\n', 'expect.order.0'],
    ['a mock without a list', 'name: a\npipeline: x\nmocks: { s: { outputs: 1 } }\nexpect: {}\n', 'mocks.s'],
    ['an error without a message', 'name: a\npipeline: x\nmocks: { s: [{ error: {} }] }\nexpect: {}\n', 'message'],
    ['a list', '- name: a\n', 'object'],
  ])('names the problem of %s', (_, text, part) => {
    const parsed = parseConformanceCase(text)
    expect(parsed.case).toBeUndefined()
    expect(parsed.problems.join('\n')).toContain(part)
  })

  test('tells the line of broken YAML', () => {
    expect(parseConformanceCase('name: a\npipeline: [\n').problems[0]).toMatch(/^the case, line \d+: /)
  })

  test('keeps the name of a case that is wrong elsewhere', () => {
    expect(parseConformanceCase('name: a\nexpect: {}\n').name).toBe('a')
  })
})
