import { type JsonObject, pipelineJsonSchema, STEP_DEFINITIONS } from '@odp/dsl'
import * as z from 'zod'
import { defineTool } from './agent-tool.js'
import { stepSchema } from './step-schema.js'

const DOCUMENT = `version: "1.0"
pipeline_id: hello
name: Hello
workspace_id: my-workspace
project_id: my-project
execution: { mode: safe }
input_schema: { type: object, properties: { name: { type: string } }, required: [name] }
steps:
  - id: greet
    type: function
    method: greet                      # id in the catalog
    inputs: { name: { from: "{{input.name}}" } }
    outputs: { text: greeting }        # field: name of the kept artifact
  - id: check
    type: conditional
    condition: { expression: "{{greet.text}} != ''" }
    branches:
      if_true:
        steps: [{ id: shout, type: function, method: shout, inputs: { text: { from: "{{greet.text}}" } } }]
`

export const listStepTypesTool = defineTool({
  name: 'list_step_types',
  description:
    'Lists the step types of the language, with the keys that each requires, and shows what a document looks like.',
  input: z.strictObject({}),
  effect: 'none',
  whole: ['document'],
  run() {
    const schema = pipelineJsonSchema()
    return {
      step_types: Object.values(STEP_DEFINITIONS).map(({ type, summary }) => ({
        type,
        summary,
        requires: requiredKeys(stepSchema(schema, type)),
      })),
      document: DOCUMENT,
      references:
        '{{input.x}}, {{step_id.field.inner}}, {{step_id.list[*].field}}; {or: [a, b], default: c} where a step may not have run. A step waits for what it reads.',
    }
  },
})

function requiredKeys({ required }: JsonObject): string[] {
  return (Array.isArray(required) ? required : []).map(String).filter((key) => key !== 'id' && key !== 'type')
}
