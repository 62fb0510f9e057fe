import { isJsonObject, type JsonObject } from '../json/json.js'
import { defaultLanguage } from '../language/language.js'
import type { JsonSchema } from '../schema/json-schema.js'
import { schemaType } from './schema-type.js'
import { listOf, objectOf, TEXT, type Typed, UNTYPED } from './shape.js'

/** What the builder knows of the outputs of a work step that declares none by a Zod object. `returned`: what the catalog says. */
export function workResult(step: JsonObject, returned?: JsonSchema): Typed {
  const fixed = builtInResult(step) ?? (returned === undefined ? undefined : schemaType(returned))
  if (!isJsonObject(step.outputs)) return fixed ?? UNTYPED
  const known = fixed?.shape.kind === 'object' ? fixed.shape.fields : undefined
  return objectOf(Object.fromEntries(Object.keys(step.outputs).map((name) => [name, known?.get(name) ?? UNTYPED])))
}

/** Outputs of a control step whose inner steps give `inner`. */
export function controlResult(step: JsonObject, inner: Typed): Typed {
  const fixed = builtInResult(step)
  const blocks = defaultLanguage.definition(String(step.type))?.blocks ?? []
  return fixed === undefined || blocks.every(({ scope }) => scope !== 'item')
    ? (fixed ?? inner)
    : withItemOutputs(fixed, inner)
}

function builtInResult(step: JsonObject): Typed | undefined {
  const schema = defaultLanguage.definition(String(step.type))?.outputs?.(step)
  return schema === undefined ? undefined : schemaType(schema)
}

/** A definition cannot know what the steps inside give. */
function withItemOutputs(result: Typed, outputs: Typed): Typed {
  if (result.shape.kind !== 'object') return result
  const fields = [...result.shape.fields].map(([name, typed]): [string, Typed] => {
    const item = typed.shape.kind === 'list' ? typed.shape.item.shape : undefined
    return [name, item?.kind === 'object' ? listOf(objectOf({ ...Object.fromEntries(item.fields), outputs })) : typed]
  })
  return objectOf(Object.fromEntries(fields))
}

/** Facts about the run. */
export const RUN = objectOf({ id: TEXT, pipeline_id: TEXT, workspace_id: TEXT, project_id: TEXT, started_at: TEXT })

/** Whether the builder takes a step for one that may not have run. */
export function mayBeMissing(step: JsonObject): boolean {
  return step.is_child === true || (isJsonObject(step.on_error) && step.on_error.continue_on_failure === true)
}
