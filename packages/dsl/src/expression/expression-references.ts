import type { Path } from '../template/template.js'
import type { Expression, PathExpression, Span } from './expression.js'

/** A path that an expression reads. */
export interface ExpressionReference extends Span {
  readonly path: Path
  /** Whether it stands directly inside `exists()`, so that nothing breaks when it gives nothing. */
  readonly guarded: boolean
  /** Whether it is written without braces; in a `check` it then starts at the step's own outputs. */
  readonly bare: boolean
}

/**
 * Finds the paths of an expression, in the order of its text.
 *
 * @example expressionReferences(parseExpression('exists({{a.x}}) && n > 1')).map((reference) => reference.guarded) // [true, false]
 */
export function expressionReferences(expression: Expression): ExpressionReference[] {
  const references: ExpressionReference[] = []
  const add = (node: PathExpression, guarded: boolean): void => {
    references.push({ path: node.path, guarded, bare: node.bare, start: node.start, end: node.end })
  }
  const visit = (node: Expression): void => {
    switch (node.kind) {
      case 'literal':
        return
      case 'path':
        add(node, false)
        return
      case 'exists':
        add(node.operand, true)
        return
      case 'text':
        for (const part of node.parts) if (typeof part !== 'string') add(part, false)
        return
      case 'list':
        node.items.forEach(visit)
        return
      case 'unary':
      case 'size':
        visit(node.operand)
        return
      case 'matches':
        visit(node.operand)
        visit(node.pattern)
        return
      case 'binary':
        visit(node.left)
        visit(node.right)
    }
  }
  visit(expression)
  return references
}
