import * as z from 'zod'
import { isJsonObject, type JsonObject } from '../json/json.js'
import type { Language } from '../language/language.js'
import type { StepDefinition } from '../steps/define-step.js'
import { commonStepKeys } from '../steps/step-keys.js'
import { zodJsonSchema } from './zod-json-schema.js'

/** Any step, wherever steps stand. */
export const STEP_REFERENCE: JsonObject = { $ref: '#/$defs/step' }

/** One value of `inputs`. */
const BINDING: JsonObject = {
  description:
    '`{from: V}`, or `{or: [V1, V2]}` for the first that is there, each with a `default`; any other value is taken as it is.',
  if: { type: 'object', anyOf: [{ required: ['from'] }, { required: ['or'] }] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: {
    properties: {
      from: { description: 'The value; it may hold templates at any depth.' },
      or: { description: 'The first value that is neither null nor missing is taken.', type: 'array', minItems: 1 },
      default: { description: 'What is taken when nothing is there; it may hold templates.' },
    },
    patternProperties: { '^x-': true },
    additionalProperties: false,
    not: { required: ['from', 'or'] },
  },
}

/**
 * The definitions that all steps are made of: `step`, one `step_<type>` a type, one `key_<name>` a key that all types have,
 * and `binding`. `step` asks for the type first, so that an editor offers its keys and names its mistakes.
 */
export function stepDefinitions(language: Language): JsonObject {
  const types = language.types.flatMap((type) => language.definition(type) ?? [])
  const common = commonKeys()
  return {
    step: {
      title: 'Step',
      description: 'A step. Its type decides which other keys it has.',
      type: 'object',
      properties: { id: keyReference('id'), type: { description: 'Step type.', enum: types.map(({ type }) => type) } },
      required: ['id', 'type'],
      allOf: types.map(({ type }) => ({
        if: { properties: { type: { const: type } }, required: ['type'] },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { $ref: `#/$defs/${encodeURIComponent(typeName(type).replaceAll('~', '~0').replaceAll('/', '~1'))}` },
      })),
    },
    ...Object.fromEntries(
      types.map((definition) => [typeName(definition.type), typeSchema(definition, Object.keys(common))]),
    ),
    ...Object.fromEntries(Object.entries(common).map(([key, schema]) => [`key_${key}`, schema])),
    binding: BINDING,
  }
}

/** Name of a type's schema in `$defs`. */
function typeName(type: string): string {
  return `step_${type}`
}

function keyReference(key: string): JsonObject {
  return { $ref: `#/$defs/key_${key}` }
}

function typeSchema(definition: StepDefinition, commonKeyNames: readonly string[]): JsonObject {
  const { type, summary, modes, example } = definition
  const own = zodJsonSchema(z.strictObject(definition.keys))
  for (const { path } of definition.blocks ?? []) {
    const list = schemaAt(own, path)
    if (list !== undefined) list.items = STEP_REFERENCE
  }
  const properties: JsonObject = {}
  for (const key of commonKeyNames) properties[key] = keyReference(key)
  properties.type = { description: summary, const: type }
  properties.execution_mode = { description: `How the step is executed. Default ${modes[0]}.`, enum: [...modes] }
  return {
    title: type,
    description: summary,
    ...own,
    properties: { ...properties, ...(isJsonObject(own.properties) ? own.properties : {}) },
    required: ['id', 'type', ...(Array.isArray(own.required) ? own.required : [])],
    examples: [example],
  }
}

function commonKeys(): JsonObject {
  const { properties } = zodJsonSchema(z.strictObject(commonStepKeys()))
  const keys = isJsonObject(properties) ? properties : {}
  const inputs = schemaAt({ properties: keys }, ['inputs'])
  if (inputs !== undefined) inputs.additionalProperties = { $ref: '#/$defs/binding' }
  const routes = schemaAt({ properties: keys }, ['on_success', 'routes'])
  const held = isJsonObject(routes?.items) ? schemaAt(routes.items, ['steps']) : undefined
  if (held !== undefined)
    held.items = { anyOf: [{ description: 'Id of a child that the route runs.', type: 'string' }, STEP_REFERENCE] }
  return keys
}

/** The schema of what stands at a path of keys; it may be changed in place, since it was just made. */
function schemaAt(schema: JsonObject, path: readonly string[]): JsonObject | undefined {
  let found: JsonObject | undefined = schema
  for (const key of path) {
    const properties: unknown = found?.properties
    const inner: unknown = isJsonObject(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined
    found = isJsonObject(inner) ? inner : undefined
  }
  return found
}
