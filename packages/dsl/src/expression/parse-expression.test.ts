import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Expression } from './expression.js'
import { ExpressionSyntaxError } from './expression-syntax-error.js'
import { parseExpression } from './parse-expression.js'

/** Writes the tree with all its brackets. */
function tree(node: Expression): string {
  switch (node.kind) {
    case 'literal':
      return JSON.stringify(node.value)
    case 'path':
      return node.bare ? node.path.text : `{{${node.path.text}}}`
    case 'text':
      return `"${node.parts.map((part) => (typeof part === 'string' ? part : tree(part))).join('|')}"`
    case 'list':
      return `[${node.items.map(tree).join(' ')}]`
    case 'unary':
      return `(${node.operator}${tree(node.operand)})`
    case 'binary':
      return `(${tree(node.left)} ${node.operator} ${tree(node.right)})`
    case 'matches':
      return `matches(${tree(node.operand)} ${tree(node.pattern)})`
    default:
      return `${node.kind}(${tree(node.operand)})`
  }
}

function mistake(text: string): ExpressionSyntaxError {
  try {
    parseExpression(text)
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) return error
    throw error
  }
  throw new Error(`${text} was accepted`)
}

describe('values', () => {
  it.each([
    ['null', 'null'],
    ['true', 'true'],
    ['0.5e-3', '0.0005'],
    ['12', '12'],
    [`"a'b"`, `"a'b"`],
    [`'a"b'`, `"a\\"b"`],
    ['[]', '[]'],
    ['[1, [x], "a"]', '[1 [x] "a"]'],
    ['{{ a-b.c["d e"][0][*] }}', '{{a-b.c["d e"][0][*]}}'],
    ['a.b["d e"][0][*].f', 'a.b["d e"][0][*].f'],
    ['"x {{a.b}} y{{c["}}"]}}"', '"x |{{a.b}}| y|{{c["}}"]}}"'],
    ['\'{{a["k"]}}\'', '"{{a["k"]}}"'],
    [String.raw`"\{{a}}"`, '"{{a}}"'],
    [String.raw`"\u00e9\n\"\\"`, String.raw`"é\n\"\\"`],
    [String.raw`"\d\."`, String.raw`"\\d\\."`],
    ['size', 'size'],
    ['nulls', 'nulls'],
    ['inside', 'inside'],
    ['a.in.true', 'a.in.true'],
  ])('%s', (text, expected) => {
    expect(tree(parseExpression(text))).toBe(expected)
  })
})

describe('precedence', () => {
  it.each([
    ['a || b && c', '(a || (b && c))'],
    ['a && b == c', '(a && (b == c))'],
    ['a == b < c', '(a == (b < c))'],
    ['a in b == c', '((a in b) == c)'],
    ['a < b + c', '(a < (b + c))'],
    ['a + b * c - d', '((a + (b * c)) - d)'],
    ['a - b - c', '((a - b) - c)'],
    ['a / b % c', '((a / b) % c)'],
    ['-a * !b', '((-a) * (!b))'],
    ['!!a', '(!(!a))'],
    ['--1', '(-(-1))'],
    ['(a || b) && c', '((a || b) && c)'],
    ['a-b', '(a - b)'],
    ['{{a-b}}', '{{a-b}}'],
    ['a.b-1', '(a.b - 1)'],
    ['1-1', '(1 - 1)'],
    ['a in[1]', '(a in [1])'],
    ['size(a)>0', '(size(a) > 0)'],
    ['exists ( {{a.b}} ) && matches(a, "x")', '(exists({{a.b}}) && matches(a "x"))'],
  ])('%s is %s', (text, expected) => {
    expect(tree(parseExpression(text))).toBe(expected)
  })
})

describe('places', () => {
  it('keeps them for every part', () => {
    const text = ' a.b + ( "x{{ c }}" ) '
    const sum = parseExpression(text)
    if (sum.kind !== 'binary' || sum.right.kind !== 'text' || typeof sum.right.parts[1] !== 'object')
      throw new Error(sum.kind)
    const cut = ({ start, end }: { start: number; end: number }): string => text.slice(start, end)
    expect([cut(sum), cut(sum.left), cut(sum.right), cut(sum.right.parts[1])]).toEqual([
      'a.b + ( "x{{ c }}"',
      'a.b',
      '"x{{ c }}"',
      '{{ c }}',
    ])
  })
})

describe('mistakes', () => {
  it.each([
    ['', 0, 'ends here'],
    ['a +', 3, 'ends here'],
    ['a b', 2, "found 'b'"],
    ['a and b', 2, 'write &&'],
    ['not a', 4, "found 'a'"],
    ['a = 1', 2, 'write =='],
    ['a === 1', 4, "Unexpected '='"],
    ['a & b', 2, 'write &&'],
    ['a ? 1 : 2', 2, 'conditional'],
    ['{a: 1}', 0, 'template'],
    ['(a', 2, "Expected ')'"],
    ['[a, ]', 4, 'Expected a value'],
    ['a)', 1, "found ')'"],
    ['01', 0, 'not a number'],
    ['1.', 0, 'not a number'],
    ['.5', 0, 'starts with a digit'],
    ['1e999', 0, 'too large'],
    ['"a', 0, 'not closed'],
    ['a > {{b', 4, 'not closed'],
    ['"x {{b c}}"', 7, "found 'c'"],
    ['a[-1]', 1, 'counts from 0'],
    ['a.1', 2, 'field name'],
    ['a.b [0]', 4, "found '['"],
    ['sise(a)', 0, "did you mean 'size'?"],
    ['constructor(a)', 0, 'Unknown function'],
    ['size()', 0, 'size(value)'],
    ['size(a, b)', 0, 'takes 1 value'],
    ['matches(a)', 0, 'matches(text, pattern)'],
    ['exists(1)', 7, 'one path'],
    ['exists(a + b)', 7, 'one path'],
    ['exists("{{a}}")', 7, 'one path'],
    ['matches(a, "(")', 11, 'missing closing )'],
    ['matches(a, "(?=b)")', 11, 'no look-around'],
    ['matches(a, 1)', 11, 'text in quotes'],
    ['€', 0, "Unexpected '€'"],
  ])('%s', (text, offset, part) => {
    const found = mistake(text)
    expect(found.message).toContain(part)
    expect(found.offset).toBe(offset)
  })
})

describe('limits', () => {
  it('holds at most 10,000 characters', () => {
    expect(parseExpression(`"${'x'.repeat(9998)}"`).kind).toBe('literal')
    expect(mistake(`"${'x'.repeat(9999)}"`).message).toContain('10000 characters')
  })

  it('nests at most 50 levels, however it does', () => {
    const opened = ['(', '[', '!', '-', 'size(']
    expect(parseExpression(`${'('.repeat(50)}1${')'.repeat(50)}`).kind).toBe('literal')
    for (const open of opened) expect(mistake(open.repeat(51)).message).toContain('50 levels')
    expect(mistake('('.repeat(9000)).message).toContain('50 levels')
  })

  it('has at most 1,000 parts, side by side without a limit to their depth', () => {
    expect(parseExpression(Array.from({ length: 500 }, () => 'a').join('&&')).kind).toBe('binary')
    expect(mistake(Array.from({ length: 501 }, () => 'a').join('&&')).message).toContain('1000 parts')
  })

  it('bounds patterns', () => {
    expect(mistake(`matches(a, "${'x'.repeat(1001)}")`).message).toContain('1000 characters')
  })
})

describe('any text', () => {
  it('parses or is an ExpressionSyntaxError with a place inside the text', () => {
    const pieces = fc.constantFrom(
      ...[
        'a',
        'b.c',
        '{{',
        '}}',
        '{{x-y.z}}',
        '"',
        "'",
        '\\',
        '(',
        ')',
        '[',
        ']',
        ',',
        ' ',
        '1',
        '0.5',
        'e',
        '.',
        '!',
        '-',
        '+',
        '*',
        '%',
      ],
      ...['==', '<', '>=', '&&', '||', 'in', 'null', 'size(', 'exists(', 'matches(', '😀', '='],
    )
    const texts = fc.oneof(
      fc.array(pieces).map((list) => list.join('')),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parseExpression(text)
        } catch (error) {
          if (!(error instanceof ExpressionSyntaxError)) throw error
          expect(error.offset).toBeGreaterThanOrEqual(0)
          expect(error.offset).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 3000 },
    )
  })
})
