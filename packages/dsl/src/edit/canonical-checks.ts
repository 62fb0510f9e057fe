import { outlineDocument } from '../document/outline.js'
import type { DocumentChange } from '../issues/issue.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import type { Language } from '../language/language.js'

/** The changes that make every `check` of a document a list of `{not_exists, run}` and `{boolean, run}`. */
export function canonicalChecks(document: Json, language: Language): DocumentChange[] {
  return outlineDocument(document, language).steps.flatMap(({ step, path }) => {
    if (!Object.hasOwn(step, 'check')) return []
    const { check } = step
    const at = [...path, 'check']
    if (isJsonObject(check)) {
      const value = listOf(check)
      return value === undefined ? [] : [{ kind: 'set', path: at, value }]
    }
    if (!Array.isArray(check)) return []
    return check.flatMap((entry, index): DocumentChange[] => {
      const entries = isJsonObject(entry) && Object.keys(entry).length === 1 ? listOf(entry) : undefined
      const value = entries?.[0]
      return value === undefined ? [] : [{ kind: 'set', path: [...at, index], value }]
    })
  })
}

/** The entries of a mapping of conditions; `undefined` where it is anything else. */
function listOf(check: JsonObject): JsonObject[] | undefined {
  const entries: JsonObject[] = []
  for (const [kind, body] of Object.entries(check)) {
    const key = kind === 'not_exists' ? 'path' : kind === 'boolean' ? 'expression' : undefined
    if (key === undefined || !isJsonObject(body) || Object.keys(body).length !== 2) return undefined
    const { [key]: text, run } = body
    if (typeof text !== 'string' || typeof run !== 'string') return undefined
    entries.push({ [kind]: text, run })
  }
  return entries
}
