import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseExpression } from '../expression/parse-expression.js'
import {
  both,
  contains,
  count,
  either,
  eq,
  exists,
  expression,
  gt,
  gte,
  lt,
  lte,
  matches,
  neq,
  not,
} from './expression.js'
import { createReference } from './reference.js'
import { template, verbatim } from './text.js'

const a = createReference('a', [{ kind: 'field', name: 'b' }], new Set())

test('expressions are written as one would by hand', () => {
  expect(gt(a, 0.75).text).toBe('{{a.b}} > 0.75')
  expect(both(gte(a, 1), lt(a, 2), lte(a, 3)).text).toBe('{{a.b}} >= 1 && {{a.b}} < 2 && {{a.b}} <= 3')
  expect(both(either(eq(a, null), not(exists(a))), true).text).toBe('({{a.b}} == null || !exists({{a.b}})) && true')
  expect(either(both(true, false), a).text).toBe('true && false || {{a.b}}')
  expect(not(gt(count(a), 0)).text).toBe('!(size({{a.b}}) > 0)')
  expect(contains(['de', 'at'], a).text).toBe('{{a.b}} in ["de", "at"]')
  expect(matches(a, '^\\d+$').text).toBe('matches({{a.b}}, "^\\\\d+$")')
  expect(expression`${a} * 100 > ${gt(a, 1)}`.text).toBe('{{a.b}} * 100 > ({{a.b}} > 1)')
  expect(neq(template`x"${a}`, '{{a.b}}').text).toBe('"x\\"{{a.b}}" != "\\{{a.b}}"')
  expect(eq(a, verbatim('size({{c}})')).text).toBe('{{a.b}} == size({{c}})')
})

test('a constant never becomes code', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('{', '}', '"', "'", '\\', 'a', ' ', '|', 'u') }), (text) => {
      const parsed = parseExpression(eq(a, text).text)
      expect(parsed).toMatchObject({ right: { kind: 'literal', value: text } })
    }),
  )
})
