import { expect, test } from 'vitest'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { method, typed } from './method.fixture.js'
import { draftPipeline } from './typed-planner.js'

const notices = { notices: typed('Notice') }
const catalog = preparePlannerCatalog({
  types: [
    { id: 'Any', parents: [] },
    { id: 'CropCode', parents: ['Any'] },
    { id: 'SeedVariety', parents: ['Any'] },
    { id: 'CompanyName', parents: ['Any'] },
  ],
  methods: [
    method(
      'pest_notices_west',
      'Notices on pests of a crop from the register of Europe.',
      { crop: typed('CropCode') },
      notices,
    ),
    method(
      'pest_notices_far',
      'Notices on pests of a crop from the register of New Zealand.',
      { crop: typed('CropCode') },
      notices,
    ),
    method('seed_prices', 'Prices of a seed.', { variety: typed('SeedVariety') }, { price: typed('Any', 'number') }),
    method('firm_record', 'Record of a firm.', { firm: typed('CompanyName') }, { seat: typed('Any') }),
  ],
})
const planned = (request: string) => {
  const { outcome, graph, question } = draftPipeline(request, catalog, {
    context: { workspace_id: 'w', project_id: 'p' },
  })
  const values = (graph?.inputs ?? []).map((input) => ('value' in input ? input.value : 'ref'))
  return { outcome, uses: graph?.nodes.map(({ uses }) => uses), values, asked: question?.text }
}

test('a further place calls for the entry that is for it', () => {
  expect(planned('notices on pests of the crop C-12 in Europe and in New Zealand')).toMatchObject({
    outcome: 'plan',
    uses: ['pest_notices_west', 'pest_notices_far'],
    values: ['C-12', 'C-12'],
  })
})

test('a further place that nothing is for is asked about', () => {
  const { outcome, asked } = planned('notices on pests of the crop C-12 in Europe and in Brazil')
  expect([outcome, asked]).toEqual(['question', expect.stringContaining('Brazil')])
})

test.each([
  ['seed prices for Timothy and Alsike', ['seed_prices', 'seed_prices'], ['Timothy', 'Alsike']],
  ['firm record of Marks and Spencer', ['firm_record'], ['Marks and Spencer']],
])('%j', (request, uses, values) => {
  expect(planned(request)).toMatchObject({ outcome: 'plan', uses, values })
})

test.each(['LH 404', 'NG 1923'])('%j is one code', (code) => {
  expect(planned(`notices on pests of crop ${code} in Europe`).values).toEqual([code])
})
