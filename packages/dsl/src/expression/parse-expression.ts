import { describeAlternatives } from '../issues/nearest.js'
import type { BinaryOperator, Expression, Span } from './expression.js'
import { ExpressionSyntaxError } from './expression-syntax-error.js'
import { compilePattern, PatternError } from './match-pattern.js'
import { type Token, tokenize } from './tokenize.js'

const maximumLength = 10_000
const maximumDepth = 50
const maximumNodes = 1000

/** As in C: what binds tighter has the higher number. All binary operators group from the left. */
const precedence: ReadonlyMap<string, { readonly operator: BinaryOperator; readonly level: number }> = new Map(
  (
    [
      ['||'],
      ['&&'],
      ['==', '!='],
      ['<', '<=', '>', '>=', 'in'],
      ['+', '-'],
      ['*', '/', '%'],
    ] as const satisfies BinaryOperator[][]
  ).flatMap((operators, level) => operators.map((operator) => [operator, { operator, level }] as const)),
)

const functions = ['size', 'exists', 'matches']

const wordOperators: ReadonlyMap<string, string> = new Map([
  ['and', '&&'],
  ['or', '||'],
  ['not', '!'],
  ['is', '=='],
])

class Parser {
  private readonly text: string
  private readonly tokens: readonly Token[]
  private position = 0
  private depth = 0
  private nodes = 0

  constructor(text: string) {
    this.text = text
    this.tokens = tokenize(text)
  }

  parse(): Expression {
    const expression = this.binary(0)
    const rest = this.tokens[this.position]
    if (rest !== undefined) throw this.unexpected(rest, 'an operator or the end')
    return expression
  }

  private binary(lowest: number): Expression {
    let left = this.unary()
    for (;;) {
      const token = this.tokens[this.position]
      const found = token?.kind === 'sign' ? precedence.get(token.sign) : undefined
      if (found === undefined || found.level < lowest) return left
      this.position += 1
      const right = this.binary(found.level + 1)
      left = this.node({ kind: 'binary', operator: found.operator, left, right, start: left.start, end: right.end })
    }
  }

  private unary(): Expression {
    const token = this.tokens[this.position]
    if (token === undefined)
      throw new ExpressionSyntaxError('Expected a value, but the expression ends here', this.text.length)
    if (token.kind === 'atom') {
      this.position += 1
      return this.node(token.atom)
    }
    this.depth += 1
    if (this.depth > maximumDepth)
      throw new ExpressionSyntaxError(`The expression is nested deeper than ${maximumDepth} levels`, token.start)
    this.position += 1
    const nested = this.nested(token)
    this.depth -= 1
    return nested
  }

  private nested(token: Exclude<Token, { readonly kind: 'atom' }>): Expression {
    if (token.kind === 'function') return this.call(token)
    if (token.sign === '!' || token.sign === '-') {
      const operand = this.unary()
      return this.node({ kind: 'unary', operator: token.sign, operand, start: token.start, end: operand.end })
    }
    if (token.sign === '(') {
      const inner = this.binary(0)
      this.expect(')')
      return inner
    }
    if (token.sign === '[') {
      const { items, end } = this.items(']')
      return this.node({ kind: 'list', items, start: token.start, end })
    }
    throw this.unexpected(token, 'a value')
  }

  private call(token: { readonly name: string } & Span): Expression {
    const { name, start } = token
    if (!functions.includes(name))
      throw new ExpressionSyntaxError(`Unknown function '${name}': ${describeAlternatives(name, functions)}`, start)
    this.expect('(')
    const { items, end } = this.items(')')
    const [operand, pattern] = items
    const wanted = name === 'matches' ? 2 : 1
    if (operand === undefined || items.length !== wanted) {
      const usage = { size: 'size(value)', exists: 'exists(path)', matches: 'matches(text, pattern)' }[name]
      throw new ExpressionSyntaxError(
        `${name} takes ${wanted} ${wanted === 1 ? 'value' : 'values'}, ${usage}, but got ${items.length}`,
        start,
      )
    }
    if (pattern !== undefined) {
      if (pattern.kind === 'literal') checkPattern(pattern.value, pattern.start)
      return this.node({ kind: 'matches', operand, pattern, start, end })
    }
    if (name === 'size') return this.node({ kind: 'size', operand, start, end })
    if (operand.kind !== 'path')
      throw new ExpressionSyntaxError('exists takes one path, exists({{step_id.field}})', operand.start)
    return this.node({ kind: 'exists', operand, start, end })
  }

  private items(close: ')' | ']'): { readonly items: Expression[]; readonly end: number } {
    const items: Expression[] = []
    const first = this.tokens[this.position]
    if (first?.kind === 'sign' && first.sign === close) return { items, end: this.expect(close) }
    for (;;) {
      items.push(this.binary(0))
      const next = this.tokens[this.position]
      if (next?.kind !== 'sign' || next.sign !== ',') return { items, end: this.expect(close) }
      this.position += 1
    }
  }

  private expect(sign: string): number {
    const token = this.tokens[this.position]
    if (token === undefined)
      throw new ExpressionSyntaxError(`Expected '${sign}', but the expression ends here`, this.text.length)
    if (token.kind !== 'sign' || token.sign !== sign) throw this.unexpected(token, `'${sign}' or an operator`)
    this.position += 1
    return token.end
  }

  private node<Node extends Expression>(node: Node): Node {
    this.nodes += 1
    if (this.nodes > maximumNodes)
      throw new ExpressionSyntaxError(`The expression has more than ${maximumNodes} parts`, node.start)
    return node
  }

  private unexpected(token: Token, expected: string): ExpressionSyntaxError {
    const written = this.text.slice(token.start, token.end)
    const operator = wordOperators.get(written)
    const found = written.length > 40 ? `${written.slice(0, 40)}…` : written
    const fix = operator === undefined ? '' : `; write ${operator} instead of ${written}`
    return new ExpressionSyntaxError(`Expected ${expected}, but found '${found}'${fix}`, token.start)
  }
}

function checkPattern(pattern: null | boolean | number | string, offset: number): void {
  if (typeof pattern !== 'string') throw new ExpressionSyntaxError('The pattern of matches is a text in quotes', offset)
  try {
    compilePattern(pattern)
  } catch (error) {
    if (error instanceof PatternError) throw new ExpressionSyntaxError(error.message, offset)
    throw error
  }
}

/**
 * Parses an expression: JSON numbers, `true false null`, texts in either quotes, lists, `{{ path }}` or bare paths, `! - * / % + < <= > >= in == != && ||`
 * with the precedence of C, parentheses, `size(value)`, `exists(path)`, `matches(text, pattern)`. Nothing is run.
 *
 * At most 10,000 characters, 1,000 parts and 50 levels of brackets. In a text in quotes the escapes of JSON hold; any other backslash is kept as written.
 *
 * @throws ExpressionSyntaxError with the place of the first mistake
 * @example
 * ```ts
 * import { parseExpression } from '@odp/dsl/plan'
 *
 * parseExpression('{{profile.followers}} > 10000 && "de" in languages').kind // 'binary'
 * ```
 */
export function parseExpression(text: string): Expression {
  if (text.length > maximumLength) {
    throw new ExpressionSyntaxError(
      `An expression has at most ${maximumLength} characters, this one has ${text.length}`,
      maximumLength,
    )
  }
  return new Parser(text).parse()
}
