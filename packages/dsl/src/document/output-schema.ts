import { isJsonObject, type JsonObject } from '../json/json.js'
import type { JsonSchema } from '../schema/json-schema.js'
import { type Outline, type OutlineStep, valueAt } from './outline.js'

/** Gives the schema of what a step returns, from the catalog, where it is known. */
export type ReturnSchema = (step: OutlineStep) => JsonSchema | undefined

/**
 * JSON Schema of what can be read from a step: its declared outputs, with the types of `output_schema` or of the catalog;
 * else its built-in outputs. `true` where anything may be returned.
 */
export function outputSchema(
  step: OutlineStep,
  outline: Outline,
  returned: ReturnSchema = () => undefined,
): JsonSchema {
  const { definition, step: source } = step
  const builtIn = builtInSchema(step, outline, returned)
  const given = isJsonObject(source.output_schema) ? source.output_schema : (builtIn ?? returned(step))
  if (builtIn !== undefined || !isJsonObject(source.outputs)) return given ?? true
  const fields = Object.keys(source.outputs)
  const properties: JsonObject = Object.fromEntries(
    fields.map((field) => [field, fieldSchema(given, field, fields.length)]),
  )
  const required = new Set(isJsonObject(source.output_schema) ? requiredOf(source.output_schema) : [])
  const optional = (field: string) =>
    valueAt(source.output_schema, ['properties', field]) !== undefined && !required.has(field)
  return {
    type: 'object',
    properties,
    required: fields.filter((field) => !optional(field)),
    ...(definition === undefined ? {} : { additionalProperties: false }),
  }
}

function fieldSchema(given: JsonSchema | undefined, field: string, count: number): JsonSchema {
  if (!isJsonObject(given)) return true
  const properties = given.properties
  if (isJsonObject(properties) && Object.hasOwn(properties, field)) {
    const schema = properties[field]
    return isJsonObject(schema) || typeof schema === 'boolean' ? withDefinitions(schema, given) : true
  }
  // A single output takes the whole value when that is no map with the field.
  return count === 1 && typeof given.type === 'string' && given.type !== 'object' ? given : true
}

function withDefinitions(schema: JsonSchema, root: JsonObject): JsonSchema {
  return isJsonObject(schema) && root.$defs !== undefined && schema.$defs === undefined
    ? { ...schema, $defs: root.$defs }
    : schema
}

function requiredOf(schema: JsonObject): string[] {
  return Array.isArray(schema.required) ? schema.required.filter((name) => typeof name === 'string') : []
}

function builtInSchema(step: OutlineStep, outline: Outline, returned: ReturnSchema): JsonObject | undefined {
  const { definition } = step
  const own = definition?.outputs?.(step.step)
  const itemBlock = definition?.blocks?.some((block) => block.scope === 'item') === true
  if (own !== undefined && itemBlock) return withItemOutputs(own, step, outline, returned)
  if (own !== undefined) return own
  if (definition?.run !== 'control') return undefined
  const inner = innerSteps(step, outline).filter((candidate) => candidate.parent === step)
  return mapOf(inner, outline, returned)
}

function withItemOutputs(schema: JsonObject, step: OutlineStep, outline: Outline, returned: ReturnSchema): JsonObject {
  const inner = innerSteps(step, outline)
  const properties = isJsonObject(schema.properties) ? schema.properties : {}
  const items = isJsonObject(properties.items) ? properties.items : {}
  const item = isJsonObject(items.items) ? items.items : {}
  const itemProperties = isJsonObject(item.properties) ? item.properties : {}
  const outputs = mapOf(inner, outline, returned)
  return {
    ...schema,
    properties: { ...properties, items: { ...items, items: { ...item, properties: { ...itemProperties, outputs } } } },
  }
}

const inside = new WeakMap<Outline, ReadonlyMap<OutlineStep, readonly OutlineStep[]>>()

/** The steps of a loop's scope, or those directly inside another control step and beside them. */
function innerSteps(step: OutlineStep, outline: Outline): readonly OutlineStep[] {
  const known = inside.get(outline) ?? stepsInside(outline)
  inside.set(outline, known)
  return known.get(step) ?? []
}

function stepsInside(outline: Outline): Map<OutlineStep, OutlineStep[]> {
  const found = new Map<OutlineStep, OutlineStep[]>()
  for (const step of outline.steps) {
    for (const around of new Set([step.container, step.loop])) {
      const list = around === undefined ? undefined : found.get(around)
      if (list !== undefined) list.push(step)
      else if (around !== undefined) found.set(around, [step])
    }
  }
  return found
}

/** One property a step; none is required, since a step may have been skipped. */
function mapOf(steps: readonly OutlineStep[], outline: Outline, returned: ReturnSchema): JsonObject {
  const named = steps.filter((step) => step.id !== '')
  const properties: JsonObject = Object.fromEntries(
    named.map((step) => [step.id, outputSchema(step, outline, returned)]),
  )
  return { type: 'object', properties, additionalProperties: false }
}
