import type { Json } from '../json/json.js'
import { resolveOwnPath, resolvePath } from '../template/resolve-path.js'
import { maximumTextLength, valueAsText } from '../template/resolve-template.js'
import type { PathOutcome, Scope } from '../template/template.js'
import { applyOperator } from './apply-operator.js'
import { kindOf, sizeOf } from './compare-values.js'
import type { Expression, MatchesExpression, PathExpression, TextExpression } from './expression.js'
import { type ExpressionOutcome, expressionError } from './expression-outcome.js'
import { matchPattern, PatternError } from './match-pattern.js'

/** What an expression reads from. */
export interface ExpressionContext {
  readonly scope: Scope
  /** In a `check`: the step's own outputs, where bare paths start. Without it bare paths are read as templates are. */
  readonly own?: Json
}

function readPathExpression(node: PathExpression, context: ExpressionContext): PathOutcome {
  return node.bare && context.own !== undefined
    ? resolveOwnPath(node.path, context.own)
    : resolvePath(node.path, context.scope)
}

function evaluatePath(node: PathExpression, context: ExpressionContext): ExpressionOutcome {
  const outcome = readPathExpression(node, context)
  if (outcome.kind === 'missing') return expressionError('field_not_found', outcome.message, node)
  if (outcome.kind === 'invalid') return expressionError('reference_invalid', outcome.message, node)
  return outcome
}

function evaluateText(node: TextExpression, context: ExpressionContext): ExpressionOutcome {
  let text = ''
  for (const part of node.parts) {
    const outcome: ExpressionOutcome =
      typeof part === 'string' ? { kind: 'value', value: part } : evaluatePath(part, context)
    if (outcome.kind !== 'value') return outcome
    text += valueAsText(outcome.value)
    if (text.length > maximumTextLength) {
      return expressionError('limit_exceeded', `The text is longer than ${maximumTextLength} characters`, node)
    }
  }
  return { kind: 'value', value: text }
}

/** Reads one side of `&&`, `||` or `!`: only true and false will do. */
function evaluateBoolean(node: Expression, context: ExpressionContext, where: string): ExpressionOutcome<boolean> {
  const outcome = evaluateExpression(node, context)
  if (outcome.kind !== 'value') return outcome
  if (typeof outcome.value === 'boolean') return { kind: 'value', value: outcome.value }
  return expressionError('type_error', `${where} must be true or false, but this is a ${kindOf(outcome.value)}`, node)
}

function evaluateMatches(node: MatchesExpression, context: ExpressionContext): ExpressionOutcome {
  const text = evaluateExpression(node.operand, context)
  if (text.kind !== 'value') return text
  const pattern = evaluateExpression(node.pattern, context)
  if (pattern.kind !== 'value') return pattern
  if (typeof text.value !== 'string') {
    return expressionError(
      'type_error',
      `matches(text, pattern) looks in a text, but this is a ${kindOf(text.value)}`,
      node.operand,
    )
  }
  if (typeof pattern.value !== 'string') {
    return expressionError(
      'type_error',
      `The pattern of matches is a text, but this is a ${kindOf(pattern.value)}`,
      node.pattern,
    )
  }
  try {
    return { kind: 'value', value: matchPattern(text.value, pattern.value) }
  } catch (error) {
    if (error instanceof PatternError) return expressionError(error.code, error.message, node.pattern)
    throw error
  }
}

/**
 * Evaluates an expression: no conversion, no side effect, left to right, only as far as needed (`&&`, `||`). Never throws.
 *
 * @returns the value; `unavailable` where a step without outputs is read; or an error with its code and place
 * @example
 * ```ts
 * import { evaluateExpression, parseExpression, type Scope } from '@odp/dsl/plan'
 *
 * const scope: Scope = { read: () => ({ kind: 'unknown', available: [] }) }
 * evaluateExpression(parseExpression('posts + 1'), { scope, own: { posts: 2 } }) // { kind: 'value', value: 3 }
 * ```
 */
export function evaluateExpression(node: Expression, context: ExpressionContext): ExpressionOutcome {
  switch (node.kind) {
    case 'literal':
      return { kind: 'value', value: node.value }
    case 'text':
      return evaluateText(node, context)
    case 'path':
      return evaluatePath(node, context)
    case 'list': {
      const items: Json[] = []
      for (const item of node.items) {
        const outcome = evaluateExpression(item, context)
        if (outcome.kind !== 'value') return outcome
        items.push(outcome.value)
      }
      return { kind: 'value', value: items }
    }
    case 'unary': {
      if (node.operator === '!') {
        const outcome = evaluateBoolean(node.operand, context, "What follows '!'")
        return outcome.kind === 'value' ? { kind: 'value', value: !outcome.value } : outcome
      }
      const outcome = evaluateExpression(node.operand, context)
      if (outcome.kind !== 'value') return outcome
      if (typeof outcome.value === 'number') return { kind: 'value', value: -outcome.value }
      return expressionError('type_error', `'-' takes a number, but this is a ${kindOf(outcome.value)}`, node.operand)
    }
    case 'size': {
      const outcome = evaluateExpression(node.operand, context)
      if (outcome.kind !== 'value') return outcome
      const size = sizeOf(outcome.value)
      if (size !== undefined) return { kind: 'value', value: size }
      return expressionError(
        'type_error',
        `size takes a list, map or text, but this is a ${kindOf(outcome.value)}`,
        node.operand,
      )
    }
    case 'exists': {
      const outcome = readPathExpression(node.operand, context)
      if (outcome.kind === 'invalid') return expressionError('reference_invalid', outcome.message, node.operand)
      return { kind: 'value', value: outcome.kind === 'value' && outcome.value !== null }
    }
    case 'matches':
      return evaluateMatches(node, context)
    case 'binary': {
      if (node.operator === '&&' || node.operator === '||') {
        const left = evaluateBoolean(node.left, context, `Each side of '${node.operator}'`)
        if (left.kind !== 'value' || left.value === (node.operator === '||')) return left
        return evaluateBoolean(node.right, context, `Each side of '${node.operator}'`)
      }
      const left = evaluateExpression(node.left, context)
      if (left.kind !== 'value') return left
      const right = evaluateExpression(node.right, context)
      return right.kind === 'value' ? applyOperator(node, node.operator, left.value, right.value) : right
    }
  }
}

/**
 * Evaluates an expression that decides something; anything but true or false is a type error.
 *
 * @example
 * ```ts
 * import { evaluateCondition, parseExpression, type Scope } from '@odp/dsl/plan'
 *
 * const scope: Scope = { read: () => ({ kind: 'value', value: { score: 0.8 } }) }
 * evaluateCondition(parseExpression('{{a.score}} > 0.75'), { scope }) // { kind: 'value', value: true }
 * ```
 */
export function evaluateCondition(node: Expression, context: ExpressionContext): ExpressionOutcome<boolean> {
  return evaluateBoolean(node, context, 'A condition')
}
