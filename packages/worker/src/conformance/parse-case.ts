import { readYaml } from '@odp/dsl'
import { checkValue, isJsonObject, type Json } from '@odp/dsl/plan'
import { CASE_SCHEMA } from './case-schema.js'
import type { ConformanceCase } from './conformance-case.js'

/**
 * What reading a case file gave: the case, or why it is none.
 *
 * @example
 * ```ts
 * import { type ParsedCase, parseConformanceCase } from '@odp/worker/conformance'
 *
 * const parsed: ParsedCase = parseConformanceCase('name: greets')
 * if (parsed.case === undefined) console.error(parsed.problems)
 * ```
 */
export interface ParsedCase {
  readonly case?: ConformanceCase
  /** The name, where there is one, even when the rest cannot be read. */
  readonly name?: string
  readonly problems: readonly string[]
}

/**
 * Reads a case from YAML text. A key that is not known is a problem: it would check nothing.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { localHost, parseConformanceCase, runConformanceCase } from '@odp/worker/conformance'
 *
 * const { case: coreSchema } = parseConformanceCase(readFileSync('test/conformance/s01-core-schema.yaml', 'utf8'))
 * const report = coreSchema && (await runConformanceCase(coreSchema, localHost))
 * ```
 */
export function parseConformanceCase(text: string): ParsedCase {
  const { value, issues } = readYaml(text)
  const errors = issues.filter((issue) => issue.severity === 'error')
  if (value === undefined || errors.length > 0) {
    return { problems: errors.map((issue) => `the case, line ${issue.line ?? 1}: ${issue.message}`) }
  }
  const problems = checkValue(CASE_SCHEMA, value).map(({ path, message }) =>
    path.length === 0 ? `the case: ${message}` : `the case, ${path.join('.')}: ${message}`,
  )
  const name = nameOf(value)
  if (problems.length > 0) return { problems, ...(name === undefined ? {} : { name }) }
  return { case: value as unknown as ConformanceCase, name: name ?? '', problems: [] }
}

function nameOf(value: Json): string | undefined {
  return isJsonObject(value) && typeof value.name === 'string' ? value.name : undefined
}
