import type { Path } from '../template/template.js'

/** Where a part of an expression stands in its text: UTF-16 units from 0, `end` is the first one behind it. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** `null`, `true`, a number or a text without templates. */
export interface LiteralExpression extends Span {
  readonly kind: 'literal'
  readonly value: null | boolean | number | string
}

/** A quoted text that holds templates; their values are put in as text. */
export interface TextExpression extends Span {
  readonly kind: 'text'
  readonly parts: readonly (string | PathExpression)[]
}

/** `{{ path }}`, or a bare path (`bare`), which in a `check` starts at the step's own outputs. */
export interface PathExpression extends Span {
  readonly kind: 'path'
  readonly path: Path
  readonly bare: boolean
}

/** `[a, b]` */
interface ListExpression extends Span {
  readonly kind: 'list'
  readonly items: readonly Expression[]
}

/** `!a`, `-a` */
interface UnaryExpression extends Span {
  readonly kind: 'unary'
  readonly operator: '!' | '-'
  readonly operand: Expression
}

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%'

/** Two operands and what stands between them. */
export interface BinaryExpression extends Span {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
}

/** `size(a)` */
interface SizeExpression extends Span {
  readonly kind: 'size'
  readonly operand: Expression
}

/** `exists(path)`: present and not null. */
interface ExistsExpression extends Span {
  readonly kind: 'exists'
  readonly operand: PathExpression
}

/** `matches(text, pattern)` */
export interface MatchesExpression extends Span {
  readonly kind: 'matches'
  readonly operand: Expression
  readonly pattern: Expression
}

/** A parsed expression, as `parseExpression` gives it: plain data, safe to keep in a plan. */
export type Expression =
  | LiteralExpression
  | TextExpression
  | PathExpression
  | ListExpression
  | UnaryExpression
  | BinaryExpression
  | SizeExpression
  | ExistsExpression
  | MatchesExpression
