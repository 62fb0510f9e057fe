import { WITHOUT_EFFECT } from './in-this-version.mjs'
import { keyTable } from './key-table.mjs'
import { page, yamlBlock } from './markdown.mjs'

/** A step that shows the keys whose form a table cannot show. */
const COMMON_EXAMPLE = {
  id: 'collect',
  type: 'crawler',
  method: 'crawler_profile',
  execution_mode: 'direct',
  inputs: {
    username: { from: '{{input.username}}' },
    language: { or: ['{{input.language}}', 'en'] },
    limit: { from: '{{input.limit}}', default: 100 },
    with_posts: true,
  },
  outputs: { profile: 'profile_data' },
  check: [
    { not_exists: 'profile.picture', run: 'collect_again' },
    { boolean: 'profile.posts > 0', run: 'read_posts' },
  ],
  on_error: { fallback_step: 'collect_again' },
  on_success: {
    routes: [{ match: { expression: '{{collect.profile.followers}} > 10000' }, steps: ['look_closer'] }],
  },
  retry_policy: { max_attempts: 5, backoff: 'exponential', max_backoff_seconds: 60 },
}

/** The keys that every step type has. */
export function commonKeysPage({ schema, toYaml }) {
  const names = Object.keys(schema.$defs).filter((name) => name.startsWith('key_'))
  const properties = Object.fromEntries(names.map((name) => [name.slice('key_'.length), schema.$defs[name]]))
  return page(
    '# Common keys',
    'Keys that every step may have, whatever its type. Keys that begin with `x-` are free: they are kept and ignored.',
    yamlBlock(toYaml({ steps: [COMMON_EXAMPLE] })),
    keyTable({ properties, required: ['id', 'type'] }, undefined, WITHOUT_EFFECT),
    'A path in `check` that is no template starts at the outputs of the step itself.',
  )
}
