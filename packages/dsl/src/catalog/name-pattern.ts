import { parseTemplate } from '../template/parse-template.js'
import type { Template } from '../template/template.js'
import { TemplateSyntaxError } from '../template/template-syntax-error.js'

/** Literal parts of a name in order; between two of them stands one or more templates, which together give at least `gap` characters. */
interface NamePattern {
  readonly parts: readonly string[]
  readonly gaps: readonly number[]
}

/**
 * Gives the test whether a name can come out of a text with templates: its literal parts stand in it in order, the first at the start, the last at the
 * end, and each template gives at least one character. Undefined for a text that cannot be read.
 *
 * Looking for each part at its first possible place is enough, so the time is linear in the name.
 *
 * @example namePattern('crawler_{{source.type}}')?.('crawler_reddit') // true
 */
export function namePattern(text: string): ((name: string) => boolean) | undefined {
  let template: Template
  try {
    template = parseTemplate(text)
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return undefined
    throw error
  }
  const pattern = readPattern(template)
  return (name) => fits(name, pattern)
}

function readPattern(template: Template): NamePattern {
  const parts = ['']
  const gaps: number[] = []
  let afterHole = false
  for (const part of template.parts) {
    if (typeof part === 'string') parts[parts.length - 1] += part
    else if (afterHole) gaps[gaps.length - 1] = (gaps.at(-1) ?? 0) + 1
    else {
      gaps.push(1)
      parts.push('')
    }
    afterHole = typeof part !== 'string'
  }
  return { parts, gaps }
}

function fits(name: string, { parts, gaps }: NamePattern): boolean {
  const [first = ''] = parts
  if (gaps.length === 0) return name === first
  if (!name.startsWith(first)) return false
  const last = parts.at(-1) ?? ''
  let at = first.length
  for (let index = 1; index < parts.length - 1; index += 1) {
    const part = parts[index] ?? ''
    const found = name.indexOf(part, at + (gaps[index - 1] ?? 1))
    if (found === -1) return false
    at = found + part.length
  }
  return name.endsWith(last) && name.length - last.length >= at + (gaps.at(-1) ?? 1)
}
