import { isJsonObject, type JsonObject } from '../json/json.js'
import { BOOLEAN, listOf, maybe, NUMBER, OPAQUE, objectOf, TEXT, type Typed, UNTYPED } from './shape.js'

const ASSET = objectOf({ location: TEXT, version: NUMBER, rows: NUMBER })

/** What the builder knows of the outputs of a work step that declares none by a Zod object. */
export function workResult(step: JsonObject): Typed {
  const fixed = fixedResult(step)
  if (!isJsonObject(step.outputs)) return fixed ?? UNTYPED
  const known = fixed?.shape.kind === 'object' ? fixed.shape.fields : undefined
  return objectOf(Object.fromEntries(Object.keys(step.outputs).map((name) => [name, known?.get(name) ?? UNTYPED])))
}

function fixedResult(step: JsonObject): Typed | undefined {
  switch (step.type) {
    case 'wait_for_asset': {
      const assets = Array.isArray(step.assets) ? step.assets.map(String) : []
      const isFixed = assets.every((name) => !name.includes('{{'))
      return objectOf({ assets: isFixed ? objectOf(Object.fromEntries(assets.map((name) => [name, ASSET]))) : OPAQUE })
    }
    case 'validation':
      return objectOf({
        passed: BOOLEAN,
        scores: objectOf({ relevance: maybe(NUMBER), completeness: maybe(NUMBER) }),
        problems: listOf(TEXT),
      })
    case 'output':
      return objectOf({
        files: listOf(objectOf({ name: TEXT, path: TEXT, media_type: TEXT, bytes: NUMBER, sha256: TEXT })),
      })
    case 'ml_training':
      return objectOf({ model_version: TEXT })
    case 'ml_serving':
      return objectOf({ service_url: TEXT })
    default:
      return undefined
  }
}

/** Outputs of a loop whose items give `outputs`. */
export function loopResult(outputs: Typed): Typed {
  return objectOf({
    items: listOf(objectOf({ status: TEXT, error: maybe(TEXT), outputs })),
    count: NUMBER,
    failed: NUMBER,
  })
}

export const CONDITIONAL_RESULT = objectOf({ branch: TEXT })

/** Facts about the run. */
export const RUN = objectOf({ id: TEXT, pipeline_id: TEXT, workspace_id: TEXT, project_id: TEXT, started_at: TEXT })

/** Whether the builder takes a step for one that may not have run. */
export function mayBeMissing(step: JsonObject): boolean {
  return step.is_child === true || (isJsonObject(step.on_error) && step.on_error.continue_on_failure === true)
}
