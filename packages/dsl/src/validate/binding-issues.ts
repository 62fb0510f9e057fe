import type { DocumentPath, Issue } from '../issues/issue.js'
import { MOST_ISSUES } from '../issues/issue-list.js'
import { makeIssue } from '../issues/make-issue.js'
import { describeAlternatives } from '../issues/nearest.js'
import { isJsonObject, type JsonObject } from '../json/json.js'

const BINDING_KEYS = ['from', 'or', 'default']

/** What is wrong with the form of inputs: `{from}`, `{or}`, each with an optional `default`, or a bare value. */
export function bindingIssues(inputs: JsonObject, path: DocumentPath, step?: string): Issue[] {
  const about = step === undefined ? {} : { step }
  const issues: Issue[] = []
  for (const [name, binding] of Object.entries(inputs)) {
    if (issues.length > MOST_ISSUES) break
    if (!isJsonObject(binding)) continue
    const hasFrom = Object.hasOwn(binding, 'from')
    const hasOr = Object.hasOwn(binding, 'or')
    if (!hasFrom && !hasOr) continue
    const at = [...path, name]
    if (hasFrom && hasOr) {
      issues.push(
        makeIssue('wrong_value', `input '${name}' has both 'from' and 'or'; keep one of them`, [...at, 'or'], about),
      )
    }
    if (hasOr && (!Array.isArray(binding.or) || binding.or.length === 0)) {
      const fix = Array.isArray(binding.or)
        ? {}
        : {
            fix: {
              title: 'make it a list',
              safe: true,
              changes: [{ kind: 'set' as const, path: [...at, 'or'], value: [binding.or ?? null] }],
            },
          }
      issues.push(
        makeIssue(
          'wrong_type',
          `'or' is a list of at least one value; the first that is there is taken`,
          [...at, 'or'],
          { ...about, ...fix },
        ),
      )
    }
    for (const key of Object.keys(binding)) {
      if (BINDING_KEYS.includes(key) || key.startsWith('x-')) continue
      const hint = `to pass a mapping that has the key 'from' or 'or', write it under 'from'`
      issues.push(
        makeIssue(
          'unknown_key',
          `unknown key '${key}' beside 'from' or 'or'; ${describeAlternatives(key, BINDING_KEYS)}`,
          [...at, key],
          { ...about, hint },
        ),
      )
    }
  }
  return issues
}
