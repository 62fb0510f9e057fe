import { type JsonObject, pipelineJsonSchema, STEP_DEFINITIONS, stringifyPipeline } from '@odp/dsl'
import * as z from 'zod'
import { objectOf } from '../json/object-of.js'
import { defineTool, verboseArgument } from './agent-tool.js'
import { commonKeySchemas, stepSchema } from './step-schema.js'
import { ToolError } from './tool-error.js'

const TYPES = Object.keys(STEP_DEFINITIONS)

export const describeStepTypeTool = defineTool({
  name: 'describe_step_type',
  description:
    'Describes a step type: its keys, modes, and an example. `verbose` gives its JSON Schema and the keys that all steps have.',
  input: z.strictObject({
    type: z.string().min(1).max(100).describe('Step type, as list_step_types gives it.'),
    verbose: verboseArgument,
  }),
  effect: 'none',
  whole: ['example'],
  run(context, { type, verbose }) {
    const definition = Object.values(STEP_DEFINITIONS).find((one) => one.type === type)
    if (definition === undefined) {
      throw new ToolError('step_type_unknown', `there is no step type '${type}'`, {
        hint: `there are: ${TYPES.join(', ')}`,
      })
    }
    const schema = pipelineJsonSchema()
    const own = stepSchema(schema, type)
    const common = commonKeySchemas(schema)
    const keys = Object.entries(objectOf(own.properties)).filter(
      ([key]) => !Object.hasOwn(common, key) && key !== 'execution_mode',
    )
    const example = definition.example as JsonObject
    const needs = definition.connector?.(example, definition.modes[0])
    const missing =
      needs === undefined || context.installation === undefined
        ? undefined
        : context.installation.connectors.includes(needs.connector)
          ? undefined
          : needs
    return {
      type,
      summary: definition.summary,
      modes: definition.modes,
      required: own.required ?? [],
      keys: Object.fromEntries(keys.map(([key, value]) => [key, describeKey(objectOf(value))])),
      common_keys: Object.keys(common),
      ...(missing === undefined
        ? {}
        : {
            cannot_run_here: `mode ${definition.modes[0]} needs the connector '${missing.connector}': ${missing.hint}`,
          }),
      example: exampleText(example),
      ...(verbose === true ? { schema: own, common_key_schemas: common } : {}),
    }
  },
})

function describeKey({ type, description, enum: choices, const: only, anyOf }: JsonObject): string {
  const kind = Array.isArray(choices)
    ? choices.map(String).join('|')
    : String(
        only ?? (Array.isArray(type) ? type.join('|') : (type ?? (anyOf === undefined ? 'any' : 'one of several'))),
      )
  return description === undefined ? kind : `${kind}: ${String(description)}`
}

/** The step as YAML, written as in a document. */
function exampleText(step: JsonObject): string {
  const document = { version: '1.0', pipeline_id: 'p', workspace_id: 'w', project_id: 'p', steps: [step] }
  const text = stringifyPipeline(document as Parameters<typeof stringifyPipeline>[0])
  return text.slice(text.indexOf('steps:'))
}
