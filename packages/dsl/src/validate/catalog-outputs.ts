import type { CatalogEntry } from '../catalog/catalog-entry.js'
import { portAt } from '../catalog/ports.js'
import { type OutlineStep, valueAt } from '../document/outline.js'
import type { Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import { SpellingHelp } from '../issues/spelling-help.js'
import { isJsonObject } from '../json/json.js'
import { describeSchema } from '../schema/describe-schema.js'
import { schemaFits } from '../schema/fits.js'
import type { JsonSchema } from '../schema/json-schema.js'
import { SchemaReader } from '../schema/schema-reader.js'
import { possibleTypes } from './possible-types.js'

const NO_HELP = new SpellingHelp(0)

/** The outputs that a step declares and that an entry surely has no field for. */
export function lackingOutputs(step: OutlineStep, entry: CatalogEntry): string[] {
  const { outputs } = entry
  // Built-in outputs are made by the step type, whatever its work returns.
  if (outputs === undefined || step.definition?.outputs !== undefined || !isJsonObject(step.step.outputs)) return []
  const fields = Object.keys(step.step.outputs)
  if (fields.length === 1 && possibleTypes(outputs)?.has('object') === false) return []
  return fields.filter((name) => portAt(outputs, name).kind === 'missing')
}

/** Level 2, outputs: those that are declared are returned, and `output_schema` does not contradict what is returned. */
export function outputIssues(step: OutlineStep, entry: CatalogEntry): Issue[] {
  const { outputs } = entry
  if (outputs === undefined || step.definition?.outputs !== undefined) return []
  const help = new SpellingHelp()
  const count = isJsonObject(step.step.outputs) ? Object.keys(step.step.outputs).length : 0
  return [
    ...lackingOutputs(step, entry).map((field) => unknownOutput(step, entry, field, outputs, count, help)),
    ...typeIssues(step, entry, outputs),
  ].filter((issue) => issue !== undefined)
}

function unknownOutput(
  step: OutlineStep,
  entry: CatalogEntry,
  field: string,
  outputs: JsonSchema,
  count: number,
  help: SpellingHelp,
): Issue | undefined {
  const found = portAt(outputs, field)
  if (found.kind !== 'missing') return undefined
  const path = [...step.path, 'outputs', field]
  const declared = isJsonObject(step.step.outputs) ? step.step.outputs : {}
  const free = help.spent ? [] : found.available.filter((name) => !Object.hasOwn(declared, name))
  const { available, nearest } = help.of(field, free, found.available)
  const message = `'${entry.id}' does not return '${field}'; ${available}`
  if (count > 1 || nearest !== undefined) {
    const fix =
      nearest === undefined
        ? {}
        : {
            fix: {
              title: `rename to '${nearest}'`,
              safe: false,
              changes: [{ kind: 'rename_key' as const, path, key: nearest }],
            },
          }
    return makeIssue('unknown_output', message, path, { step: step.id, ...fix })
  }
  // The language gives a single declared output the whole value then, so this is allowed, but rarely meant.
  const hint = `as the only output, '${field}' takes the whole value that is returned`
  return makeIssue('unknown_output', message, path, { step: step.id, severity: 'warning', hint })
}

function typeIssues(step: OutlineStep, entry: CatalogEntry, outputs: JsonSchema): (Issue | undefined)[] {
  const { output_schema } = step.step
  if (!isJsonObject(output_schema)) return []
  const declared = isJsonObject(step.step.outputs) ? step.step.outputs : output_schema.properties
  const fields = isJsonObject(declared) ? Object.keys(declared) : []
  const whole = fields.length === 1 && possibleTypes(outputs)?.has('object') === false
  const reader = new SchemaReader(output_schema)
  return fields.map((name) => {
    const expected = reader.at([{ kind: 'key', name }], NO_HELP)
    const returned = whole ? ({ kind: 'known', schema: outputs } as const) : portAt(outputs, name)
    if (expected.kind !== 'known' || returned.kind !== 'known') return undefined
    if (schemaFits(returned.schema, expected.schema).fits !== 'no') return undefined
    const message = `'${entry.id}' returns ${describeSchema(returned.schema)} as '${name}', but ${describeSchema(expected.schema)} is declared`
    const inside = ['output_schema', 'properties', name]
    const path = [...step.path, ...(valueAt(step.step, inside) === undefined ? ['output_schema'] : inside)]
    return makeIssue('output_type', message, path, { step: step.id })
  })
}
