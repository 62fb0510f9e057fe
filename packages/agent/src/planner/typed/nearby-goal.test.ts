import { expect, test } from 'vitest'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { draftPipeline } from './typed-planner.js'

const port = (name: string, type: string) => ({
  type: 'object',
  required: [name],
  properties: { [name]: { type: 'string', 'x-odp-type': type } },
})
const list = (name: string, type: string) => ({
  type: 'object',
  required: [name],
  properties: { [name]: { type: 'array', items: { type: 'string', 'x-odp-type': type } } },
})
const catalog = preparePlannerCatalog({
  types: ['DogName', 'VetName', 'Illness', 'OwnerName'].map((id) => ({ id, parents: [] })),
  methods: [
    {
      id: 'dog_owner',
      step_type: 'function',
      summary: 'Owner of a dog.',
      inputs: port('dog', 'DogName'),
      outputs: port('owner', 'OwnerName'),
    },
    {
      id: 'dog_illness',
      step_type: 'function',
      summary: 'Illnesses a dog had.',
      inputs: port('dog', 'DogName'),
      outputs: list('illnesses', 'Illness'),
    },
    {
      id: 'dog_walks',
      step_type: 'function',
      summary: 'Walks planned with a dog.',
      inputs: port('dog', 'DogName'),
      outputs: list('walks', 'Walk'),
    },
    {
      id: 'vet_prices',
      step_type: 'function',
      summary: 'Prices of a vet.',
      inputs: port('vet', 'VetName'),
      outputs: list('prices', 'Price'),
    },
  ],
})
const draft = (request: string) => draftPipeline(request, catalog, { context: { workspace_id: 'w', project_id: 'p' } })

test('a word that the catalog has none of is taken for one that is like it, and the draft says so', () => {
  const { outcome, graph, flat, unused_words, uncertain_words } = draft('Who is the proprietor of Rex?')
  expect(outcome).toBe('plan')
  expect(graph?.nodes.map(({ uses }) => uses)).toEqual(['dog_owner'])
  expect(uncertain_words).toEqual([{ said: 'proprietor', read_as: 'owner', uses: 'dog_owner' }])
  expect(unused_words).toContain('proprietor')
  expect(flat?.steps[0]?.because).toContain("'proprietor' taken for 'owner'")
})

test('a word of the catalog counts more than one that is like another', () => {
  const { graph, uncertain_words } = draft('walks of Rex')
  expect(graph?.nodes.map(({ uses }) => uses)).toEqual(['dog_walks'])
  expect(uncertain_words).toBeUndefined()
})

test.each([
  'Bake a cake for Rex',
  'What is the horoscope of Rex?',
  'How tall is Mount Everest?',
  'Sell the proprietor of Rex',
  'Who won the football match yesterday?',
  'Find a hotel near the owner of Rex',
])('%j makes no plan', (request) => {
  expect(draft(request).outcome).not.toBe('plan')
})

test('the same request gives the same draft', () => {
  expect(draft('Who is the proprietor of Rex?')).toEqual(draft('Who is the proprietor of Rex?'))
})
