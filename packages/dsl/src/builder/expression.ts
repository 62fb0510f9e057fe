import { escapeTemplate } from '../template/parse-template.js'
import type { Problem } from './check-inputs.js'
import { referenceText } from './reference.js'
import { writtenValue } from './text.js'
import type { Resolved, Value } from './value.js'

declare const expressionType: unique symbol
const precedenceKey = Symbol('precedence')

/**
 * An expression of the language that gives a `T`.
 *
 * @example
 * ```ts
 * import { type Expression, gt, type Value } from '@odp/dsl'
 *
 * const isRisky = (score: Value<number>): Expression<boolean> => gt(score, 0.75)
 * ```
 */
export interface Expression<out T> {
  readonly [expressionType]?: () => T
  /** The expression as it stands in the document. */
  readonly text: string
}

type ValueOf<Given> = Given extends Expression<infer T> ? T : Resolved<Given>

type Ordered<Given> = [ValueOf<Given>] extends [number | string]
  ? unknown
  : [NonNullable<ValueOf<Given>>] extends [number | string]
    ? Problem<'the value may be missing here: say required(a), or ask exists(a) before'>
    : [NonNullable<ValueOf<Given>>] extends [readonly unknown[]]
      ? Problem<'a list has no order: compare count(list)'>
      : Problem<'only numbers and texts have an order'>

/** Something that is true or false. */
export type Truth = Expression<boolean> | Value<boolean> | boolean

/** From loose to tight. An operand that binds less than its operator gets parentheses. */
const PRECEDENCE = { any: 0, or: 1, and: 2, compare: 3, unary: 5, atom: 6 } as const

type Precedence = (typeof PRECEDENCE)[keyof typeof PRECEDENCE]

function createExpression<T>(text: string, precedence: Precedence): Expression<T> {
  return Object.freeze({ text, [precedenceKey]: precedence })
}

/** The text of an expression; undefined for anything else. */
export function expressionText(value: unknown): string | undefined {
  return isExpression(value) ? value.text : undefined
}

function isExpression(value: unknown): value is { readonly text: string; readonly [precedenceKey]: Precedence } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, precedenceKey)
}

function quote(text: string): string {
  return escapeTemplate(JSON.stringify(text))
}

function operand(value: unknown, tightness: Precedence): string {
  if (isExpression(value)) return value[precedenceKey] <= tightness ? `(${value.text})` : value.text
  const reference = referenceText(value)
  if (reference !== undefined) return reference
  const written = writtenValue(value)
  if (written?.pieces !== undefined)
    return `"${written.pieces.map((piece) => ('constant' in piece ? quote(piece.constant).slice(1, -1) : piece.template)).join('')}"`
  if (written !== undefined)
    return typeof written.value === 'string' ? written.value : operand(written.value, tightness)
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value === 'boolean' || value === null) return String(value)
  if (Array.isArray(value)) return `[${value.map((item) => operand(item, PRECEDENCE.any)).join(', ')}]`
  throw new TypeError('an expression is made of references, numbers, texts, true, false, null and lists of them')
}

function infix<T>(sign: string, precedence: Precedence, operands: readonly unknown[]): Expression<T> {
  return createExpression(operands.map((each) => operand(each, precedence)).join(` ${sign} `), precedence)
}

function call<T>(name: string, parameters: readonly unknown[]): Expression<T> {
  const list = parameters.map((each) => operand(each, PRECEDENCE.any)).join(', ')
  return createExpression(`${name}(${list})`, PRECEDENCE.atom)
}

/**
 * `left > right`, for numbers or texts.
 *
 * @example
 * ```ts
 * import { gt, pipelineSteps } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const meta = { pipeline_id: 'risk', workspace_id: 'acme', project_id: 'demo' }
 * const { input } = pipelineSteps(meta, { input: z.object({ score: z.number() }) })
 * gt(input.score, 0.75).text // {{input.score}} > 0.75
 * ```
 */
export function gt<const Left, const Right>(
  left: Left & Ordered<Left>,
  right: Right & Ordered<Right>,
): Expression<boolean> {
  return infix('>', PRECEDENCE.compare, [left, right])
}

/**
 * `left >= right`, for numbers or texts.
 *
 * @example
 * ```ts
 * import { gte, type Value } from '@odp/dsl'
 *
 * const isAdult = (age: Value<number>) => gte(age, 18) // {{input.age}} >= 18
 * ```
 */
export function gte<const Left, const Right>(
  left: Left & Ordered<Left>,
  right: Right & Ordered<Right>,
): Expression<boolean> {
  return infix('>=', PRECEDENCE.compare, [left, right])
}

/**
 * `left < right`, for numbers or texts.
 *
 * @example
 * ```ts
 * import { lt, type Value } from '@odp/dsl'
 *
 * const isMinor = (age: Value<number>) => lt(age, 18) // {{input.age}} < 18
 * ```
 */
export function lt<const Left, const Right>(
  left: Left & Ordered<Left>,
  right: Right & Ordered<Right>,
): Expression<boolean> {
  return infix('<', PRECEDENCE.compare, [left, right])
}

/**
 * `left <= right`, for numbers or texts.
 *
 * @example
 * ```ts
 * import { lte, type Value } from '@odp/dsl'
 *
 * const isLowRisk = (risk: Value<number>) => lte(risk, 0.2) // {{score.risk}} <= 0.2
 * ```
 */
export function lte<const Left, const Right>(
  left: Left & Ordered<Left>,
  right: Right & Ordered<Right>,
): Expression<boolean> {
  return infix('<=', PRECEDENCE.compare, [left, right])
}

/**
 * `left == right`. Anything may be compared with null; nothing is converted, so that `1` is not `"1"`.
 *
 * @example
 * ```ts
 * import { eq, type Value } from '@odp/dsl'
 *
 * const isGerman = (country: Value<string>) => eq(country, 'de') // {{input.country}} == "de"
 * ```
 */
export function eq<const Left, const Right>(left: Left, right: Right): Expression<boolean> {
  return infix('==', PRECEDENCE.compare, [left, right])
}

/**
 * `left != right`. Anything may be compared with null; nothing is converted.
 *
 * @example
 * ```ts
 * import { neq, type Value } from '@odp/dsl'
 *
 * const isAbroad = (country: Value<string>) => neq(country, 'de') // {{input.country}} != "de"
 * ```
 */
export function neq<const Left, const Right>(left: Left, right: Right): Expression<boolean> {
  return infix('!=', PRECEDENCE.compare, [left, right])
}

/**
 * True when every condition is; stops at the first that is not.
 *
 * @example
 * ```ts
 * import { both, exists, gt, required, type Value } from '@odp/dsl'
 *
 * const isRisky = (risk: Value<number | undefined>) => both(exists(risk), gt(required(risk), 0.75))
 * // exists({{score.risk}}) && {{score.risk}} > 0.75
 * ```
 */
export function both(...conditions: readonly [Truth, Truth, ...Truth[]]): Expression<boolean> {
  return infix('&&', PRECEDENCE.and, conditions)
}

/**
 * True when one condition is; stops at the first that is. (`or` chooses a value for an input.)
 *
 * @example
 * ```ts
 * import { either, eq, type Value } from '@odp/dsl'
 *
 * const speaksGerman = (country: Value<string>) => either(eq(country, 'de'), eq(country, 'at'))
 * // {{input.country}} == "de" || {{input.country}} == "at"
 * ```
 */
export function either(...conditions: readonly [Truth, Truth, ...Truth[]]): Expression<boolean> {
  return infix('||', PRECEDENCE.or, conditions)
}

/**
 * True when the condition is false.
 *
 * @example
 * ```ts
 * import { contains, not, type Value } from '@odp/dsl'
 *
 * const isNew = (tags: Value<string[]>) => not(contains(tags, 'seen')) // !("seen" in {{post.tags}})
 * ```
 */
export function not(condition: Truth): Expression<boolean> {
  return createExpression(`!${operand(condition, PRECEDENCE.unary)}`, PRECEDENCE.unary)
}

/**
 * How many items, keys or characters (code points).
 *
 * @example
 * ```ts
 * import { count, gt, type Value } from '@odp/dsl'
 *
 * const hasPosts = (posts: Value<string[]>) => gt(count(posts), 0) // size({{collect.posts}}) > 0
 * ```
 */
export function count(value: Value<object | string> | Value<readonly unknown[]>): Expression<number> {
  return call('size', [value])
}

/**
 * Whether a value is there and not null.
 *
 * @example
 * ```ts
 * import { exists, type Value } from '@odp/dsl'
 *
 * const hasEmail = (email: Value<string | undefined>) => exists(email) // exists({{collect.email}})
 * ```
 */
export function exists(reference: Value<unknown>): Expression<boolean> {
  return call('exists', [reference])
}

/**
 * Whether a list has the item, a map the key, a text the part.
 *
 * @example
 * ```ts
 * import { contains, type Value } from '@odp/dsl'
 *
 * const speaksGerman = (country: Value<string>) => contains(['de', 'at'], country) // {{input.country}} in ["de", "at"]
 * ```
 */
export function contains(container: Value<unknown> | readonly unknown[] | string, item: unknown): Expression<boolean> {
  return infix('in', PRECEDENCE.compare, [item, container])
}

/**
 * Whether a pattern (RE2, case-sensitive, anywhere unless anchored) is found in a text.
 *
 * @example
 * ```ts
 * import { matches, type Value } from '@odp/dsl'
 *
 * const isGerman = (site: Value<string>) => matches(site, '[.]de$') // matches({{input.site}}, "[.]de$")
 * ```
 */
export function matches(text: Value<string>, pattern: string): Expression<boolean> {
  return call('matches', [text, pattern])
}

/**
 * An expression written as text. Values in `${}` become references or safe constants, never text.
 *
 * @throws TypeError for a value that no expression can hold, such as an object or NaN
 * @example
 * ```ts
 * import { expression, type Value } from '@odp/dsl'
 *
 * const isOver = (risk: Value<number>, limit: Value<number>) => expression`${risk} * 100 > ${limit}`
 * // {{score.risk}} * 100 > {{input.limit}}
 * ```
 */
export function expression<T = boolean>(strings: TemplateStringsArray, ...values: readonly unknown[]): Expression<T> {
  const text = strings.map(
    (part, index) => part + (index < values.length ? operand(values[index], PRECEDENCE.unary) : ''),
  )
  return createExpression(text.join('').trim(), PRECEDENCE.any)
}
