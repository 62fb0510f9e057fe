import { loopsAround, loopVariable, type Outline, type OutlineStep } from '../document/outline.js'
import { stepReferences } from '../document/step-references.js'
import type { Expression } from '../expression/expression.js'
import { hasTemplate } from '../template/parse-template.js'
import type { Path } from '../template/template.js'
import { readTemplateText } from '../validate/catalog-types.js'
import { WantedShape } from './wanted-shape.js'

/** What the steps of a document need the outputs of each step, and its `input`, to be: made-up values then serve their readers. */
export class WantedShapes {
  readonly #roots = new Map<string, WantedShape>()

  constructor(outline: Outline) {
    for (const step of outline.steps) {
      if (typeof step.step.iterate_over === 'string') void this.#list(step)?.items
      const { references, expressions } = stepReferences(step)
      for (const { path, own } of references) this.#shape(step, path, own)
      for (const { expression, own } of expressions) this.#condition(step, expression, own)
    }
  }

  /** For a step id, or `input`. */
  of(root: string): WantedShape {
    const known = this.#roots.get(root) ?? new WantedShape()
    this.#roots.set(root, known)
    return known
  }

  #shape(step: OutlineStep, path: Path, own: boolean): WantedShape {
    if (own) return this.of(step.id).field(path.root).at(path.segments)
    const loop = loopsAround(step).find((around) => loopVariable(around) === path.root)
    if (loop === undefined) return this.of(path.root).at(path.segments)
    return (this.#list(loop)?.items ?? new WantedShape()).at(path.segments)
  }

  /** The list that a loop goes over, where it is read whole from somewhere. */
  #list(loop: OutlineStep): WantedShape | undefined {
    const text = loop.step.iterate_over
    const template = typeof text === 'string' && hasTemplate(text) ? readTemplateText(text) : undefined
    const [only] = template?.parts ?? []
    if (template?.single !== true || only === undefined || typeof only === 'string') return undefined
    return this.#shape(loop, only, false)
  }

  #condition(step: OutlineStep, expression: Expression, own: boolean): void {
    const want = (node: Expression, type: WantedShape['type']) => {
      if (node.kind !== 'path') return
      const shape = this.#shape(step, node.path, own && node.bare)
      if (type === 'array') void shape.items
      else shape.type ??= type
    }
    const visit = (node: Expression, type?: WantedShape['type']): void => {
      if (type !== undefined) want(node, type)
      if (node.kind === 'unary') visit(node.operand, node.operator === '!' ? 'boolean' : 'number')
      if (node.kind === 'size') visit(node.operand, 'array')
      if (node.kind === 'list') for (const item of node.items) visit(item)
      if (node.kind === 'matches') visit(node.operand)
      if (node.kind !== 'binary') return
      const { operator, left, right } = node
      if (operator === '&&' || operator === '||') {
        visit(left, 'boolean')
        visit(right, 'boolean')
      } else if (operator === 'in') {
        visit(left)
        visit(right, left.kind === 'literal' && typeof left.value === 'string' ? undefined : 'array')
      } else {
        const isArithmetic = ['-', '*', '/', '%'].includes(operator)
        visit(left, isArithmetic ? 'number' : literalType(right))
        visit(right, isArithmetic ? 'number' : literalType(left))
      }
    }
    visit(expression, 'boolean')
  }
}

/** What a value must be to be compared with this one. */
function literalType(node: Expression): WantedShape['type'] {
  if (node.kind === 'size') return 'number'
  if (node.kind === 'unary') return node.operator === '!' ? 'boolean' : 'number'
  if (node.kind === 'binary') return ['-', '*', '/', '%'].includes(node.operator) ? 'number' : undefined
  if (node.kind !== 'literal') return undefined
  const type = typeof node.value
  return type === 'number' || type === 'boolean' ? type : undefined
}
