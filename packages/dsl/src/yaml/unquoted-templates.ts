import type { Insertion } from './insertions.js'
import type { YamlProblem } from './yaml-problem.js'

/** A value that starts with a template and lacks its quotes, and the quotes. */
export interface UnquotedTemplate {
  readonly offset: number
  readonly end: number
  readonly line: number
  readonly quoted: string
  readonly insertions: readonly Insertion[]
}

const VALUE_START = /^ *(?:- +)*(?:[A-Za-z_][\w-]*: +)?(?=\{\{)/

/** Finds the lines that hold one value which starts with a template and is not quoted. */
export function findUnquotedTemplates(text: string): UnquotedTemplate[] {
  const found: UnquotedTemplate[] = []
  let lineOffset = 0
  for (const [line, content] of text.split('\n').entries()) {
    const start = VALUE_START.exec(content)?.[0].length
    if (start !== undefined) {
      const comment = content.indexOf(' #')
      const value = content.slice(start, comment === -1 ? undefined : comment).trimEnd()
      const quote = /["\\]/.test(value) ? "'" : '"'
      if (quote === '"' || !value.includes("'")) {
        const offset = lineOffset + start
        const end = offset + value.length
        const insertions = [offset, end].map((place) => ({ offset: place, text: quote }))
        found.push({ offset, end, line, quoted: `${quote}${value}${quote}`, insertions })
      }
    }
    lineOffset += content.length + 1
  }
  return found
}

/** What is said about a template without quotes. */
export function unquotedTemplate(quoted: string): Pick<YamlProblem, 'code' | 'message' | 'hint'> {
  return {
    code: 'yaml_syntax',
    message: 'A value that starts with {{ must be in quotes: without them, braces start a mapping',
    hint: `Write ${quoted}`,
  }
}
