import type { DocumentPath, Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import type { Json } from '../json/json.js'
import { MAX_DOCUMENT_LEVELS } from '../yaml/limits.js'

/**
 * Refuses a document that is nested more deeply than a text may be, or that holds itself: everything that reads
 * documents follows their nesting.
 */
export function nestingIssues(document: Json): Issue[] {
  const path = tooDeep(document, 1)
  if (path === undefined) return []
  const message = `The document is nested deeper than ${MAX_DOCUMENT_LEVELS} levels`
  return [makeIssue('document_too_deep', message, path, { hint: 'Write it with fewer levels.' })]
}

/** The way to the first list or mapping that stands too deep. */
function tooDeep(value: Json, level: number): DocumentPath | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (level > MAX_DOCUMENT_LEVELS) return []
  for (const [key, child] of Object.entries(value)) {
    const rest = tooDeep(child, level + 1)
    if (rest !== undefined) return [Array.isArray(value) ? Number(key) : key, ...rest]
  }
  return undefined
}
