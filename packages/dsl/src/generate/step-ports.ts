import { type CatalogIndex, indexCatalog } from '../catalog/catalog-index.js'
import type { Catalog, CatalogDocument } from '../catalog/define-catalog.js'
import type { Outline } from '../document/outline.js'
import { canonicalJson } from '../json/canonical-json.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import type { JsonSchema } from '../schema/json-schema.js'
import { namedEntries } from '../validate/catalog-names.js'

/** What the catalog says of the work of one step. */
export interface StepPorts {
  readonly inputs: JsonSchema | undefined
  readonly outputs: JsonSchema | undefined
}

/** The ports of the steps that name one entry of the catalog, by step id. A name that is made at run time says nothing. */
export function stepPorts(
  outline: Outline,
  catalog: Catalog | CatalogDocument | CatalogIndex,
): ReadonlyMap<string, StepPorts> {
  const index = 'find' in catalog ? catalog : indexCatalog(catalog)
  const ports = new Map<string, StepPorts>()
  for (const step of outline.steps) {
    const [only, ...others] = namedEntries(step, index)
    const entry = only?.open === false && others.length === 0 ? only.candidates[0] : undefined
    if (entry === undefined || (entry.step_type !== undefined && entry.step_type !== step.type)) continue
    ports.set(step.id, { inputs: entry.inputs, outputs: entry.outputs })
  }
  return ports
}

/** Whether the builder would declare exactly these outputs by itself. */
export function areDeclaredOutputs(outputs: Json | undefined, schema: JsonSchema | undefined): boolean {
  const declared = outputsOf(schema)
  return outputs !== undefined && declared !== undefined && canonicalJson(outputs) === canonicalJson(declared)
}

/** Outputs that the builder declares where a step says nothing: all, if none of them may be absent. */
function outputsOf(schema: JsonSchema | undefined): JsonObject | undefined {
  if (!isJsonObject(schema) || !isJsonObject(schema.properties)) return undefined
  const names = Object.keys(schema.properties)
  const required = Array.isArray(schema.required) ? schema.required : []
  if (names.length === 0 || names.some((name) => !required.includes(name))) return undefined
  return Object.fromEntries(names.map((name) => [name, name]))
}
