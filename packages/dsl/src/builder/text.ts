import type { Json } from '../json/json.js'
import { escapeTemplate } from '../template/parse-template.js'
import { referenceText } from './reference.js'
import type { Value } from './value.js'

/** A piece of a text: a constant, or a template with its braces. */
export type TextPiece = { readonly constant: string } | { readonly template: string }

const writtenKey = Symbol('written')

interface Written {
  readonly value: Json
  /** Of a text: what it is made of. */
  readonly pieces?: readonly TextPiece[]
}

/** What a text or a verbatim value is in the document; undefined for anything else. */
export function writtenValue(value: unknown): Written | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, writtenKey)) return undefined
  return (value as { readonly [writtenKey]?: Written })[writtenKey]
}

/** Joins pieces so that constants stay constants. Throws a TypeError where the language has no spelling for that. */
export function joinPieces(pieces: readonly TextPiece[]): string {
  const text = pieces.map((piece) => ('constant' in piece ? escapeTemplate(piece.constant) : piece.template)).join('')
  pieces.forEach((piece, index) => {
    const before = pieces[index - 1]
    if ('template' in piece && before !== undefined && 'constant' in before && /[\\{]$/.test(before.constant)) {
      throw new TypeError(
        `a reference cannot follow '\\' or '{' directly, since the text would mean something else: ${text}`,
      )
    }
  })
  return text
}

/**
 * A text with references. Constants that look like templates stay constants.
 *
 * @throws TypeError for a value that is no text, number, truth value or reference
 * @example
 * ```ts
 * import { template, type Value } from '@odp/dsl'
 *
 * const model = (version: Value<string>) => template`models:/risk/${version}` // models:/risk/{{train.model_version}}
 * ```
 */
export function template(
  strings: TemplateStringsArray,
  ...values: readonly (Value<unknown> | string | number | boolean)[]
): Value<string> {
  const pieces: TextPiece[] = []
  strings.forEach((constant, index) => {
    pieces.push({ constant })
    if (index < values.length) pieces.push(...piecesOf(values[index]))
  })
  const text = joinPieces(pieces)
  return Object.freeze({
    [writtenKey]: { value: text, pieces },
    toString: () =>
      strings.map((constant, index) => constant + (index < values.length ? String(values[index]) : '')).join(''),
    toJSON: () => text,
  })
}

function piecesOf(value: unknown): TextPiece[] {
  const template = referenceText(value)
  if (template !== undefined) return [{ template }]
  const written = writtenValue(value)
  if (written === undefined) return [{ constant: String(value) }]
  if (typeof written.value !== 'string') throw new TypeError('only a text can stand inside a text')
  return [...(written.pieces ?? [{ template: written.value }])]
}

/**
 * A document value exactly as it stands there: templates in it are templates. The escape for what the builder cannot
 * say, used by generated code. It fits anywhere and no type is checked; validation still is.
 *
 * @example
 * ```ts
 * import { pipeline, verbatim } from '@odp/dsl'
 *
 * const document = pipeline({ pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' })
 *   .function('greet', { method: 'greet', inputs: () => ({ name: verbatim('{{ input.name }}') }) })
 *   .build()
 * ```
 */
export function verbatim(value: Json): Value<never> {
  return Object.freeze({ [writtenKey]: { value }, toString: () => String(value), toJSON: () => value })
}
