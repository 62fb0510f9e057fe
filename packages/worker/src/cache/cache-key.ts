import { createHash } from 'node:crypto'
import { isJsonObject, type Json, type StepRequest } from '@odp/dsl/plan'

/**
 * What makes two results the same: workspace, type, mode, everything resolved that the work depends on, and the version of its code. Secrets count by
 * their names: the request must not be filled yet. A key of the step's own takes the place of the inputs.
 */
export function cacheKey(request: StepRequest, version: string | undefined): string {
  const { workspace_id, type, mode, config, outputs, inputs, subject, cache } = request
  const holes = request.secrets ?? []
  const isOwn = cache?.key !== undefined
  const secrets = isOwn ? holes.filter(({ at }) => at[0] !== 'inputs') : holes
  const given = isOwn ? { key: cache.key } : { inputs, subject }
  const parts = { workspace_id, type, mode, version, config, outputs, secrets, ...given }
  // Declared names decide the form of the outputs, so they count too.
  return createHash('sha256')
    .update(JSON.stringify(sorted(parts as unknown as Json)))
    .digest('hex')
}

/** The same value with the keys of every map in one order. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return ['list', ...value.map(sorted)]
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  // A list of pairs, since a map puts keys that look like numbers first.
  return [
    'map',
    ...entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]),
  ]
}
