import { readEscape } from './read-escape.js'
import type { Path, PathSegment } from './template.js'
import { TemplateSyntaxError } from './template-syntax-error.js'

/** More segments than a value can have levels: whoever writes more did not mean it. */
const maximumSegments = 100

/** `bare` paths stand in expressions, where a hyphen is a minus and most signs are operators. */
export type PathStyle = 'template' | 'bare'

const rootPattern = { template: /[A-Za-z_][A-Za-z0-9_-]*/y, bare: /[A-Za-z_][A-Za-z0-9_]*/y }
const fieldPattern = { template: /[^\s.[\]{}"']+/y, bare: /[A-Za-z_][A-Za-z0-9_]*/y }
const indexPattern = /(?:0|[1-9][0-9]{0,14})(?=\])/y

function readPattern(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0]
}

function readKey(text: string, start: number): { readonly name: string; readonly end: number } {
  const quote = text.charAt(start)
  let name = ''
  let offset = start + 1
  while (offset < text.length) {
    const character = text.charAt(offset)
    if (character === quote) return { name, end: offset + 1 }
    if (character !== '\\') {
      name += character
      offset += 1
      continue
    }
    const escaped = readEscape(text, offset)
    if (escaped === undefined) {
      throw new TemplateSyntaxError(
        `Unknown escape '${text.slice(offset, offset + 2)}' in a key; write \\\\ for a backslash`,
        offset,
      )
    }
    name += escaped.value
    offset = escaped.end
  }
  throw new TemplateSyntaxError(`The key is not closed: ${quote} is missing`, start)
}

function readBracket(text: string, start: number): { readonly segment: PathSegment; readonly end: number } {
  const after = start + 1
  const first = text.charAt(after)
  if (first === '*' && text.charAt(after + 1) === ']') return { segment: { kind: 'splat' }, end: after + 2 }
  if (first === '"' || first === "'") {
    const { name, end } = readKey(text, after)
    if (text.charAt(end) !== ']') throw new TemplateSyntaxError("Expected ']' after the key", end)
    return { segment: { kind: 'key', name }, end: end + 1 }
  }
  const digits = readPattern(indexPattern, text, after)
  if (digits !== undefined) return { segment: { kind: 'index', index: Number(digits) }, end: after + digits.length + 1 }
  const reason = first === '-' ? 'An index counts from 0, negative ones do not exist: expected' : 'Expected'
  throw new TemplateSyntaxError(`${reason} [0], [*] or ["key"] here`, start)
}

/** Reads the longest path that starts exactly at `start`; what follows it is the caller's matter. */
export function readPath(text: string, start: number, style: PathStyle): { readonly path: Path; readonly end: number } {
  const root = readPattern(rootPattern[style], text, start)
  if (root === undefined) {
    const found =
      start >= text.length ? 'nothing follows' : `found '${String.fromCodePoint(text.codePointAt(start) ?? 0)}'`
    throw new TemplateSyntaxError(`Expected a path such as step_id.field, but ${found}`, start)
  }
  const segments: PathSegment[] = []
  let end = start + root.length
  for (;;) {
    const sign = text.charAt(end)
    if (sign !== '.' && sign !== '[') break
    if (segments.length === maximumSegments) {
      throw new TemplateSyntaxError(`A path has at most ${maximumSegments} segments`, end)
    }
    if (sign === '[') {
      const bracket = readBracket(text, end)
      segments.push(bracket.segment)
      end = bracket.end
      continue
    }
    const name = readPattern(fieldPattern[style], text, end + 1)
    if (name === undefined) {
      throw new TemplateSyntaxError(`Expected a field name after '.'; other keys are written ["any key"]`, end + 1)
    }
    segments.push({ kind: 'field', name })
    end += 1 + name.length
  }
  return { path: { root, segments, text: text.slice(start, end) }, end }
}

/**
 * Parses a plain path, without braces, as `check.not_exists` uses it. Blanks around it are ignored.
 *
 * @throws TemplateSyntaxError with the place of the first mistake
 * @example
 * ```ts
 * import { parsePath } from '@odp/dsl/plan'
 *
 * parsePath('profile.posts[0]["any key"]').root // 'profile'
 * ```
 */
export function parsePath(text: string): Path {
  const start = text.length - text.trimStart().length
  const { path, end } = readPath(text, start, 'template')
  const rest = text.slice(end).trim()
  if (rest !== '') {
    throw new TemplateSyntaxError(
      `Unexpected '${rest.slice(0, 20)}' after the path '${path.text}'`,
      text.indexOf(rest, end),
    )
  }
  return path
}
