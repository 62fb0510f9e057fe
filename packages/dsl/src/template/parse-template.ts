import { readPath } from './parse-path.js'
import type { Path, Template } from './template.js'
import { TemplateSyntaxError } from './template-syntax-error.js'

const literalHint = 'write \\{{ for a literal {{'
const maximumCached = 1000
const maximumCachedLength = 1000
const cache = new Map<string, Template>()

function skipBlanks(text: string, offset: number): number {
  let end = offset
  while (end < text.length && /\s/.test(text.charAt(end))) end += 1
  return end
}

/** Reads the `{{ path }}` whose braces open at `start`. */
export function readTemplate(
  text: string,
  start: number,
): { readonly path: Path; readonly pathStart: number; readonly end: number } {
  const pathStart = skipBlanks(text, start + 2)
  if (pathStart >= text.length)
    throw new TemplateSyntaxError(`The template is not closed: '}}' is missing; ${literalHint}`, start)
  if (text.startsWith('}}', pathStart)) {
    throw new TemplateSyntaxError(
      `The template is empty: expected a path such as {{step_id.field}}; ${literalHint}`,
      start,
    )
  }
  if (!/[A-Za-z_]/.test(text.charAt(pathStart))) {
    const found = String.fromCodePoint(text.codePointAt(pathStart) ?? 0)
    throw new TemplateSyntaxError(
      `A template holds a path such as {{step_id.field}}, but found '${found}'; ${literalHint}`,
      pathStart,
    )
  }
  const { path, end: pathEnd } = readPath(text, pathStart, 'template')
  const close = skipBlanks(text, pathEnd)
  if (text.startsWith('}}', close)) return { path, pathStart, end: close + 2 }
  if (close >= text.length || text.indexOf('}}', close) === -1) {
    throw new TemplateSyntaxError(
      `The template is not closed: '}}' is missing after '${path.text}'; ${literalHint}`,
      start,
    )
  }
  const found = String.fromCodePoint(text.codePointAt(close) ?? 0)
  throw new TemplateSyntaxError(
    `A template holds one path and nothing else: expected '}}' after '${path.text}', but found '${found}'; ${literalHint}`,
    close,
  )
}

function parse(text: string): Template {
  const parts: (string | Path)[] = []
  let literal = ''
  let offset = 0
  for (;;) {
    const open = text.indexOf('{{', offset)
    if (open === -1) break
    if (open > offset && text.charAt(open - 1) === '\\') {
      literal += `${text.slice(offset, open - 1)}{{`
      offset = open + 2
      continue
    }
    literal += text.slice(offset, open)
    if (literal !== '') parts.push(literal)
    literal = ''
    const template = readTemplate(text, open)
    parts.push(template.path)
    offset = template.end
  }
  literal += text.slice(offset)
  if (literal !== '') parts.push(literal)
  return { parts, single: parts.length === 1 && typeof parts[0] !== 'string' }
}

/**
 * Parses a string that may hold `{{ path }}` anywhere; `\{{` stands for a literal `{{`.
 *
 * @throws TemplateSyntaxError with the place of the first mistake
 * @example parseTemplate('{{ step.posts[*].text }}').single // true
 */
export function parseTemplate(text: string): Template {
  const cached = cache.get(text)
  if (cached !== undefined) return cached
  const template = parse(text)
  if (text.length <= maximumCachedLength) {
    if (cache.size >= maximumCached) cache.clear()
    cache.set(text, template)
  }
  return template
}

/**
 * Whether a string has to be parsed: it holds `{{` or the escape `\{{`. Any other string stands for itself.
 *
 * @example hasTemplate('from {{input.city}}') // true
 */
export function hasTemplate(text: string): boolean {
  return text.includes('{{')
}

/**
 * Writes a text so that it resolves to itself, whatever it contains.
 *
 * @example escapeTemplate('{{name}}') // '\\{{name}}'
 */
export function escapeTemplate(text: string): string {
  return text.replaceAll('{{', '\\{{')
}
