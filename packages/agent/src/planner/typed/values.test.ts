import { describe, expect, test } from 'vitest'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { listOf, method, typed } from './method.fixture.js'
import { draftPipeline } from './typed-planner.js'

/** A library and a garden: nothing that the evaluation sets speak of. */
const catalog = preparePlannerCatalog({
  types: [
    { id: 'Thing', parents: [] },
    { id: 'Text', parents: ['Thing'] },
    { id: 'ReaderNumber', parents: ['Text'] },
    { id: 'ShelfMark', parents: ['Text'] },
    { id: 'PlantName', parents: ['Text'] },
    { id: 'street_address', parents: ['Text'] },
    { id: 'town', parents: ['Text'] },
    { id: 'Amount', parents: ['Thing'] },
    { id: 'Book', parents: ['Thing'] },
    { id: 'Reader', parents: ['Thing'] },
    { id: 'TaxonCode', parents: ['Text'] },
    { id: 'Doi', parents: ['Text'] },
    { id: 'Orcid', parents: ['Text'] },
  ],
  methods: [
    method(
      'reader_card',
      'The card of a reader.',
      { reader: typed('ReaderNumber') },
      { card: typed('Reader', 'object') },
    ),
    method(
      'shelf_scan',
      'What stands at a shelf mark.',
      { mark: typed('ShelfMark') },
      { found: typed('Book', 'object') },
    ),
    method(
      'loan_right',
      'Whether a reader may borrow a book.',
      { who: typed('Reader', 'object'), what: typed('Book', 'object') },
      { allowed: typed('Thing', 'boolean') },
      [],
      ['borrow'],
    ),
    method(
      'seed_search',
      'Searches seeds of a plant.',
      {
        plant: typed('PlantName'),
        max_price: typed('Amount', 'number'),
        min_grams: typed('Amount', 'number'),
        limit: typed('Amount', 'integer'),
      },
      { seeds: listOf('Thing') },
      ['max_price', 'min_grams', 'limit'],
      ['seeds'],
    ),
    method(
      'plant_neighbours',
      'Whether two plants grow well together.',
      { one_plant: typed('PlantName'), other_plant: typed('PlantName') },
      { verdict: typed('Text') },
      [],
      ['grow together', 'companions'],
    ),
    method(
      'plant_diseases',
      'Diseases of a plant.',
      { host: typed('PlantName') },
      { diseases: listOf('Thing') },
      [],
      ['diseases', 'blight'],
    ),
    method('soil_map', 'Soil at an address.', { site: typed('street_address') }, { soil: typed('Text') }, [], ['soil']),
    method(
      'frost_days',
      'Days of frost of a town.',
      { town: typed('town') },
      { days: typed('Amount', 'number') },
      [],
      ['frost'],
    ),
    method(
      'taxon_code',
      'Code of a plant name in the flora.',
      { plant: typed('PlantName') },
      { code: typed('TaxonCode') },
      [],
      ['flora-9'],
    ),
    method(
      'herbarium_sheets',
      'Pressed sheets.',
      { taxon: typed('TaxonCode'), least_year: typed('Amount', 'integer') },
      { sheets: listOf('Thing') },
      ['least_year'],
      ['herbarium'],
    ),
    method('article_text', 'Text of an article.', { article: typed('Doi') }, { body: typed('Text') }, [], ['article']),
    method('botanist', 'A botanist.', { author: typed('Orcid') }, { articles: listOf('Thing') }, [], ['botanist']),
    method(
      'greenhouse_credit',
      'Instalment of a greenhouse on credit.',
      {
        credit: typed('Amount', 'number'),
        rate_percent: typed('Amount', 'number'),
        term_years: typed('Amount', 'integer'),
      },
      { instalment: typed('Amount', 'number') },
    ),
  ],
})
const draft = (request: string) => draftPipeline(request, catalog, { context: { workspace_id: 'w', project_id: 'p' } })
const inputsOf = (request: string) =>
  (draft(request).graph?.inputs ?? []).map((one) => `${one.node}.${one.port}=${'ref' in one ? one.ref : one.value}`)

describe('numbers', () => {
  test.each([
    [
      'Instalment for a greenhouse on credit of 9000 at 4.5 percent over 6 years',
      ['credit=9000', 'rate_percent=4.5', 'term_years=6'],
    ],
    ['greenhouse credit over 6 years at 4.5 % for 9000 euros', ['credit=9000', 'rate_percent=4.5', 'term_years=6']],
  ])('%j gives each its own', (request, expected) => {
    expect(inputsOf(request).sort()).toEqual(expected.map((one) => `greenhouse_credit.${one}`))
  })

  test('of a bound and a unit go where these are named', () => {
    expect(inputsOf('seeds of "Phlox" for at most 12 with at least 5 grams').sort()).toEqual([
      'seed_search.max_price=12',
      'seed_search.min_grams=5',
      'seed_search.plant=Phlox',
    ])
  })

  test('of what is asked for are no name of it', () => {
    expect(inputsOf('Find 20 seeds of "Phlox"').sort()).toEqual(['seed_search.limit=20', 'seed_search.plant=Phlox'])
  })
})

describe('codes and addresses', () => {
  test('that have a form of their own go where that form is taken', () => {
    expect(inputsOf('botanist 0000-0002-1825-0097 and article 10.1000/182.a').sort()).toEqual([
      'article_text.article=10.1000/182.a',
      'botanist.author=0000-0002-1825-0097',
    ])
    expect(draft('botanist 10.1000/182.a').outcome).not.toBe('plan')
  })

  test('go to the step whose noun stands beside them', () => {
    expect(inputsOf('may reader R-77 borrow the book at shelf mark 12-334/7?').sort()).toEqual([
      'loan_right.what=shelf_scan.found',
      'loan_right.who=reader_card.card',
      'reader_card.reader=R-77',
      'shelf_scan.mark=12-334/7',
    ])
  })

  test('an address is whole, and not the town of another step', () => {
    expect(inputsOf('Soil at Rosenweg 14, 89073 Ulm')).toEqual(['soil_map.site=Rosenweg 14, 89073 Ulm'])
    expect(inputsOf('frost in Ulm')).toEqual(['frost_days.town=Ulm'])
  })
})

describe('ordinary words', () => {
  test.each([
    ['diseases of aubergine', ['plant_diseases.host=aubergine']],
    ['blight on early girl tomatoes', ['plant_diseases.host=early girl tomatoes']],
    [
      'do basil and winter savory grow together?',
      ['plant_neighbours.one_plant=basil', 'plant_neighbours.other_plant=winter savory'],
    ],
    [
      'plant neighbours: basil, winter savory',
      ['plant_neighbours.one_plant=basil', 'plant_neighbours.other_plant=winter savory'],
    ],
    [
      'companions check between basil and fennel',
      ['plant_neighbours.one_plant=basil', 'plant_neighbours.other_plant=fennel'],
    ],
    ['Find 20 seeds of honeydew', ['seed_search.limit=20', 'seed_search.plant=honeydew']],
    ['diseases of aubergine, and seeds of phlox', ['plant_diseases.host=aubergine', 'seed_search.plant=phlox']],
    ['seeds of model 3 zinnia', ['seed_search.plant=model 3 zinnia']],
  ])('%j: the words that nothing else knows are the value', (request, expected) => {
    expect(inputsOf(request).sort()).toEqual(expected)
    expect(draft(request).unused_words).toEqual([])
  })

  test('may be what a step is given that is added for another one', () => {
    expect(inputsOf('herbarium sheets of hedge 3 woundwort').sort()).toEqual([
      'herbarium_sheets.taxon=taxon_code.code',
      'taxon_code.plant=hedge 3 woundwort',
    ])
  })

  test.each(['do plants grow together', 'does basil grow together with the other plant?', 'diseases of the neighbour'])(
    '%j names no value, and is asked about',
    (request) => {
      expect(draft(request).outcome).toBe('question')
    },
  )
})
