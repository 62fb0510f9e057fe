import type { ValueKind } from '../expression/compare-values.js'
import { kindOf } from '../expression/compare-values.js'
import type { BinaryExpression, Expression, PathExpression } from '../expression/expression.js'
import type { JsonSchema } from '../schema/json-schema.js'
import type { Path } from '../template/template.js'
import { possibleTypes } from './possible-types.js'

/** A part of an expression that fails whatever its values are. */
export interface ExpressionProblem {
  readonly message: string
  /** Where the part stands in the text of the expression: UTF-16 units from 0, `end` behind it. */
  readonly start: number
  readonly end: number
}

/** Gives the schema of a path, where it is known; `bare` for a path without braces. */
export type TypeOfPath = (path: Path, bare: boolean) => JsonSchema | undefined

type Kinds = ReadonlySet<ValueKind>

const ALL: Kinds = new Set<ValueKind>(['null', 'boolean', 'number', 'text', 'list', 'map'])
const BOOLEAN: Kinds = new Set<ValueKind>(['boolean'])
const NUMBER: Kinds = new Set<ValueKind>(['number'])
const TEXT: Kinds = new Set<ValueKind>(['text'])
const LIST: Kinds = new Set<ValueKind>(['list'])

const KIND_OF_TYPE: Readonly<Record<string, ValueKind>> = {
  null: 'null',
  boolean: 'boolean',
  number: 'number',
  integer: 'number',
  string: 'text',
  array: 'list',
  object: 'map',
}

/**
 * Finds the parts of a condition whose types never go together. Only what fails for every possible value is reported; a path of unknown type can be anything.
 *
 * @example inferExpression(parseExpression('{{a.wet}} > 1'), () => ({ type: 'boolean' })).problems.length // 1
 */
export function inferExpression(
  expression: Expression,
  typeOf: TypeOfPath,
): { readonly problems: readonly ExpressionProblem[] } {
  const reader = new TypeReader(typeOf)
  reader.wantBoolean(expression, 'A condition')
  return { problems: reader.problems }
}

class TypeReader {
  readonly problems: ExpressionProblem[] = []
  readonly #typeOf: TypeOfPath

  constructor(typeOf: TypeOfPath) {
    this.#typeOf = typeOf
  }

  wantBoolean(node: Expression, where: string): void {
    const found = this.kinds(node)
    if (!found.has('boolean')) this.#report(node, `${where} must be true or false, but this is a ${inWords(found)}`)
  }

  /** The kinds that a part can have. After a problem it can have any, so that one mistake is reported once. */
  kinds(node: Expression): Kinds {
    switch (node.kind) {
      case 'literal':
        return new Set([kindOf(node.value)])
      case 'text':
        return TEXT
      case 'path':
        return this.#path(node)
      case 'list':
        for (const item of node.items) this.kinds(item)
        return LIST
      case 'exists':
        return BOOLEAN
      case 'size': {
        const found = this.kinds(node.operand)
        if (!hasSize(found))
          this.#report(node.operand, `size takes a list, map or text, but this is a ${inWords(found)}`)
        return NUMBER
      }
      case 'matches': {
        const found = this.kinds(node.operand)
        if (!found.has('text'))
          this.#report(node.operand, `matches(text, pattern) looks in a text, but this is a ${inWords(found)}`)
        this.kinds(node.pattern)
        return BOOLEAN
      }
      case 'unary': {
        if (node.operator === '!') {
          this.wantBoolean(node.operand, "What follows '!'")
          return BOOLEAN
        }
        const found = this.kinds(node.operand)
        if (!found.has('number')) this.#report(node.operand, `'-' takes a number, but this is a ${inWords(found)}`)
        return NUMBER
      }
      case 'binary':
        return this.#binary(node)
    }
  }

  #path(node: PathExpression): Kinds {
    const schema = this.#typeOf(node.path, node.bare)
    const types = schema === undefined ? undefined : possibleTypes(schema)
    if (types === undefined || types.size === 0) return ALL
    return new Set([...types].flatMap((type) => KIND_OF_TYPE[type] ?? []))
  }

  #binary(node: BinaryExpression): Kinds {
    const { operator } = node
    if (operator === '&&' || operator === '||') {
      this.wantBoolean(node.left, `Each side of '${operator}'`)
      this.wantBoolean(node.right, `Each side of '${operator}'`)
      return BOOLEAN
    }
    const left = this.kinds(node.left)
    const right = this.kinds(node.right)
    switch (operator) {
      case '==':
      case '!=':
        this.#pairs(node, left, right, canEqual, 'they are of different kinds')
        return BOOLEAN
      case 'in':
        this.#pairs(node, left, right, canBeIn, "'in' asks for a member of a list, a key of a map or a part of a text")
        return BOOLEAN
      case '+':
        return this.#pairs(node, left, right, canAdd, "'+' takes two numbers or two texts") ? sum(left, right) : ALL
      case '-':
      case '*':
      case '/':
      case '%':
        this.#pairs(
          node,
          left,
          right,
          (first, second) => first === 'number' && second === 'number',
          `'${operator}' takes two numbers`,
        )
        return NUMBER
      default:
        this.#pairs(node, left, right, canOrder, 'only numbers, sizes and texts have an order')
        return BOOLEAN
    }
  }

  #pairs(
    node: BinaryExpression,
    left: Kinds,
    right: Kinds,
    can: (left: ValueKind, right: ValueKind) => boolean,
    hint: string,
  ): boolean {
    for (const first of left) for (const second of right) if (can(first, second)) return true
    this.#report(node, `Cannot apply '${node.operator}' to a ${inWords(left)} and a ${inWords(right)}: ${hint}`)
    return false
  }

  #report({ start, end }: Expression, message: string): void {
    this.problems.push({ message, start, end })
  }
}

function isSized(kind: ValueKind): boolean {
  return kind === 'list' || kind === 'map' || kind === 'text'
}

function hasSize(kinds: Kinds): boolean {
  return [...kinds].some(isSized)
}

/** A list, map or text beside a number stands for its size. */
function canOrder(left: ValueKind, right: ValueKind): boolean {
  if (left === 'number') return right === 'number' || isSized(right)
  if (right === 'number') return isSized(left)
  return left === 'text' && right === 'text'
}

function canEqual(left: ValueKind, right: ValueKind): boolean {
  return left === 'null' || right === 'null' || left === right || canOrder(left, right)
}

function canBeIn(left: ValueKind, right: ValueKind): boolean {
  return right === 'list' || (left === 'text' && (right === 'text' || right === 'map'))
}

function canAdd(left: ValueKind, right: ValueKind): boolean {
  return left === right && (left === 'number' || left === 'text')
}

function sum(left: Kinds, right: Kinds): Kinds {
  return new Set([...left].filter((kind) => right.has(kind) && canAdd(kind, kind)))
}

function inWords(kinds: Kinds): string {
  return [...kinds].join(' or ')
}
