import { CATALOG_LISTS } from '../catalog/catalog-entry.js'
import type { Catalog } from '../catalog/define-catalog.js'
import type { Json, JsonObject } from '../json/json.js'
import { setOwn } from '../json/set-own.js'
import type { StepDefinition } from '../steps/define-step.js'
import { isZodSchema, jsonSchemaOf } from './json-schema-of.js'

/**
 * The outputs that a step declares when its author says nothing: those of its catalog entry, each kept under its own
 * name. Undefined when the catalog does not describe them, and when one of them may be absent: a declared output that is not
 * returned is a failure, while without a declaration every returned field may be read.
 */
export function declaredOutputs(
  definition: StepDefinition,
  step: JsonObject,
  catalog: Catalog | undefined,
): JsonObject | undefined {
  if (catalog === undefined) return undefined
  for (const requirement of definition.requires?.(step) ?? []) {
    const entries: readonly { readonly id: string; readonly step_type?: string; readonly outputs?: unknown }[] =
      catalog.lists[CATALOG_LISTS[requirement.kind]] ?? []
    const entry = entries.find(
      ({ id, step_type }) => id === requirement.id && (step_type === undefined || step_type === definition.type),
    )
    if (!isZodSchema(entry?.outputs)) continue
    const schema = jsonSchemaOf(entry.outputs, 'output')
    const outputs = sameNames(schema)
    const required = Array.isArray(schema.required) ? schema.required : []
    return Object.keys(outputs ?? {}).every((name) => required.includes(name)) ? outputs : undefined
  }
  return undefined
}

/** `{field: 'field'}` for every property of a schema. */
export function sameNames(schema: JsonObject): JsonObject | undefined {
  const properties: Json | undefined = schema.properties
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) return undefined
  const outputs: JsonObject = {}
  for (const name of Object.keys(properties)) setOwn(outputs, name, name)
  return Object.keys(outputs).length === 0 ? undefined : outputs
}
