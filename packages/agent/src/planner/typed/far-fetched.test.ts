import { describe, expect, test } from 'vitest'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { listOf, method, typed } from './method.fixture.js'
import { draftPipeline } from './typed-planner.js'

const list = (type: string, properties: Record<string, ReturnType<typeof typed>>) => ({
  type: 'array',
  items: { type: 'object', 'x-odp-type': type, properties },
})
const catalog = preparePlannerCatalog({
  types: [
    { id: 'Any', parents: [] },
    { id: 'Text', parents: ['Any'] },
    { id: 'ReviewText', parents: ['Text'] },
    { id: 'Timestamp', parents: ['Any'] },
    { id: 'Minutes', parents: ['Any'] },
    { id: 'Record', parents: ['Any'] },
    { id: 'LogEntry', parents: ['Record'] },
  ],
  methods: [
    method(
      'barn_record',
      'Register entry of a barn.',
      { barn_number: typed('BarnPlate') },
      {
        barn: { type: 'object', 'x-odp-type': 'Record', properties: { plate: typed('BarnPlate') } },
      },
    ),
    method(
      'repair_log',
      'Repairs of a barn.',
      { barn_number: typed('BarnPlate') },
      {
        entries: list('LogEntry', { note: typed('Text') }),
        open_items: typed('Minutes', 'integer'),
      },
    ),
    method(
      'crate_trace',
      'Where a crate was last seen.',
      { crate: typed('CrateTag') },
      {
        barn: typed('BarnPlate'),
        seen_on: typed('Timestamp'),
        owner_email: typed('EmailAddress'),
      },
    ),
    method(
      'milking_status',
      'Status of a milking.',
      { milking_no: typed('MilkingNumber') },
      {
        delay: typed('Minutes', 'number'),
      },
    ),
    method('refund_sum', 'Refund for a delay.', { delay: typed('Minutes', 'number') }, { sum: typed('Any', 'number') }),
    method(
      'book_stall',
      'Books a stall for a day.',
      { stall: typed('StallNumber'), day: typed('Timestamp') },
      {
        confirmation: typed('Text'),
      },
    ),
    method(
      'hay_offers',
      'Offers for a sort of hay.',
      { sort: typed('HayName') },
      {
        offers: list('Record', { dealer: typed('DealerName'), price: typed('Any', 'number') }),
      },
    ),
    method('order_hay', 'Orders hay from a dealer.', { dealer: typed('DealerName') }, { order_no: typed('Text') }),
    method(
      'cheese_reviews',
      'Reviews of a cheese.',
      { cheese: typed('CheeseName') },
      {
        reviews: list('Record', { review: typed('ReviewText') }),
      },
    ),
    method(
      'mood',
      'Mood of reviews.',
      { texts: { type: 'array', items: typed('ReviewText') } },
      {
        mood: typed('Any'),
      },
    ),
    method(
      'write_digest',
      'Digest of texts.',
      { texts: { type: 'array', items: typed('Text') } },
      {
        digest: typed('Text'),
      },
      [],
      ['digest'],
    ),
    method(
      'translate_text',
      'Translates a text.',
      { text: typed('Text'), language: typed('Language') },
      {
        translated: typed('Text'),
      },
    ),
    method('risk_score', 'Risk from records.', { evidence: listOf('Record') }, { risk: typed('Any', 'number') }),
    method(
      'send_letter',
      'Sends an e-mail.',
      { to: typed('EmailAddress'), body: typed('Text') },
      {
        sent: typed('Any', 'boolean'),
      },
    ),
  ],
})
const draft = (request: string) => draftPipeline(request, catalog, { context: { workspace_id: 'w', project_id: 'p' } })
const usesOf = (request: string) => {
  const { outcome, graph } = draft(request)
  return [outcome, graph?.nodes.map(({ uses }) => uses)]
}
const inputsOf = (request: string) =>
  Object.fromEntries(
    (draft(request).graph?.inputs ?? []).map(({ node, port, ...value }) => [
      `${node}.${port}`,
      'ref' in value ? value.ref : 'value' in value ? value.value : 'input',
    ]),
  )

describe('steps that nobody spoke of', () => {
  test('a plate of letters goes where it fits, and makes no chain of what fits anything', () => {
    expect(usesOf('barn record of D-AIMA')).toEqual(['plan', ['barn_record']])
  })

  test('what names one thing is no name of another one, and a day is not made of it', () => {
    expect(draft('book the stall T-9').question?.text).toMatch(/timestamp.*'day' of book_stall/)
  })

  test('a number that something is compared with is no value', () => {
    expect(inputsOf('milking status 4711; if the delay is over 180 minutes, the refund sum')).toMatchObject({
      'refund_sum.delay': 'milking_status.delay',
    })
  })

  test('a name is no text: what gives the text of it is asked', () => {
    expect(usesOf('the mood of the reviews of "Blue Moon"')).toEqual(['plan', ['cheese_reviews', 'mood']])
  })

  test('a step that only a condition called for is read by what speaks of it', () => {
    expect(
      inputsOf('barn record D-AIMA, if its repair log has more than 3 open items, risk score from the entries'),
    ).toMatchObject({ 'risk_score.evidence': 'repair_log.entries' })
  })
})

describe('what is wanted done', () => {
  test.each([
    ['hay offers for "Timothy", then order the hay from the cheapest dealer', /the 'cheapest'/],
    ['cheese reviews of "Blue Moon", then mail qa@dairy.example', /for every one of reviews of cheese_reviews/],
    ['trace the crate C-12 and email the curator "it is there"', /Which address has 'curator'/],
  ])('%j is asked about', (request, text) => {
    expect(draft(request)).toMatchObject({ question: { text: expect.stringMatching(text) } })
  })

  test.each([
    ['trace the crate C-12 and email the owner "it is there"', ['crate_trace', 'send_letter']],
    ['email the owner of crate C-12 "it is there"', ['crate_trace', 'send_letter']],
  ])('%j is done', (request, uses) => {
    expect(usesOf(request)).toEqual(['plan', uses])
  })

  test('what a later part is about is not made of what comes of it', () => {
    expect(inputsOf('digest of the reviews of "Blue Moon", translate the digest into Czech')).toMatchObject({
      'translate_text.text': 'write_digest.digest',
      'write_digest.texts': 'cheese_reviews.reviews[*].review',
    })
  })
})

test('what is said to come with the run is not asked for', () => {
  expect(draft("I'll give you a heap of frobs. Which of them glorped?").outcome).toBe('question')
})
