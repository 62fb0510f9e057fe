import type { PipelineDocument } from '../document/pipeline-document.js'
import type { DocumentPath, Issue } from '../issues/issue.js'
import { describeAlternatives } from '../issues/nearest.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { PipelineBuildError } from './pipeline-build-error.js'
import { orderDocumentKeys } from './step-key-order.js'

interface PlacedStep {
  readonly step: JsonObject
  readonly path: DocumentPath
}

/** Every step, inner ones included: whatever stands in a list called `steps` and is an object. */
function placedSteps(value: Json | undefined, path: DocumentPath, key?: string): PlacedStep[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => {
      const here = [...path, index]
      const inner = placedSteps(item, here)
      return key === 'steps' && isJsonObject(item) ? [{ step: item, path: here }, ...inner] : inner
    })
  }
  if (value === undefined || !isJsonObject(value)) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'inputs' || name === 'output_schema' ? [] : placedSteps(inner, [...path, name], name),
  )
}

function duplicateIds(steps: readonly PlacedStep[]): Issue[] {
  const seen = new Set<string>()
  return steps.flatMap(({ step, path }): Issue[] => {
    const id = String(step.id)
    if (!seen.has(id)) {
      seen.add(id)
      return []
    }
    const message = `The step id '${id}' is used twice`
    const hint = 'ids are unique in the whole document, inner steps included'
    return [{ code: 'duplicate_id', level: 1, severity: 'error', message, path: [...path, 'id'], step: id, hint }]
  })
}

interface Target {
  readonly id: Json | undefined
  readonly path: DocumentPath
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

function key(value: Json | undefined, name: string): Json | undefined {
  return value !== undefined && isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** Ids that a step names and that may be declared after it, so that no type can check them. */
function laterTargets(step: JsonObject): Target[] {
  return [
    { id: key(step.on_error, 'fallback_step'), path: ['on_error', 'fallback_step'] },
    ...list(step.check).map((entry, index) => ({ id: key(entry, 'run'), path: ['check', index, 'run'] })),
    ...list(key(step.on_success, 'routes')).flatMap((route, index) =>
      list(key(route, 'steps')).map((id, place) => ({ id, path: ['on_success', 'routes', index, 'steps', place] })),
    ),
    ...list(step.depends_on).map((id, index) => ({ id, path: ['depends_on', index] })),
  ]
}

function unknownTargets(steps: readonly PlacedStep[]): Issue[] {
  const ids = steps.map(({ step }) => String(step.id))
  return steps.flatMap(({ step, path }) =>
    laterTargets(step).flatMap((target): Issue[] => {
      if (typeof target.id !== 'string' || ids.includes(target.id)) return []
      const message = `'${step.id}': ${target.path.filter((part) => typeof part === 'string').join('.')} names the step '${target.id}', which does not exist`
      const hint = describeAlternatives(target.id, ids)
      return [
        {
          code: 'unknown_reference',
          level: 3,
          severity: 'error',
          message,
          path: [...path, ...target.path],
          step: String(step.id),
          hint,
        },
      ]
    }),
  )
}

function deepFreeze(value: Json): void {
  if (typeof value !== 'object' || value === null) return
  Object.freeze(value)
  for (const inner of Object.values(value)) deepFreeze(inner)
}

/**
 * Makes the document: keys in canonical order, deeply frozen.
 *
 * @throws PipelineBuildError with every duplicate id and every unknown target of a check, a fallback or a route
 */
export function buildDocument(draft: JsonObject): PipelineDocument {
  const document = JSON.parse(JSON.stringify(orderDocumentKeys(draft))) as JsonObject
  const steps = placedSteps(document, [])
  const issues = [...duplicateIds(steps), ...unknownTargets(steps)]
  if (issues.length > 0) throw new PipelineBuildError(issues)
  deepFreeze(document)
  return document as unknown as PipelineDocument
}
