import * as live from '../builder/expression.js'
import { verbatim } from '../builder/text.js'
import type { BinaryExpression, Expression, PathExpression } from '../expression/expression.js'
import type { BuilderName, Draft } from './draft.js'
import { bracketed, type Layout } from './layout.js'
import { canonicalTemplate, referenceCode } from './reference-code.js'
import { BOOLEAN, NUMBER, OPAQUE, TEXT, type Typed, UNTYPED } from './shape.js'
import { textLiteral } from './text-literal.js'

/** An operand as code, and as what the code builds, so that its text can be compared. */
export interface OperandCode {
  readonly layout: Layout
  readonly live: unknown
  readonly typed: Typed
}

const ORDER: Readonly<Record<string, { readonly name: BuilderName; readonly make: Build }>> = {
  '>': { name: 'gt', make: live.gt as Build },
  '>=': { name: 'gte', make: live.gte as Build },
  '<': { name: 'lt', make: live.lt as Build },
  '<=': { name: 'lte', make: live.lte as Build },
}
const EQUALITY: typeof ORDER = { '==': { name: 'eq', make: live.eq }, '!=': { name: 'neq', make: live.neq } }
const TRUTH: typeof ORDER = {
  '&&': { name: 'both', make: live.both as Build },
  '||': { name: 'either', make: live.either as Build },
}

type Build = (...operands: readonly never[]) => unknown

/** An expression with the builder's operators; undefined where they have no word for it, or its types do not fit. */
export function operatorCode(expression: Expression, text: string, draft: Draft): OperandCode | undefined {
  return new OperatorWriter(text, draft).operand(expression, true)
}

class OperatorWriter {
  readonly #text: string
  readonly #draft: Draft

  constructor(text: string, draft: Draft) {
    this.#text = text
    this.#draft = draft
  }

  /** @param loose whether a value that is undefined for the compiler may stand there */
  operand(expression: Expression, loose = false): OperandCode | undefined {
    switch (expression.kind) {
      case 'literal':
        return literal(expression.value)
      case 'path':
        return this.#path(expression, loose)
      case 'list':
        return this.#list(expression.items)
      case 'unary':
        return expression.operator === '!' ? this.#not(expression.operand) : negative(expression.operand)
      case 'binary':
        return this.#binary(expression)
      case 'size':
        return this.#call('count', live.count as Build, [this.#sized(expression.operand)], NUMBER)
      case 'exists':
        return this.#call('exists', live.exists as Build, [this.operand(expression.operand)], BOOLEAN)
      case 'matches':
        return this.#matches(expression.operand, expression.pattern)
      default:
        return undefined
    }
  }

  #call(name: BuilderName, make: Build, operands: readonly (OperandCode | undefined)[], typed: Typed) {
    const found = operands.filter((operand) => operand !== undefined)
    if (found.length !== operands.length) return undefined
    const layout = [
      this.#draft.use(name),
      bracketed(
        '(',
        found.map((operand) => operand.layout),
      ),
    ]
    return { layout, live: make(...(found.map((operand) => operand.live) as never[])), typed }
  }

  #path({ path, bare, start, end }: PathExpression, loose: boolean): OperandCode | undefined {
    if (bare) return undefined
    const template = this.#text.slice(start, end)
    const stands = { live: verbatim(template) }
    const canonical = template === canonicalTemplate(path)
    const reference = canonical ? referenceCode(path, this.#draft, loose) : undefined
    if (reference !== undefined) return { layout: reference.code, typed: reference.typed, ...stands }
    return { layout: `${this.#draft.use('verbatim')}(${textLiteral(template)})`, typed: UNTYPED, ...stands }
  }

  #list(items: readonly Expression[]): OperandCode | undefined {
    const codes = items.map((item) => this.operand(item))
    const found = codes.filter((code) => code !== undefined)
    if (found.length !== codes.length) return undefined
    return {
      layout: bracketed(
        '[',
        found.map((code) => code.layout),
      ),
      live: found.map((code) => code.live),
      typed: OPAQUE,
    }
  }

  #not(inner: Expression): OperandCode | undefined {
    return this.#call('not', live.not as Build, [this.#truth(inner)], BOOLEAN)
  }

  #binary(expression: BinaryExpression): OperandCode | undefined {
    const { operator, left, right } = expression
    const order = ORDER[operator]
    if (order !== undefined)
      return this.#call(
        order.name,
        order.make,
        [left, right].map((each) => this.#ordered(each)),
        BOOLEAN,
      )
    const equality = EQUALITY[operator]
    if (equality !== undefined) {
      return this.#call(
        equality.name,
        equality.make,
        [left, right].map((each) => this.operand(each, true)),
        BOOLEAN,
      )
    }
    const truth = TRUTH[operator]
    if (truth !== undefined) {
      const conditions = chain(expression, operator).map((each) => this.#truth(each))
      return this.#call(truth.name, truth.make, conditions, BOOLEAN)
    }
    if (operator !== 'in') return undefined
    const isList = right.kind === 'list'
    const container = this.operand(right)
    if (container === undefined || !(isList || isReference(right) || container.typed === TEXT)) return undefined
    return this.#call('contains', live.contains as Build, [container, this.operand(left, true)], BOOLEAN)
  }

  #truth(expression: Expression): OperandCode | undefined {
    const code = this.operand(expression)
    return code !== undefined && fits(code.typed, ['boolean']) ? code : undefined
  }

  /** Numbers and texts; what may be missing is said to be there. */
  #ordered(expression: Expression): OperandCode | undefined {
    const code = this.operand(expression)
    if (code === undefined || !fits({ ...code.typed, missing: false }, ['number', 'text'])) return undefined
    if (!code.typed.missing) return code
    return { ...code, layout: [this.#draft.use('required'), '(', code.layout, ')'] }
  }

  #sized(expression: Expression): OperandCode | undefined {
    const code = this.operand(expression)
    const isSized =
      code !== undefined && isReference(expression) && fits(code.typed, ['text', 'list', 'each', 'object'])
    return isSized ? code : undefined
  }

  #matches(operand: Expression, pattern: Expression): OperandCode | undefined {
    const code = this.operand(operand)
    if (code === undefined || !isReference(operand) || !fits(code.typed, ['text'])) return undefined
    const isText = pattern.kind === 'literal' && typeof pattern.value === 'string'
    return isText ? this.#call('matches', live.matches as Build, [code, this.operand(pattern)], BOOLEAN) : undefined
  }
}

function isReference(expression: Expression): boolean {
  return expression.kind === 'path'
}

function fits({ shape, missing }: Typed, kinds: readonly string[]): boolean {
  return shape.kind === 'untyped' || (!missing && kinds.includes(shape.kind))
}

function literal(value: null | boolean | number | string): OperandCode {
  if (typeof value === 'string') return { layout: textLiteral(value), live: value, typed: TEXT }
  const typed = typeof value === 'number' ? NUMBER : typeof value === 'boolean' ? BOOLEAN : OPAQUE
  return { layout: String(value), live: value, typed }
}

function negative(operand: Expression): OperandCode | undefined {
  return operand.kind === 'literal' && typeof operand.value === 'number' ? literal(-operand.value) : undefined
}

/** `a && b && c` as three conditions. */
function chain(expression: Expression, operator: string): Expression[] {
  if (expression.kind !== 'binary' || expression.operator !== operator) return [expression]
  return [...chain(expression.left, operator), expression.right]
}
