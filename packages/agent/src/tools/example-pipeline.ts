import { type CatalogEntry, type Json, type JsonObject, type PipelineDocument, stringifyPipeline } from '@odp/dsl'
import { objectOf } from '../json/object-of.js'

/** The key under which a step of each kind names what it uses. */
const NAMING_KEYS: Readonly<Record<string, string>> = { method: 'method', model: 'model', flow: 'flow' }

/** Keywords of an input that hold without the rest of its schema. */
const KEYWORDS = ['type', 'enum', 'format', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength', 'description']

/** A complete pipeline with one step that uses an entry, its required inputs as inputs of the run; undefined for what no step names by one key. */
export function examplePipeline(entry: CatalogEntry, step_type: string | undefined): string | undefined {
  const key = Object.hasOwn(NAMING_KEYS, entry.kind) ? NAMING_KEYS[entry.kind] : undefined
  if (key === undefined || step_type === undefined) return undefined
  const { properties, required } = objectOf(entry.inputs as Json | undefined)
  const ports = objectOf(properties)
  const names = (Array.isArray(required) ? required : []).filter((name) => typeof name === 'string' && isName(name))
  const [mode] = entry.modes ?? []
  const outputs = Object.keys(objectOf(objectOf(entry.outputs as Json | undefined).properties)).slice(0, 3)
  const document: PipelineDocument = {
    version: '1.0',
    pipeline_id: 'example',
    name: 'Example',
    workspace_id: 'my-workspace',
    project_id: 'my-project',
    execution: { mode: 'safe' },
    input_schema: {
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, inputSchema(ports[String(name)])])),
      required: names,
    },
    steps: [
      {
        id: 'first',
        type: step_type,
        [key]: entry.id,
        ...(mode === undefined ? {} : { execution_mode: mode }),
        ...(names.length === 0
          ? {}
          : { inputs: Object.fromEntries(names.map((name) => [name, { from: `{{input.${name}}}` }])) }),
        ...(outputs.length === 0
          ? {}
          : { outputs: Object.fromEntries(outputs.map((name) => [name, `first_${name}`])) }),
      },
    ],
  }
  return stringifyPipeline(document)
}

function isName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
}

function inputSchema(port: Json | undefined): JsonObject {
  const schema = objectOf(port)
  const kept = Object.entries(schema).filter(([key]) => KEYWORDS.includes(key) || key === 'x-odp-type')
  const found: JsonObject = Object.fromEntries(kept)
  if (schema.items !== undefined) found.items = inputSchema(schema.items)
  return found
}
