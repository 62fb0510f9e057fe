import { expect, test } from 'vitest'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { method, typed } from './method.fixture.js'
import { draftPipeline } from './typed-planner.js'

const catalog = preparePlannerCatalog({
  types: [
    { id: 'Thing', parents: [] },
    ...['LoafName', 'Crumb', 'CrumbText', 'BakerName', 'Letter', 'Flavour'].map((id) => ({ id, parents: ['Thing'] })),
  ],
  methods: [
    method(
      'weigh_loaf',
      'Crumb of a loaf of some dough.',
      { loaf: typed('LoafName') },
      {
        crumb: typed('Crumb', 'object'),
        crumb_text: typed('CrumbText'),
        flavour: typed('Flavour'),
      },
    ),
    method(
      'dough_match',
      'Decides whether crumbs belong to the same dough.',
      { crumb: typed('Crumb', 'object') },
      { verdict: typed('Flavour') },
      [],
      ['same dough'],
    ),
    method('crumb_archive', 'Older crumbs.', { loaf: typed('LoafName') }, { crumb: typed('Crumb', 'object') }),
    method('praise_baker', 'Writes to a baker.', { baker: typed('BakerName') }, { letter: typed('Letter') }),
    method('crumb_card', 'Card of a crumb.', { crumb: typed('Crumb', 'object') }, { card: typed('Letter') }),
    method('print_crumb_text', 'Prints the text.', { text: typed('CrumbText') }, { sheet: typed('Letter') }),
    method(
      'pantry_record',
      'Keeps anything in the pantry.',
      { thing: { type: ['object', 'string', 'array'], 'x-odp-type': 'Thing' } },
      {
        receipt: typed('Flavour'),
      },
    ),
  ],
})
const graph = (text: string) =>
  draftPipeline(text, catalog, { context: { workspace_id: 'w', project_id: 'p', mode: 'safe' } }).graph

test.each([
  ['weigh the loaf "Rye one". If that fails, praise the baker "Ada Miller" instead.', 'praise_baker', 'Ada Miller'],
  ['weigh_loaf "Rye one", fallback praise_baker "Ada Miller"', 'praise_baker', 'Ada Miller'],
  ['weigh the loaf "Rye one", falling back to the older crumbs when it fails', 'crumb_archive', 'Rye one'],
])('%j stands in with its own value, or that of the step', (text, stand, value) => {
  const plan = graph(text)
  expect(plan?.nodes.map((node) => node.uses)).toEqual(['weigh_loaf', stand])
  expect(plan?.control).toMatchObject([{ kind: 'fallback', of: 'weigh_loaf' }])
  expect(plan?.inputs.filter(({ node }) => node === stand)).toMatchObject([{ kind: 'const', value }])
})

test('what a condition compares with is a value of nothing else', () => {
  const plan = graph('weigh the loaf "Rye one"; if the flavour is not "dark", print the crumb text')
  expect(plan?.control).toMatchObject([{ condition: 'weigh_loaf.flavour != "dark"' }])
  expect(plan?.inputs).toContainEqual(expect.objectContaining({ port: 'text', ref: 'weigh_loaf.crumb_text' }))
})

test('where anything fits, what was made last and not used yet is meant', () => {
  const plan = graph('weigh_loaf ryetop; crumb card; pantry record')
  expect(plan?.inputs.filter(({ port }) => port === 'thing')).toMatchObject([{ ref: 'crumb_card.card' }])
})

test('notes are in the order in which things are done', () => {
  const plan = graph('weigh_loaf ryetop; pantry record; crumb card')
  expect(plan?.inputs.filter(({ port }) => port === 'thing')).toEqual([
    expect.objectContaining({ ref: expect.stringMatching(/^weigh_loaf\./) }),
  ])
})

test('what is named in full is meant beside a step that has its words too', () => {
  const plan = graph('does the dough loaf "Rye one" belong to the same dough?')
  expect(plan?.nodes.map((node) => node.uses)).toEqual(['weigh_loaf', 'dough_match'])
})

test('a bare word behind the id of a step is for it', () => {
  const plan = graph('weigh_loaf ryetop')
  expect(plan?.inputs).toMatchObject([{ port: 'loaf', value: 'ryetop' }])
})
