import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluateCondition } from '../expression/evaluate-expression.js'
import { parseExpression } from '../expression/parse-expression.js'
import type { Json } from '../json/json.js'
import type { JsonSchema } from '../schema/json-schema.js'
import { inferExpression } from './expression-types.js'

const TYPES: Readonly<Record<string, JsonSchema>> = {
  wet: { type: 'boolean' },
  score: { type: 'number' },
  name: { type: 'string' },
  posts: { type: 'array', items: { type: 'string' } },
  profile: { type: 'object' },
  nothing: { type: 'null' },
  maybe: { type: ['string', 'null'] },
  mood: { enum: ['calm', 'wild'] },
}

const VALUES: Readonly<Record<string, readonly Json[]>> = {
  wet: [true, false],
  score: [0, 3],
  name: ['', 'Ada'],
  posts: [[], ['a']],
  profile: [{}, { a: 1 }],
  nothing: [null],
  maybe: ['x', null],
  mood: ['calm', 'wild'],
  open: [null, true, 1, 'a', [], {}],
}

function problems(text: string): string[] {
  const { problems } = inferExpression(parseExpression(text), ({ root }) => TYPES[root])
  return problems.map(({ message, start, end }) => `${text.slice(start, end)}: ${message}`)
}

describe('what can be right is not reported', () => {
  test.each([
    'wet',
    '!wet && score > 0.5',
    'posts > 3',
    '3 < name',
    'profile == 0',
    'score == null',
    'nothing == wet',
    'name == "x" || mood != "calm"',
    'name < "x"',
    '"a" in posts && "a" in profile && "a" in name && 1 in [1, 2]',
    'size(posts) + 1 > score * 2',
    'name + "!" == "x!"',
    'matches(maybe, "a")',
    'exists(nothing)',
    'wet && score / 0 > 1',
    'unknown > 1 && unknown',
    'maybe > 2',
    '"{{score}}" == 3',
    '-score < 0',
  ])('%s', (text) => {
    expect(problems(text)).toEqual([])
  })
})

describe('what cannot be right is reported once, with its place', () => {
  test.each([
    ['{{wet}} > 1', "{{wet}} > 1: Cannot apply '>' to a boolean and a number"],
    ['score', 'score: A condition must be true or false, but this is a number'],
    ['posts && wet', "posts: Each side of '&&' must be true or false, but this is a list"],
    ['!maybe', "maybe: What follows '!' must be true or false, but this is a text or null"],
    ['wet == 1', 'of different kinds'],
    ['name == posts', 'of different kinds'],
    ['nothing < 1', 'only numbers, sizes and texts have an order'],
    ['posts < posts', 'only numbers, sizes and texts have an order'],
    ['score in name', "'in' asks for"],
    ['name + 1 == "a"', "'+' takes two numbers or two texts"],
    ['posts * 2 > 1', "'*' takes two numbers"],
    ['-name > 1', "'-' takes a number"],
    ['size(score) > 1', 'size takes a list, map or text'],
    ['matches(posts, "a")', 'looks in a text'],
    ['wet && (unknown || 1 == true)', '1 == true: Cannot apply'],
  ])('%s', (text, expected) => {
    const found = problems(text)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(expected)
  })
})

test('what is reported fails for every value', () => {
  const names = Object.keys(VALUES)
  const leaf = fc.oneof(fc.constantFrom(...names), fc.constantFrom('1', '"a"', 'null', 'true', '[]'))
  const { text } = fc.letrec<{ text: string }>((tie) => ({
    text: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc
        .tuple(tie('text'), fc.constantFrom('==', '<', '+', '*', 'in', '&&', '||'), tie('text'))
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
      tie('text').map((inner) => `!(${inner})`),
      tie('text').map((inner) => `size(${inner})`),
    ),
  }))
  fc.assert(
    fc.property(text, fc.nat(), (source, seed) => {
      const expression = parseExpression(source)
      const found = inferExpression(expression, ({ root }) => TYPES[root]).problems
      // Behind a short circuit a mistake may never be reached.
      if (found.length === 0 || source.includes('&&') || source.includes('||')) return
      const read = (root: string) => {
        const values = VALUES[root] ?? [null]
        return { kind: 'value' as const, value: values[seed % values.length] ?? null }
      }
      expect(evaluateCondition(expression, { scope: { read } }).kind).toBe('error')
    }),
    { numRuns: 500 },
  )
})
