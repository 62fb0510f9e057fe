import { outlineDocument } from '../document/outline.js'
import type { PipelineDocument } from '../document/pipeline-document.js'
import { stepReferences } from '../document/step-references.js'
import type { Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import { describeAlternatives } from '../issues/nearest.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { defaultLanguage, type Language } from '../language/language.js'
import type { Plan } from '../plan/plan.js'
import { checkValue } from '../schema/check-value.js'

/**
 * Checks the input of a run before anything starts. With `input_schema` it must fit the schema; without, every key that a
 * template reads must be there, unless it is read only under `or`, beside `default` or in `exists()`. A plan is checked by its
 * schema alone.
 *
 * @returns issues of level 1 that name `input.x`; none when the run may start
 * @example
 * ```ts
 * import { checkInput, pipeline } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const document = pipeline({ pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' })
 *   .input(z.object({ username: z.string() }))
 *   .function('greet', { method: 'greet', inputs: ({ input }) => ({ name: input.username }) })
 *   .build()
 * checkInput(document, { usrname: 'ada' }) // one issue: did you mean 'username'?
 * ```
 */
export function checkInput(
  document: PipelineDocument | Plan,
  input: JsonObject,
  language: Language = defaultLanguage,
): Issue[] {
  const schema = document.input_schema
  if (isJsonObject(schema) || typeof schema === 'boolean') return schemaIssues(schema, input)
  return 'plan_version' in document ? [] : missingKeys(document, input, language)
}

function schemaIssues(schema: JsonObject | boolean, input: JsonObject): Issue[] {
  return checkValue(schema, input).map((problem) => {
    const place = ['input', ...problem.path].join('.')
    const isMissing = problem.keyword === 'required'
    return makeIssue(isMissing ? 'input_missing' : 'input_invalid', `${place}: ${problem.message}`, [
      'input',
      ...problem.path,
    ])
  })
}

function missingKeys(document: PipelineDocument, input: JsonObject, language: Language): Issue[] {
  const outline = outlineDocument(document as unknown as Json, language)
  const issues = new Map<string, Issue>()
  for (const step of outline.steps) {
    for (const { path, guarded, own } of stepReferences(step).references) {
      const [segment] = path.segments
      if (own || guarded || path.root !== 'input' || segment === undefined) continue
      if (segment.kind !== 'field' && segment.kind !== 'key') continue
      // A key may itself hold dots, as at run time.
      const names = [...path.segments.keys()].flatMap((end) => joinedFields(path.segments.slice(0, end + 1)))
      if (names.some((name) => Object.hasOwn(input, name)) || issues.has(segment.name)) continue
      const message = `input.${segment.name} is needed by step '${step.id}' and was not given; ${describeAlternatives(segment.name, Object.keys(input))}`
      issues.set(segment.name, makeIssue('input_missing', message, ['input', segment.name], { step: step.id }))
    }
  }
  return [...issues.values()]
}

function joinedFields(segments: readonly { readonly kind: string; readonly name?: string }[]): string[] {
  if (!segments.every((segment) => segment.kind === 'field' || segment.kind === 'key')) return []
  return [segments.map((segment) => segment.name).join('.')]
}
