import { isJsonObject, type JsonObject } from '../json/json.js'
import { defaultLanguage, type Language } from '../language/language.js'
import { documentSchema } from '../validate/shape.js'
import { STEP_REFERENCE, stepDefinitions } from './step-json-schema.js'
import { zodJsonSchema } from './zod-json-schema.js'

/**
 * JSON Schema (draft 2020-12) of pipeline documents, for editors and for programs without this library. It says what
 * level 1 of validation says, except what JSON Schema cannot: unique and reserved ids, the syntax of templates and
 * expressions, and whether a schema inside a document is one.
 *
 * @param language the step types; default: the fifteen of the language
 * @example
 * ```ts
 * import { writeFileSync } from 'node:fs'
 * import { pipelineJsonSchema } from '@odp/dsl'
 *
 * writeFileSync('pipeline.schema.json', JSON.stringify(pipelineJsonSchema(), null, 2))
 * ```
 */
export function pipelineJsonSchema(language: Language = defaultLanguage): JsonObject {
  const document = zodJsonSchema(documentSchema())
  const properties = isJsonObject(document.properties) ? document.properties : {}
  const { steps, replay } = properties
  if (isJsonObject(steps)) steps.items = STEP_REFERENCE
  if (isJsonObject(replay)) {
    replay.if = { properties: { enabled: { const: true } }, required: ['enabled'] }
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    replay.then = { required: ['original_execution_id'] }
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:odp:pipeline:1.0',
    title: 'ODP pipeline',
    description: 'A pipeline document of the ODP language, version 1.0.',
    ...document,
    $defs: stepDefinitions(language),
  }
}
