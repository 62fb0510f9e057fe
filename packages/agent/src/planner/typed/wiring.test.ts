import { describe, expect, test } from 'vitest'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { listOf, method, typed } from './method.fixture.js'
import { draftPipeline } from './typed-planner.js'

const catalog = preparePlannerCatalog({
  types: [
    { id: 'Anything', parents: [] },
    { id: 'Text', parents: ['Anything'] },
    { id: 'WineId', parents: ['Text'] },
    { id: 'GrapeName', parents: ['Text'] },
    { id: 'WineRecord', parents: ['Anything'] },
    { id: 'Tasting', parents: ['Anything'] },
    { id: 'Harvest', parents: ['Anything'] },
    { id: 'Amount', parents: ['Anything'] },
    { id: 'Price', parents: ['Anything'] },
    { id: 'AuctionResult', parents: ['Anything'] },
    { id: 'shop_url', parents: ['Text'] },
    { id: 'picture_url', parents: ['Text'] },
  ],
  methods: [
    method(
      'wine_record',
      'The cellar book entry of a wine.',
      { wine: typed('WineId') },
      { entry: typed('WineRecord', 'object') },
    ),
    method('tastings', 'Tasting notes of a wine.', { bottle: typed('WineId') }, { notes: listOf('Tasting') }),
    method('harvests', 'Harvests that a wine came from.', { origin: typed('WineId') }, { crops: listOf('Harvest') }),
    method(
      'wine_booklet',
      'Booklet about a wine.',
      { record: typed('WineRecord', 'object'), sips: listOf('Tasting'), vintages: listOf('Harvest') },
      { booklet: typed('Text') },
      ['sips', 'vintages'],
    ),
    method(
      'blend_grapes',
      'Whether two grapes can be blended.',
      { one_grape: typed('GrapeName'), other_grape: typed('GrapeName') },
      { verdict: typed('Text') },
    ),
    method('shop_page', 'Offer of a shop.', { shop_link: typed('shop_url') }, { label_picture: typed('picture_url') }),
    method(
      'label_style',
      'Style of the label in a picture.',
      { picture: typed('picture_url') },
      { style: typed('Text') },
    ),
    method(
      'storage_fee',
      'Fee for storage.',
      { bottles: typed('Amount', 'number'), months: typed('Amount', 'number') },
      { fee: typed('Amount', 'number') },
    ),
    method('cork_count', 'Counts corks of a wine.', { wine: typed('WineId') }, { corks: typed('Amount', 'number') }),
    method(
      'compare_entries',
      'Compares two entries.',
      { left: typed('WineRecord', 'object'), right: typed('WineRecord', 'object') },
      { gap: typed('Text') },
    ),
    method('appraisal', 'Appraisal of a wine.', { wine: typed('WineId') }, { worth: typed('Price', 'number') }),
    method(
      'auctions',
      'Auction results of a wine.',
      { lot: typed('WineId') },
      { results: listOf('AuctionResult'), middle: typed('Price', 'number') },
    ),
    method(
      'expert_opinion',
      'Expert opinion on a price.',
      { amount: typed('Price', 'number'), evidence: listOf('AuctionResult') },
      { opinion: typed('Text') },
    ),
    method(
      'old_ledger',
      'The ledger entry of a wine.',
      { vine: typed('WineId') },
      { line: typed('WineRecord', 'object') },
    ),
  ],
})
const draft = (request: string) => draftPipeline(request, catalog, { context: { workspace_id: 'w', project_id: 'p' } })
const inputsOf = (request: string, node: string) =>
  Object.fromEntries(
    (draft(request).graph?.inputs ?? []).flatMap((one) =>
      one.node === node ? [[one.port, 'ref' in one ? one.ref : one.value]] : [],
    ),
  )

describe('what a step is given besides', () => {
  test.each([
    'Booklet about wine W-12, with the tasting notes and the harvests',
    'wine record W-12, tastings W-12 and harvests W-12; booklet from the record, tastings and harvests',
    'Tastings of W-12 and harvests of W-12, then a wine booklet with both',
  ])('%j fills the ports that need not be filled', (request) => {
    expect(inputsOf(request, 'wine_booklet')).toEqual({
      record: 'wine_record.entry',
      sips: 'tastings.notes',
      vintages: 'harvests.crops',
    })
  })

  test('comes from each of them, where both are named', () => {
    expect(
      inputsOf('Appraisal of W-12, auction results of W-12, and an expert opinion with both', 'expert_opinion'),
    ).toEqual({ amount: 'appraisal.worth', evidence: 'auctions.results' })
  })

  test('is nothing that was not said', () => {
    expect(inputsOf('Tasting notes of W-12. Booklet about wine W-12.', 'wine_booklet')).toEqual({
      record: 'wine_record.entry',
    })
  })
})

describe('two ports of one type', () => {
  test('get what two steps give, in the order of the words', () => {
    expect(inputsOf('wine record W-12 and ledger entry W-12; compare entries', 'compare_entries')).toEqual({
      left: 'wine_record.entry',
      right: 'old_ledger.line',
    })
  })

  test('never get the same value', () => {
    const { outcome, question } = draft('Can grapes be blended: grape "Riesling" with the other grape?')
    expect(outcome).toBe('question')
    expect(question?.text).toContain('other_grape')
  })
})

describe('a constant that is something else', () => {
  test('is made into what is needed by an entry that the words name', () => {
    expect(inputsOf('Shop offer https://shop.example/o/7: the style of the label', 'label_style')).toEqual({
      picture: 'shop_page.label_picture',
    })
  })

  test('is taken where it is called that', () => {
    expect(inputsOf('style of the label in the picture https://shop.example/o/7', 'label_style')).toEqual({
      picture: 'https://shop.example/o/7',
    })
  })
})

test('a number that is lacking is asked for, and not computed by a step that nobody spoke of', () => {
  const { outcome, question } = draft('storage fee for 40 bottles')
  expect(outcome).toBe('question')
  expect(question?.text).toContain('months')
})

test('what stands before an arrow goes into what stands behind it', () => {
  const { outcome, graph } = draft('wine record, tastings, harvests BARO-77 -> wine booklet')
  expect(outcome).toBe('plan')
  expect(graph?.inputs.filter(({ node }) => node === 'wine_booklet').map(({ port }) => port)).toEqual([
    'record',
    'sips',
    'vintages',
  ])
})
