import * as z from 'zod'
import type { Json, JsonObject } from '../json/json.js'
import { jsonLiteral } from './json-literal.js'
import { bracketed, type Layout } from './layout.js'
import { maybe, NUMBER, OPAQUE, TEXT, type Typed } from './shape.js'
import { textLiteral } from './text-literal.js'
import { unknownSchema, type ZodCode } from './zod-piece.js'

type Scalar = string | number | boolean | null

function isScalar(value: Json): value is Scalar {
  return typeof value !== 'object' || value === null
}

/** One of several constants; undefined where one of them is a list or a mapping. */
export function choice(values: readonly Json[]): ZodCode | undefined {
  const constants = values.filter(isScalar)
  const [first] = constants
  if (first === undefined || constants.length !== values.length) return undefined
  const texts = constants.filter((value) => typeof value === 'string')
  const typed: Typed =
    texts.length === values.length
      ? { shape: { kind: 'text', words: texts }, missing: false }
      : constants.every((value) => typeof value === 'number')
        ? NUMBER
        : OPAQUE
  if (constants.length === 1)
    return { layout: ['z.literal(', jsonLiteral(first), ')'], schema: z.literal(first), typed }
  const list = bracketed('[', constants.map(jsonLiteral))
  return texts.length === values.length
    ? { layout: ['z.enum(', list, ')'], schema: z.enum(texts), typed }
    : { layout: ['z.literal(', list, ')'], schema: z.literal(constants), typed }
}

/** A text with its bounds. */
export function textSchema({ minLength, maxLength, pattern }: JsonObject): ZodCode {
  const layout: Layout[] = ['z.string()']
  let schema = z.string()
  if (typeof minLength === 'number') {
    layout.push(`.min(${minLength})`)
    schema = schema.min(minLength)
  }
  if (typeof maxLength === 'number') {
    layout.push(`.max(${maxLength})`)
    schema = schema.max(maxLength)
  }
  const expression = typeof pattern === 'string' ? readPattern(pattern) : undefined
  if (expression !== undefined) {
    const { source } = expression
    layout.push('.regex(', /^[ -~]+$/.test(source) ? `/${source}/` : `new RegExp(${textLiteral(source)})`, ')')
    schema = schema.regex(expression)
  }
  return { layout, schema, typed: TEXT }
}

function readPattern(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern)
  } catch {
    return undefined
  }
}

const NUMBER_BOUNDS = [
  ['minimum', 'min'],
  ['exclusiveMinimum', 'gt'],
  ['maximum', 'max'],
  ['exclusiveMaximum', 'lt'],
  ['multipleOf', 'multipleOf'],
] as const

/** A number with its bounds. */
export function numberSchema(given: JsonObject, type: 'number' | 'integer'): ZodCode {
  const layout: Layout[] = [type === 'integer' ? 'z.int()' : 'z.number()']
  let schema: z.ZodNumber = type === 'integer' ? z.int() : z.number()
  for (const [keyword, method] of NUMBER_BOUNDS) {
    const bound = given[keyword]
    if (typeof bound !== 'number') continue
    layout.push(`.${method}(${bound})`)
    schema = schema[method](bound)
  }
  return { layout, schema, typed: NUMBER }
}

/** One of several schemas; one that is null makes the rest nullable. */
export function unionOf(options: readonly ZodCode[]): ZodCode {
  const others = options.filter((option) => option.layout !== 'z.null()')
  const [first] = others
  if (first === undefined) return options[0] ?? unknownSchema()
  const made =
    others.length === 1
      ? first
      : {
          layout: [
            'z.union(',
            bracketed(
              '[',
              others.map((option) => option.layout),
            ),
            ')',
          ],
          schema: z.union(others.map((option) => option.schema)),
          typed: others.every((option) => option.typed === first.typed) ? first.typed : OPAQUE,
        }
  if (others.length === options.length) return made
  return { layout: [made.layout, '.nullable()'], schema: made.schema.nullable(), typed: maybe(made.typed) }
}
