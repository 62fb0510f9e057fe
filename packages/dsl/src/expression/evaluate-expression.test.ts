import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json/json.js'
import type { Scope } from '../template/template.js'
import { evaluateCondition, evaluateExpression } from './evaluate-expression.js'
import type { Expression } from './expression.js'
import type { ExpressionOutcome } from './expression-outcome.js'
import { ExpressionSyntaxError } from './expression-syntax-error.js'
import { parseExpression } from './parse-expression.js'

const step: JsonObject = {
  n: 3,
  yes: true,
  nothing: null,
  list: [1, 'a', { k: [1] }, null],
  map: { k: 1, other: null },
  text: 'naïve 😀',
  code: 'true || {{step.n}} == 3',
}

const scope: Scope = {
  read: (root) => {
    if (root === 'skipped') return { kind: 'unavailable', reason: 'failed' }
    return root === 'step' || root === 'my-step'
      ? { kind: 'value', value: step }
      : { kind: 'unknown', available: ['step'] }
  },
}

function evaluate(text: string, own?: Json): ExpressionOutcome {
  return evaluateExpression(parseExpression(text), own === undefined ? { scope } : { scope, own })
}

function trueOrFalse(text: string): unknown {
  const outcome = evaluate(text)
  return outcome.kind === 'value' ? outcome.value : outcome.kind === 'error' ? outcome.code : outcome.kind
}

describe('values', () => {
  it.each<[string, Json]>([
    ['null', null],
    ['[1, "a", [true]]', [1, 'a', [true]]],
    ['{{my-step.n}}', 3],
    ['step.list[2].k', [1]],
    ['step.map["other"]', null],
    ['"n is {{step.n}}, {{step.nothing}}{{step.map}}"', 'n is 3, {"k":1,"other":null}'],
    ['"{{step.n}}"', '3'],
    ['-step.n', -3],
  ])('%s', (text, value) => {
    expect(evaluate(text)).toEqual({ kind: 'value', value })
  })

  it('takes a template as a value, never as a piece of the expression', () => {
    expect(evaluate('"{{step.code}}"')).toEqual({ kind: 'value', value: step.code })
    expect(evaluate('{{step.code}} == "x"')).toEqual({ kind: 'value', value: false })
  })
})

describe('equality', () => {
  it.each<[string, unknown]>([
    ['1 == 1.0', true],
    ['0 == -0', true],
    ['"a" == "a"', true],
    ['true != false', true],
    ['[1, [2]] == [1, [2]]', true],
    ['[1] == [1, 2]', false],
    ['["a"] == [1]', false],
    ['[[1]] == [1]', false],
    ['{{step.map}} == {{my-step.map}}', true],
    ['null == null', true],
    ['step.nothing == null', true],
    ['step.n == null', false],
    ['step.list != null', true],
    ['false == null', false],
    ['0 == null', false],
    ['step.list == 4', true],
    ['2 == step.map', true],
    ['step.text == 7', true],
    ['"" != 0', false],
    ['true == 1', 'type_error'],
    ['"a" == true', 'type_error'],
    ['"a" == ["a"]', 'type_error'],
    ['step.map == step.list', 'type_error'],
    ['step.map != "a"', 'type_error'],
  ])('%s is %s', (text, expected) => {
    expect(trueOrFalse(text)).toBe(expected)
  })
})

describe('order', () => {
  it.each<[string, unknown]>([
    ['1 < 2', true],
    ['2 <= 2', true],
    ['1 > 2', false],
    ['2 >= 3', false],
    ['step.list > 3', true],
    ['[] > 0', false],
    ['0 < step.map', true],
    ['step.text <= 7', true],
    ['"12" > 5', false],
    ['"a" < "b"', true],
    ['"a" < "ab"', true],
    ['"Z" < "a"', true],
    ['"\\uffff" < "😀"', true],
    ['"b" >= "a"', true],
    ['null < 1', 'type_error'],
    ['1 > null', 'type_error'],
    ['null <= null', 'type_error'],
    ['true < false', 'type_error'],
    ['step.yes > 1', 'type_error'],
    ['[1] < [2]', 'type_error'],
    ['{{step.map}} < {{step.map}}', 'type_error'],
    ['"a" < ["a"]', 'type_error'],
    ['1 < 2 < 3', 'type_error'],
  ])('%s is %s', (text, expected) => {
    expect(trueOrFalse(text)).toBe(expected)
  })
})

describe('and, or, not', () => {
  it.each<[string, unknown]>([
    ['true && false', false],
    ['true && true', true],
    ['false || true', true],
    ['!false', true],
    ['false && step.nope', false],
    ['true || 1', true],
    ['true || {{skipped.x}}', true],
    ['{{skipped.x}} || true', 'unavailable'],
    ['true && 1', 'type_error'],
    ['false || "true"', 'type_error'],
    ['1 && true', 'type_error'],
    ['null || true', 'type_error'],
    ['step.list || true', 'type_error'],
    ['!0', 'type_error'],
    ['!null', 'type_error'],
  ])('%s is %s', (text, expected) => {
    expect(trueOrFalse(text)).toBe(expected)
  })
})

describe('arithmetic', () => {
  it.each<[string, unknown]>([
    ['1 + 2 * 3', 7],
    ['0.1 + 0.2', 0.1 + 0.2],
    ['7 / 2', 3.5],
    ['-7 % 3', -1],
    ['7.5 % 2', 1.5],
    ['step.n - 1', 2],
    ['1e308 * 10', Number.POSITIVE_INFINITY],
    ['1e308 * 10 == 1e308 * 10 + 1', true],
    ['1e308 * 10 - 1e308 * 10 == 0', false],
    ['"a" + "b"', 'ab'],
    ['1 / 0', 'division_by_zero'],
    ['1 % 0', 'division_by_zero'],
    ['0 / -0', 'division_by_zero'],
    ['1 + "a"', 'type_error'],
    ['"a" + 1', 'type_error'],
    ['[1] + [2]', 'type_error'],
    ['[1] + 1', 'type_error'],
    ['"a" * 2', 'type_error'],
    ['null + 1', 'type_error'],
    ['true - 1', 'type_error'],
    ['-"a"', 'type_error'],
  ])('%s is %s', (text, expected) => {
    expect(trueOrFalse(text)).toBe(expected)
  })

  it('may not join texts without bound', () => {
    expect(evaluate('x + x', { x: 'a'.repeat(5_000_001) })).toMatchObject({ kind: 'error', code: 'limit_exceeded' })
    expect(evaluate('"{{step.n}}" + x', { x: 'a'.repeat(10_000_000) })).toMatchObject({ code: 'limit_exceeded' })
  })
})

describe('in', () => {
  it.each<[string, unknown]>([
    ['"a" in step.list', true],
    ['{{step.map}} in [1, {{step.map}}]', true],
    ['null in step.list', true],
    ['"1" in step.list', false],
    ['true in [1, "a"]', false],
    ['"k" in step.map', true],
    ['"toString" in step.map', false],
    ['"ïv" in step.text', true],
    ['"" in ""', true],
    ['1 in step.map', 'type_error'],
    ['1 in "123"', 'type_error'],
    ['"a" in null', 'type_error'],
    ['"a" in 5', 'type_error'],
  ])('%s is %s', (text, expected) => {
    expect(trueOrFalse(text)).toBe(expected)
  })
})

describe('size', () => {
  it.each<[string, unknown]>([
    ['size(step.text)', 7],
    ['size(step.list)', 4],
    ['size(step.map)', 2],
    ['size("")', 0],
    ['size(5)', 'type_error'],
    ['size(null)', 'type_error'],
    ['size(true)', 'type_error'],
  ])('%s is %s', (text, expected) => {
    expect(trueOrFalse(text)).toBe(expected)
  })
})

describe('exists', () => {
  it.each<[string, unknown]>([
    ['exists({{step.n}})', true],
    ['exists(step.map.k)', true],
    ['exists(step.nothing)', false],
    ['exists(step.nope.deeper)', false],
    ['exists({{skipped.x}})', false],
    ['exists({{skipped}}) || step.n == 3', true],
    ['exists({{nobody.x}})', 'reference_invalid'],
    ['exists(step.n[*])', 'reference_invalid'],
  ])('%s is %s', (text, expected) => {
    expect(trueOrFalse(text)).toBe(expected)
  })
})

describe('matches', () => {
  it.each<[string, unknown]>([
    ['matches("abc", "b")', true],
    ['matches("abc", "^b")', false],
    ['matches("abc", "^abc$")', true],
    ['matches("é", "(?i)É")', true],
    [String.raw`matches("a1", "\d")`, true],
    [String.raw`matches("a1", "\\d$")`, true],
    ['matches("x", step.nope)', 'field_not_found'],
    ['matches("x", "" + "(")', 'pattern_invalid'],
    ['matches(1, "1")', 'type_error'],
    ['matches("1", step.n)', 'type_error'],
    ['matches(null, "x")', 'type_error'],
  ])('%s is %s', (text, expected) => {
    expect(trueOrFalse(text)).toBe(expected)
  })

  it('takes linear time, or says that it would take too long', () => {
    const text = 'a'.repeat(100_000)
    expect(evaluate('matches(x, "^(a+)+$")', { x: `${text}b` })).toEqual({ kind: 'value', value: false })
    expect(evaluate('matches(x, "a{900}b")', { x: text })).toMatchObject({ code: 'limit_exceeded' })
  })
})

describe('paths', () => {
  it('start at the own outputs where they are bare and own outputs are given', () => {
    expect(evaluate('riders > 1 && n == {{step.n}}', { riders: [1, 2], n: 3 })).toEqual({ kind: 'value', value: true })
    expect(evaluate('step.n', { other: 1 })).toMatchObject({ code: 'field_not_found' })
    expect(evaluate('exists(step)', null)).toEqual({ kind: 'value', value: false })
  })

  it('are errors with text and place where they are missing', () => {
    expect(evaluate('1 == step.nn')).toEqual({
      kind: 'error',
      code: 'field_not_found',
      message: expect.stringMatching(/^Field 'nn' not found in 'step': .*did you mean 'n'/),
      start: 5,
      end: 12,
    })
    expect(evaluate('{{stepp.n}}')).toMatchObject({
      code: 'reference_invalid',
      message: expect.stringContaining("Step 'stepp' not found"),
    })
    expect(evaluate('step.n[*] == 1')).toMatchObject({
      message: expect.stringContaining('Cannot apply [*] to non-array'),
    })
    expect(evaluate('{{secrets.TOKEN}} == "x"')).toMatchObject({ code: 'reference_invalid' })
  })

  it('of a step without outputs make the whole unavailable', () => {
    expect(evaluate('1 + {{skipped.x}}')).toEqual({ kind: 'unavailable', root: 'skipped', reason: 'failed' })
    expect(evaluate('"{{skipped.x}}"')).toMatchObject({ kind: 'unavailable' })
  })
})

describe('errors', () => {
  it('point at what caused them', () => {
    const text = '1 == 1 && ("a" > [1] || true)'
    const outcome = evaluate(text)
    expect(outcome).toMatchObject({
      message: "Cannot apply '>' to a text and a list: only numbers, sizes and texts have an order",
    })
    if (outcome.kind === 'error') expect(text.slice(outcome.start, outcome.end)).toBe('"a" > [1]')
  })
})

describe('evaluateCondition', () => {
  it.each<[string, unknown]>([
    ['step.yes', { kind: 'value', value: true }],
    ['step.list >= 3', { kind: 'value', value: true }],
    ['{{skipped.x}}', { kind: 'unavailable', root: 'skipped', reason: 'failed' }],
  ])('%s', (text, expected) => {
    expect(evaluateCondition(parseExpression(text), { scope })).toEqual(expected)
  })

  it.each(['step.n', '1', 'null', '"true"', 'step.list', 'size(step.list)'])('%s decides nothing', (text) => {
    expect(evaluateCondition(parseExpression(text), { scope })).toMatchObject({ kind: 'error', code: 'type_error' })
  })
})

describe('any expression on any data', () => {
  it('gives an outcome and never throws', () => {
    const atoms = [
      'a',
      'b.c',
      'a[*].x',
      '{{step.list}}',
      '{{skipped}}',
      '{{no}}',
      '1',
      '0',
      '"x"',
      '"{{step}}"',
      'null',
      'true',
      '[1, a]',
    ]
    const operators = ['||', '&&', '==', '!=', '<', '<=', '>', '>=', 'in', '+', '-', '*', '/', '%']
    const { text } = fc.letrec<{ text: string }>((tie) => ({
      text: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(...atoms),
        fc
          .tuple(tie('text'), fc.constantFrom(...operators), tie('text'))
          .map(([left, sign, right]) => `(${left} ${sign} ${right})`),
        tie('text').map((inner) => `!${inner}`),
        tie('text').map((inner) => `-${inner}`),
        tie('text').map((inner) => `size(${inner})`),
        fc.tuple(tie('text'), tie('text')).map(([left, right]) => `matches(${left}, ${right})`),
        fc.constant('exists(b.c)'),
      ),
    }))
    fc.assert(
      fc.property(text, fc.jsonValue(), fc.jsonValue(), (written, a, b) => {
        let expression: Expression
        try {
          expression = parseExpression(written)
        } catch (error) {
          if (error instanceof ExpressionSyntaxError) return
          throw error
        }
        const context = { scope, own: { a: a as Json, b: b as Json } }
        const outcome = evaluateExpression(expression, context)
        expect(['value', 'unavailable', 'error']).toContain(outcome.kind)
        if (outcome.kind === 'error') {
          expect(outcome.start).toBeLessThan(outcome.end)
          expect(outcome.end).toBeLessThanOrEqual(written.length)
        }
        expect(evaluateExpression(JSON.parse(JSON.stringify(expression)), context)).toEqual(outcome)
      }),
      { numRuns: 3000 },
    )
  })
})
