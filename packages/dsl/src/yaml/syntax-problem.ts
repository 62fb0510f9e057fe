import type { ErrorCode } from 'yaml'
import type { YamlProblems } from './yaml-problem.js'

// These are found by their tokens, with better places and words.
const FOUND_BY_TOKEN: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'BAD_ALIAS',
  'BAD_COLLECTION_TYPE',
  'BAD_DIRECTIVE',
  'TAG_RESOLVE_FAILED',
])

/** Adds what the YAML library found wrong with a text. */
export function addSyntaxProblem(
  problems: YamlProblems,
  text: string,
  [from, to]: readonly [number, number],
  code: ErrorCode,
  message: string,
): void {
  if (problems.full || FOUND_BY_TOKEN.has(code)) return
  let offset = from
  // What is wrong with a line starts behind its indentation.
  if (offset === 0 || text.charAt(offset - 1) === '\n') while (text.charAt(offset) === ' ') offset++
  problems.add({ code: 'yaml_syntax', offset, end: Math.max(offset, to), message, ...hintOf(code, message) })
}

function hintOf(code: ErrorCode, message: string): { readonly hint?: string } {
  const hint = message.startsWith('Missing closing')
    ? 'Close the text with the quote that it starts with.'
    : HINTS.get(code)
  return hint === undefined ? {} : { hint }
}

const HINTS: ReadonlyMap<ErrorCode, string> = new Map<ErrorCode, string>([
  ['BAD_DQ_ESCAPE', 'Write \\\\ for a backslash, or use single quotes.'],
  ['BAD_INDENT', 'Let the keys of one mapping start in the same column, and what belongs to a key further right.'],
  ['BAD_SCALAR_START', 'Put the text in quotes.'],
  ['BLOCK_AS_IMPLICIT_KEY', 'Put a text that holds ": " in quotes; start a mapping on the next line, further right.'],
  ['BLOCK_IN_FLOW', 'Inside [ ] and { } only the form with brackets works.'],
  ['KEY_OVER_1024_CHARS', 'Write a shorter key.'],
  ['MISSING_CHAR', 'Check for a missing colon, blank, comma, quote or closing bracket here or just before.'],
  ['MULTILINE_IMPLICIT_KEY', 'Check for a missing colon or quote on this line, and the indentation of the next.'],
  ['TAB_AS_INDENT', 'Indent with blanks, not with tabs.'],
  ['UNEXPECTED_TOKEN', 'Put the text in quotes, or check the indentation.'],
])
