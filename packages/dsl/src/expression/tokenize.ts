import { readPath } from '../template/parse-path.js'
import { readTemplate } from '../template/parse-template.js'
import { readEscape } from '../template/read-escape.js'
import { TemplateSyntaxError } from '../template/template-syntax-error.js'
import type { LiteralExpression, PathExpression, Span, TextExpression } from './expression.js'
import { ExpressionSyntaxError } from './expression-syntax-error.js'

/** The smallest unit of an expression; an atom is already an expression. */
export type Token =
  | {
      readonly kind: 'atom'
      readonly atom: LiteralExpression | PathExpression | TextExpression
      readonly start: number
      readonly end: number
    }
  | { readonly kind: 'function'; readonly name: string; readonly start: number; readonly end: number }
  | { readonly kind: 'sign'; readonly sign: string; readonly start: number; readonly end: number }

const blanks = /\s*/y
const number = /(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const word = /[A-Za-z_][A-Za-z0-9_]*/y
const sign = /==|!=|<=|>=|&&|\|\||[<>!+\-*/%(),[\]]/y
const opensCall = /\s*\(/y

const constants: ReadonlyMap<string, null | boolean> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

const hints: ReadonlyMap<string, string> = new Map([
  ['=', 'to compare, write =='],
  ['&', 'write &&'],
  ['|', 'write ||'],
  ['{', 'a template is written {{ path }}; maps cannot be written'],
  ['?', 'there is no ?: here; use a conditional step'],
  ['.', 'a number starts with a digit and a path with a name'],
])

function read(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0]
}

function readQuoted(text: string, start: number): Token {
  const quote = text.charAt(start)
  const parts: (string | PathExpression)[] = []
  let literal = ''
  let offset = start + 1
  while (text.charAt(offset) !== quote) {
    if (offset >= text.length) throw new ExpressionSyntaxError(`The text is not closed: ${quote} is missing`, start)
    if (text.startsWith('\\{{', offset)) {
      literal += '{{'
      offset += 3
    } else if (text.startsWith('{{', offset)) {
      if (literal !== '') parts.push(literal)
      literal = ''
      const { path, end } = readTemplate(text, offset)
      parts.push({ kind: 'path', path, bare: false, start: offset, end })
      offset = end
    } else {
      // An escape that JSON does not know keeps its backslash, so that patterns read as usual: "\d+\.\w".
      const escaped = text.charAt(offset) === '\\' ? readEscape(text, offset) : undefined
      literal += escaped?.value ?? text.charAt(offset)
      offset = escaped?.end ?? offset + 1
    }
  }
  const span: Span = { start, end: offset + 1 }
  if (parts.length === 0) return { kind: 'atom', atom: { kind: 'literal', value: literal, ...span }, ...span }
  if (literal !== '') parts.push(literal)
  return { kind: 'atom', atom: { kind: 'text', parts, ...span }, ...span }
}

function readNumber(text: string, start: number, digits: string): Token {
  const span: Span = { start, end: start + digits.length }
  if (/[A-Za-z0-9_.]/.test(text.charAt(span.end))) {
    throw new ExpressionSyntaxError(
      `'${text.slice(start, span.end + 1)}' is not a number; numbers are written as in JSON`,
      start,
    )
  }
  const value = Number(digits)
  if (!Number.isFinite(value)) throw new ExpressionSyntaxError(`The number ${digits} is too large`, start)
  return { kind: 'atom', atom: { kind: 'literal', value, ...span }, ...span }
}

function readWord(text: string, start: number, name: string): Token {
  const span: Span = { start, end: start + name.length }
  if (name === 'in') return { kind: 'sign', sign: name, ...span }
  const constant = constants.get(name)
  if (constant !== undefined) return { kind: 'atom', atom: { kind: 'literal', value: constant, ...span }, ...span }
  if (read(opensCall, text, span.end) !== undefined) return { kind: 'function', name, ...span }
  const { path, end } = readPath(text, start, 'bare')
  return { kind: 'atom', atom: { kind: 'path', path, bare: true, start, end }, start, end }
}

function readToken(text: string, start: number): Token {
  const first = text.charAt(start)
  if (text.startsWith('{{', start)) {
    const { path, end } = readTemplate(text, start)
    return { kind: 'atom', atom: { kind: 'path', path, bare: false, start, end }, start, end }
  }
  if (first === '"' || first === "'") return readQuoted(text, start)
  const digits = read(number, text, start)
  if (digits !== undefined) return readNumber(text, start, digits)
  const name = read(word, text, start)
  if (name !== undefined) return readWord(text, start, name)
  const found = read(sign, text, start)
  if (found !== undefined) return { kind: 'sign', sign: found, start, end: start + found.length }
  const hint = hints.get(first)
  throw new ExpressionSyntaxError(
    `Unexpected '${String.fromCodePoint(text.codePointAt(start) ?? 0)}'${hint === undefined ? '' : `: ${hint}`}`,
    start,
  )
}

/** Cuts an expression into tokens; throws `ExpressionSyntaxError`. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let offset = read(blanks, text, 0)?.length ?? 0
  try {
    while (offset < text.length) {
      const token = readToken(text, offset)
      tokens.push(token)
      offset = token.end + (read(blanks, text, token.end)?.length ?? 0)
    }
  } catch (error) {
    if (error instanceof TemplateSyntaxError) throw new ExpressionSyntaxError(error.message, error.offset)
    throw error
  }
  return tokens
}
