import { expect, test } from 'vitest'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { listOf, method, typed } from './method.fixture.js'
import { draftPipeline } from './typed-planner.js'

const sightings = { sighting: { ...typed('Sighting', 'object'), properties: { ring_no: typed('RingNumber') } } }
const rainfall = { rows: typed('Rainfall', 'object') }
const catalog = preparePlannerCatalog({
  types: [
    { id: 'Anything', parents: [] },
    { id: 'Name', parents: ['Anything'] },
    { id: 'RingNumber', parents: ['Anything'] },
    { id: 'Sighting', parents: ['Anything'] },
    { id: 'Rainfall', parents: ['Anything'] },
    { id: 'Text', parents: ['Anything'] },
  ],
  methods: [
    method('sighting_search', 'Sightings of a bird.', { bird: typed('Name') }, sightings),
    method('sighting_archive', 'Sightings of a bird from old diaries.', { bird: typed('Name') }, sightings),
    method(
      'ring_history',
      'Places where a ring was read.',
      { ring_no: typed('RingNumber') },
      { places: listOf('Text') },
    ),
    method('nest_register', 'Nests of a bird.', { bird: typed('Name') }, { nests: listOf('Text') }),
    method('nest_diary', 'Nests of a bird.', { bird: typed('Name') }, { nests: listOf('Text') }),
    method('rain_peru', 'Peruvian rainfall at a station.', { station: typed('Name') }, rainfall),
    method('rain_chile', 'Chilean rainfall at a station.', { station: typed('Name') }, rainfall),
    method('rain_bolivia', 'Bolivian rainfall at a station.', { station: typed('Name') }, rainfall),
    method(
      'join_rain',
      'Joins tables of rainfall into one.',
      { tables: { type: 'array', items: typed('Rainfall', 'object') } },
      { joined: typed('Rainfall', 'object') },
    ),
  ],
})
const draft = (request: string) => draftPipeline(request, catalog, { context: { workspace_id: 'w', project_id: 'p' } })
const usesOf = (request: string) => draft(request).graph?.nodes.map(({ uses }) => uses)

test('of entries that are called alike the one is meant whose whole name is said', () => {
  expect(usesOf('sightings of Corvus Corax')).toEqual(['sighting_search'])
  expect(usesOf('sightings of Corvus Corax in the archive')).toEqual(['sighting_archive'])
  expect(usesOf('ring history of the sighting of Corvus Corax')).toEqual(['sighting_search', 'ring_history'])
})

test('where every name has a word that was not said, only a person knows which is meant', () => {
  expect(draft('nests of Corvus Corax')).toMatchObject({ outcome: 'question' })
})

test('a list is fed from every entry that is named, and from no other one', () => {
  const drawn = (request: string) => [draft(request).outcome, [...(usesOf(request) ?? [])].sort()]
  expect(drawn('join the rainfall at Alto Verde from Peru, Chile and Bolivia into one table')).toEqual([
    'plan',
    ['join_rain', 'rain_bolivia', 'rain_chile', 'rain_peru'],
  ])
  expect(drawn('join the rainfall at Alto Verde from Peru and Chile')).toEqual([
    'plan',
    ['join_rain', 'rain_chile', 'rain_peru'],
  ])
  expect(draft('join the rainfall at Alto Verde').outcome).toBe('question')
})
