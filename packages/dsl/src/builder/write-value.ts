import type { Json } from '../json/json.js'
import { setOwn } from '../json/set-own.js'
import type { StringKind } from '../steps/define-step.js'
import { bindingParts } from './binding.js'
import { expressionText } from './expression.js'
import { type Mentioned, referenceText } from './reference.js'
import { joinPieces, type TextPiece, writtenValue } from './text.js'

/** How the strings of a step are read, by their path joined with dots; templates where nothing is said. */
type StringKinds = Readonly<Record<string, StringKind>>

/** What a value is written with. */
export interface WriteContext {
  readonly kinds: StringKinds
  /** Templates that came into plain strings through references: `` `crawler_${source.type}` ``. */
  readonly mentioned: Mentioned
}

function kindAt(kinds: StringKinds, path: string): StringKind | undefined {
  return Object.hasOwn(kinds, path) ? kinds[path] : undefined
}

/** A plain string: what references put into it stays a template, every other `{{` is a constant. */
function writeString(text: string, mentioned: Mentioned): string {
  const pieces: TextPiece[] = []
  let constantStart = 0
  let offset = text.indexOf('{{')
  while (offset !== -1) {
    const template = longestAt(text, offset, mentioned)
    if (template === undefined) {
      offset = text.indexOf('{{', offset + 1)
      continue
    }
    if (offset > constantStart) pieces.push({ constant: text.slice(constantStart, offset) })
    pieces.push({ template })
    constantStart = offset + template.length
    offset = text.indexOf('{{', constantStart)
  }
  return joinPieces([...pieces, { constant: text.slice(constantStart) }])
}

function longestAt(text: string, offset: number, mentioned: Mentioned): string | undefined {
  let longest: string | undefined
  for (const template of mentioned) {
    if (text.startsWith(template, offset) && template.length > (longest?.length ?? 0)) longest = template
  }
  return longest
}

/** Turns what an author wrote into a document value. `path` is where it stands in the step; it names mistakes and finds the kind of its strings. */
export function writeValue(value: unknown, path: string, context: WriteContext): Json {
  const special = writeSpecial(value, path, context)
  if (special !== undefined) return special
  switch (typeof value) {
    case 'string': {
      if (kindAt(context.kinds, path) !== undefined) return value
      return holdsExpression(path, context) ? { expression: value } : writeString(value, context.mentioned)
    }
    case 'boolean':
      return value
    case 'number':
      if (Number.isFinite(value)) return value
      throw new TypeError(`'${path}': ${value} has no JSON value`)
    case 'object':
      return value === null ? null : writeObject(value, path, context)
    default:
      throw new TypeError(`'${path}': a ${typeof value} has no JSON value`)
  }
}

/** Whether `{expression}` stands at a path, so that a condition may be given without its wrapping. */
function holdsExpression(path: string, context: WriteContext): boolean {
  return kindAt(context.kinds, `${path}.expression`) === 'expression'
}

function writeSpecial(value: unknown, path: string, context: WriteContext): Json | undefined {
  const reference = referenceText(value)
  if (reference !== undefined) return reference
  const written = writtenValue(value)
  if (written !== undefined) return written.value
  if (bindingParts(value) !== undefined) {
    throw new TypeError(`'${path}': or() and withDefault() stand directly as an input, not inside a value`)
  }
  const expression = expressionText(value)
  if (expression === undefined) return undefined
  if (kindAt(context.kinds, path) === 'expression') return expression
  if (holdsExpression(path, context)) return { expression }
  throw new TypeError(`'${path}': an expression cannot stand here, only in conditions`)
}

function writeObject(value: object, path: string, context: WriteContext): Json {
  if (Array.isArray(value)) return value.map((item) => writeValue(item, path, context))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`'${path}': only plain objects and lists can stand in a document`)
  }
  const written: Record<string, Json> = {}
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== undefined) setOwn(written, key, writeValue(inner, `${path}.${key}`, context))
  }
  return written
}
