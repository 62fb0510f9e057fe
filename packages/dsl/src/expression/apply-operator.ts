import type { Json } from '../json/json.js'
import { maximumTextLength } from '../template/resolve-template.js'
import { areEqual, compareTexts, kindOf, sizeOf } from './compare-values.js'
import type { BinaryExpression, BinaryOperator } from './expression.js'
import { type ExpressionOutcome, expressionError } from './expression-outcome.js'

type Ordering = '<' | '<=' | '>' | '>='
type Arithmetic = '+' | '-' | '*' | '/' | '%'

function typeError(node: BinaryExpression, left: Json, right: Json, hint: string): ExpressionOutcome {
  return expressionError(
    'type_error',
    `Cannot apply '${node.operator}' to a ${kindOf(left)} and a ${kindOf(right)}: ${hint}`,
    node,
  )
}

/** A list, map or text beside a number stands for its size. */
function bySize(left: Json, right: Json): [Json, Json] {
  if (typeof right === 'number') return [sizeOf(left) ?? left, right]
  if (typeof left === 'number') return [left, sizeOf(right) ?? right]
  return [left, right]
}

function compareNumbers(operator: Ordering, left: number, right: number): boolean {
  switch (operator) {
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
  }
}

function order(node: BinaryExpression, operator: Ordering, left: Json, right: Json): ExpressionOutcome {
  const [first, second] = bySize(left, right)
  if (typeof first === 'number' && typeof second === 'number')
    return { kind: 'value', value: compareNumbers(operator, first, second) }
  if (typeof first === 'string' && typeof second === 'string')
    return { kind: 'value', value: compareNumbers(operator, compareTexts(first, second), 0) }
  return typeError(node, left, right, 'only numbers, sizes and texts have an order')
}

function equals(node: BinaryExpression, left: Json, right: Json): ExpressionOutcome {
  const negated = node.operator === '!='
  if (left === null || right === null) return { kind: 'value', value: (left === right) !== negated }
  const [first, second] = bySize(left, right)
  if (kindOf(first) !== kindOf(second)) return typeError(node, left, right, 'they are of different kinds')
  return { kind: 'value', value: areEqual(first, second) !== negated }
}

function isIn(node: BinaryExpression, left: Json, right: Json): ExpressionOutcome {
  if (Array.isArray(right)) return { kind: 'value', value: right.some((item) => areEqual(left, item)) }
  if (typeof right === 'string' && typeof left === 'string') return { kind: 'value', value: right.includes(left) }
  if (typeof right === 'object' && right !== null && typeof left === 'string')
    return { kind: 'value', value: Object.hasOwn(right, left) }
  return typeError(node, left, right, "'in' asks for a member of a list, a key of a map or a part of a text")
}

function calculate(node: BinaryExpression, operator: Arithmetic, left: Json, right: Json): ExpressionOutcome {
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') {
    if (left.length + right.length > maximumTextLength) {
      return expressionError('limit_exceeded', `The joined text is longer than ${maximumTextLength} characters`, node)
    }
    return { kind: 'value', value: left + right }
  }
  if (typeof left !== 'number' || typeof right !== 'number') {
    return typeError(
      node,
      left,
      right,
      operator === '+' ? "'+' takes two numbers or two texts" : `'${operator}' takes two numbers`,
    )
  }
  switch (operator) {
    case '+':
      return { kind: 'value', value: left + right }
    case '-':
      return { kind: 'value', value: left - right }
    case '*':
      return { kind: 'value', value: left * right }
    default:
      if (right === 0)
        return expressionError('division_by_zero', `Division by zero: the right side of '${operator}' is 0`, node)
      return { kind: 'value', value: operator === '/' ? left / right : left % right }
  }
}

/** Applies a binary operator other than `&&` and `||` to its two values. Nothing is converted. */
export function applyOperator(
  node: BinaryExpression,
  operator: Exclude<BinaryOperator, '&&' | '||'>,
  left: Json,
  right: Json,
): ExpressionOutcome {
  switch (operator) {
    case '==':
    case '!=':
      return equals(node, left, right)
    case 'in':
      return isIn(node, left, right)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(node, operator, left, right)
    default:
      return calculate(node, operator, left, right)
  }
}
