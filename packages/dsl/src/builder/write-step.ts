import type { Catalog } from '../catalog/define-catalog.js'
import type { StepDocument } from '../document/pipeline-document.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { setOwn } from '../json/set-own.js'
import type { StepDefinition } from '../steps/define-step.js'
import { COMMON_STRINGS } from '../steps/step-keys.js'
import { bindingParts } from './binding.js'
import { declaredOutputs, sameNames } from './declared-outputs.js'
import { isZodSchema, jsonSchemaOf } from './json-schema-of.js'
import { createScope, type Mentioned } from './reference.js'
import { orderStepKeys } from './step-key-order.js'
import { writtenValue } from './text.js'
import { type WriteContext, writeValue } from './write-value.js'

/** Strings of the common keys that are conditions, paths or step ids. */
const CONTROL_STRINGS = {
  'check.not_exists': 'literal',
  'check.boolean': 'expression',
  'check.run': 'literal',
  'on_success.routes.match.expression': 'expression',
  'on_success.routes.steps': 'literal',
} as const

/** What a step is written from. */
export interface StepDraft {
  readonly definition: StepDefinition
  readonly id: string
  readonly options: Readonly<Record<string, unknown>>
  /** Steps of the inner blocks, in the order in which the definition lists its blocks. */
  readonly blocks: readonly (readonly StepDocument[] | undefined)[]
  readonly catalog?: Catalog | undefined
  /** References that were put into strings outside of the callbacks of this step. */
  readonly mentioned: Mentioned
}

/** Writes one step of the document. Throws a TypeError that names the step and the key of a value that has no JSON form. */
export function writeStep(draft: StepDraft): StepDocument {
  const { definition, id } = draft
  const kinds = { ...COMMON_STRINGS, ...CONTROL_STRINGS, ...definition.strings }
  const mentioned = new Set(draft.mentioned)
  const context: WriteContext = { kinds, mentioned }
  const step: JsonObject = { id, type: definition.type }
  try {
    for (const [key, given] of Object.entries(draft.options)) {
      const value = typeof given === 'function' ? given(createScope(mentioned)) : given
      if (value !== undefined) writeOption(step, key, value, context)
    }
  } catch (error) {
    if (error instanceof TypeError) throw new TypeError(`Step '${id}': ${error.message}`, { cause: error })
    throw error
  }
  definition.blocks?.forEach((block, index) => {
    const steps = draft.blocks[index]
    if (steps !== undefined) setDeep(step, block.path, [...steps])
  })
  if (step.outputs === undefined) {
    const outputs = declaredOutputs(definition, step, draft.catalog)
    if (outputs !== undefined) step.outputs = outputs
  }
  return orderStepKeys(step, definition) as StepDocument
}

function writeOption(step: JsonObject, key: string, value: unknown, context: WriteContext): void {
  if (key === 'inputs') {
    step.inputs = writeInputs(value, context)
  } else if (key === 'outputs' && isZodSchema(value)) {
    const schema = jsonSchemaOf(value, 'output')
    const outputs = sameNames(schema)
    if (outputs !== undefined) step.outputs = outputs
    step.output_schema = schema
  } else if (key === 'output_schema' && isZodSchema(value)) {
    step.output_schema = jsonSchemaOf(value, 'output')
  } else if (key.startsWith('x-') || key === 'output_schema') {
    setOwn(step, key, JSON.parse(JSON.stringify(value)) as Json)
  } else {
    setOwn(step, key, writeValue(value, key, context))
  }
}

function writeInputs(inputs: unknown, context: WriteContext): JsonObject {
  const written: JsonObject = {}
  if (typeof inputs !== 'object' || inputs === null) throw new TypeError("'inputs' is an object: {name: value}")
  for (const [name, given] of Object.entries(inputs)) {
    if (given !== undefined) setOwn(written, name, writeInput(given, `inputs.${name}`, context))
  }
  return written
}

function writeInput(given: unknown, path: string, context: WriteContext): Json {
  const verbatim = writtenValue(given)
  if (verbatim !== undefined && verbatim.pieces === undefined) return verbatim.value
  const parts = bindingParts(given) ?? { key: 'from', value: given }
  const input: JsonObject = { [parts.key]: writeValue(parts.value, path, context) }
  if (parts.standIn !== undefined) input.default = writeValue(parts.standIn.value, path, context)
  return input
}

function setDeep(target: JsonObject, path: readonly string[], value: Json): void {
  const [first, ...rest] = path
  if (first === undefined) return
  if (rest.length === 0) {
    setOwn(target, first, value)
    return
  }
  const inner = target[first]
  const next: JsonObject = isJsonObject(inner) ? { ...inner } : {}
  setDeep(next, rest, value)
  setOwn(target, first, next)
}
