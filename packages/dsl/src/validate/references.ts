import { isVisible, loopsAround, loopVariable, type Outline, type OutlineStep, valueAt } from '../document/outline.js'
import { outputSchema } from '../document/output-schema.js'
import { type StepReference, stepReferences } from '../document/step-references.js'
import type { DocumentPath, Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import { describeAlternatives, nearestSpelling } from '../issues/nearest.js'
import { isJsonObject, type JsonObject } from '../json/json.js'
import type { JsonSchema } from '../schema/json-schema.js'
import { schemaAt } from '../schema/schema-at.js'
import { RESERVED_IDS } from './shape.js'

const RUN_SCHEMA: JsonObject = {
  type: 'object',
  properties: Object.fromEntries(
    ['id', 'pipeline_id', 'workspace_id', 'project_id', 'started_at'].map((name) => [name, { type: 'string' }]),
  ),
  required: ['id', 'pipeline_id', 'workspace_id', 'project_id', 'started_at'],
}

/** Level 3, references: every name that a step reads or waits for exists, can be seen from there, and has the field. */
export function checkReferences(document: JsonObject, outline: Outline): Issue[] {
  const issues: Issue[] = []
  const schemas = new Map<OutlineStep, JsonSchema>()
  const schemaOf = (step: OutlineStep): JsonSchema => {
    const known = schemas.get(step) ?? outputSchema(step, outline)
    schemas.set(step, known)
    return known
  }
  for (const step of outline.steps) {
    for (const reference of stepReferences(step).references) {
      const issue = reference.own
        ? fieldIssue(step, reference, schemaOf(step), [
            { kind: 'field', name: reference.path.root },
            ...reference.path.segments,
          ])
        : (rootIssue(step, reference, outline) ?? targetFieldIssue(document, step, reference, outline, schemaOf))
      if (issue !== undefined) issues.push(issue)
    }
    const dependsOn = Array.isArray(step.step.depends_on) ? step.step.depends_on : []
    for (const [index, id] of dependsOn.entries()) {
      if (typeof id !== 'string') continue
      const issue = stepNameIssue(step, id, [...step.path, 'depends_on', index], outline, (nearest) => nearest)
      if (issue !== undefined) issues.push(issue)
    }
    issues.push(...loopVariableIssues(step, outline))
  }
  return issues
}

function rootIssue(step: OutlineStep, reference: StepReference, outline: Outline): Issue | undefined {
  const { root } = reference.path
  if ((RESERVED_IDS as readonly string[]).includes(root)) return undefined
  if (loopsAround(step).some((loop) => loopVariable(loop) === root)) return undefined
  // Checks and routes are evaluated when the step has its outputs.
  if (root === step.id && (reference.use === 'check' || reference.use === 'route')) return undefined
  return stepNameIssue(step, root, reference.at, outline, (nearest) => renameRoot(reference, step, nearest))
}

/** The string that holds the reference, with the root corrected. */
function renameRoot(reference: StepReference, step: OutlineStep, nearest: string): string | undefined {
  const text = valueAt(step.step, reference.at.slice(step.path.length))
  if (typeof text !== 'string') return undefined
  const { root, text: written } = reference.path
  return text.split(written).join(nearest + written.slice(root.length))
}

function stepNameIssue(
  step: OutlineStep,
  id: string,
  at: DocumentPath,
  outline: Outline,
  repaired: (nearest: string) => string | undefined,
): Issue | undefined {
  const target = outline.byId.get(id)
  const about = { step: step.id }
  if (target === undefined) {
    const names = visibleNames(step, outline)
    const nearest = nearestSpelling(id, names)
    const value = nearest === undefined ? undefined : repaired(nearest)
    const fix =
      value === undefined
        ? {}
        : { fix: { title: `change to '${nearest}'`, safe: true, changes: [{ kind: 'set' as const, path: at, value }] } }
    return makeIssue('unknown_reference', `Step '${id}' not found; ${describeAlternatives(id, names)}`, at, {
      ...about,
      ...fix,
    })
  }
  if (!isVisible(target, step)) {
    const loop = target.loop?.id ?? ''
    const hint = `outside of the loop read {{${loop}.items[*].outputs.${id}}}`
    return makeIssue(
      'unknown_reference',
      `Step '${id}' not found here: it stands inside the loop '${loop}', which hides its steps`,
      at,
      { ...about, hint },
    )
  }
  if (target === step) return makeIssue('cycle', `'${id}' waits for itself`, at, about)
  const sibling = siblingOf(target, step)
  if (target.loop !== undefined && target.order > sibling.order) {
    const hint = `move '${id}' before '${sibling.id}'`
    return makeIssue(
      'unknown_reference',
      `Step '${id}' not found here: inside a loop only earlier steps can be read`,
      at,
      { ...about, hint },
    )
  }
  return undefined
}

/** The step itself, or what it stands in, in the loop of another step. */
function siblingOf(target: OutlineStep, step: OutlineStep): OutlineStep {
  let sibling = step
  while (sibling.loop !== undefined && sibling.loop !== target.loop) sibling = sibling.loop
  return sibling
}

/** Names that a template of this step may begin with. */
function visibleNames(step: OutlineStep, outline: Outline): string[] {
  const steps = outline.steps.filter(
    (other) =>
      other !== step &&
      other.id !== '' &&
      isVisible(other, step) &&
      !(other.loop !== undefined && other.order > siblingOf(other, step).order),
  )
  const variables = loopsAround(step).flatMap((loop) => loopVariable(loop) ?? [])
  return [...variables, ...steps.map((other) => other.id), 'input', 'run']
}

function targetFieldIssue(
  document: JsonObject,
  step: OutlineStep,
  reference: StepReference,
  outline: Outline,
  schemaOf: (step: OutlineStep) => JsonSchema,
): Issue | undefined {
  const { root, segments } = reference.path
  if (root === 'secrets' || loopsAround(step).some((loop) => loopVariable(loop) === root)) return undefined
  if (root === 'run') return fieldIssue(step, reference, RUN_SCHEMA, segments)
  if (root === 'input') {
    const schema = document.input_schema
    return isJsonObject(schema) ? fieldIssue(step, reference, schema, segments) : undefined
  }
  const target = outline.byId.get(root)
  return target === undefined ? undefined : fieldIssue(step, reference, schemaOf(target), segments)
}

function fieldIssue(
  step: OutlineStep,
  reference: StepReference,
  schema: JsonSchema,
  segments: StepReference['path']['segments'],
): Issue | undefined {
  const found = schemaAt(schema, segments)
  if (found.kind !== 'missing') return undefined
  const code = found.reason === 'splat' ? 'splat_on_non_list' : 'unknown_field'
  const message = `${found.message} (in {{${reference.path.text}}})`
  const value = respelled(step, reference, segments[found.at], found.available)
  const fix =
    value === undefined
      ? {}
      : {
          fix: {
            title: `change to ${value}`,
            safe: true,
            changes: [{ kind: 'set' as const, path: reference.at, value }],
          },
        }
  return makeIssue(code, message, reference.at, { step: step.id, ...fix })
}

/** The string that holds the reference, with the nearest field in place of the one that is not there. */
function respelled(
  step: OutlineStep,
  reference: StepReference,
  segment: StepReference['path']['segments'][number] | undefined,
  available: readonly string[],
): string | undefined {
  if (segment?.kind !== 'field') return undefined
  const nearest = nearestSpelling(segment.name, available)
  const text = valueAt(step.step, reference.at.slice(step.path.length))
  const { text: path } = reference.path
  // Only where the field stands once can it not be another one that is meant.
  const places = path.split('.').filter((part) => part.replace(/\[.*$/, '') === segment.name)
  if (nearest === undefined || typeof text !== 'string' || places.length !== 1) return undefined
  const corrected = path
    .split('.')
    .map((part) => (part.replace(/\[.*$/, '') === segment.name ? nearest + part.slice(segment.name.length) : part))
  return text.split(path).join(corrected.join('.'))
}

function loopVariableIssues(step: OutlineStep, outline: Outline): Issue[] {
  const variable = loopVariable(step)
  if (variable === undefined) return []
  const clash = (what: string) => [
    makeIssue(
      'loop_variable_clash',
      `the loop variable '${variable}' has the name of ${what}; choose another name`,
      [...step.path, 'loop_variable'],
      { step: step.id },
    ),
  ]
  if ((RESERVED_IDS as readonly string[]).includes(variable)) return clash('a root of the language')
  if (outline.byId.has(variable)) return clash('a step')
  return loopsAround(step).some((loop) => loopVariable(loop) === variable)
    ? clash('the variable of an enclosing loop')
    : []
}
