import type { JsonObject } from '@odp/dsl'
import { expect, test } from 'vitest'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { draftPipeline } from './typed-planner.js'

const text = (type: string) => ({ type: 'string', 'x-odp-type': type })
const object = (properties: JsonObject) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
})
const people = (type: string) => ({ type: 'array', items: { type: 'object', properties: { name: text(type) } } })
const method = (id: string, summary: string, inputs: JsonObject, outputs: JsonObject) => ({
  id,
  step_type: 'function',
  summary,
  inputs,
  outputs,
})
const catalog = preparePlannerCatalog({
  types: [
    { id: 'Name', parents: [] },
    { id: 'ClubName', parents: ['Name'] },
    { id: 'PlayerName', parents: ['Name'] },
    { id: 'ClubNumber', parents: [] },
  ],
  methods: [
    method(
      'club_search',
      'Finds a club.',
      object({ club: text('ClubName') }),
      object({ number: text('ClubNumber'), similar: people('ClubName') }),
    ),
    method(
      'squad_list',
      'Squad of a club.',
      object({ number: text('ClubNumber') }),
      object({ squad: people('PlayerName') }),
    ),
    method(
      'ban_check',
      'Checks a name for bans.',
      object({ name: text('Name') }),
      object({ bans: { type: 'integer' } }),
    ),
  ],
})

test('each of them are those of the step that was spoken of last', () => {
  const { document } = draftPipeline(
    'Find the club "Red Oaks", list its squad and check each of them for bans',
    catalog,
    { context: { workspace_id: 'w', project_id: 'p' } },
  )
  expect(document).toContain('iterate_over: "{{squad_list.squad}}"')
})
