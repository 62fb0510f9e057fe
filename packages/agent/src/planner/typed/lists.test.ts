import { describe, expect, test } from 'vitest'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { listOf, method, typed } from './method.fixture.js'
import { draftPipeline } from './typed-planner.js'

const mail = { type: 'string', 'x-odp-type': 'EmailAddress' }
const catalog = preparePlannerCatalog({
  methods: [
    {
      id: 'breach_lookup',
      step_type: 'function',
      summary: 'Breaches of a mailbox.',
      inputs: { type: 'object', required: ['email'], properties: { email: mail } },
    },
    {
      id: 'sentiment',
      step_type: 'function',
      summary: 'Sentiment of texts.',
      inputs: {
        type: 'object',
        required: ['texts'],
        properties: { texts: { type: 'array', items: { type: 'string', 'x-odp-type': 'Text' } } },
      },
    },
  ],
})
const draft = (request: string) =>
  draftPipeline(request, catalog, { context: { workspace_id: 'w', project_id: 'p', most_parallel: 8 } })

describe('several constants', () => {
  test.each([
    'for each of a@x.org, b@x.org and c@x.org look up the breaches',
    'breach lookup for each of a@x.org, b@x.org, and c@x.org',
    'for every mailbox a@x.org, b@x.org or c@x.org look up breaches',
  ])('%j is a loop over them', (request) => {
    const { outcome, document } = draft(request)
    expect(outcome).toBe('plan')
    expect(document).toMatch(/iterate_over:\s*(\[|\n\s*- )\s*"?a@x\.org"?(,|\n\s*-) "?b@x\.org"?(,|\n\s*-) "?c@x\.org/)
    expect(document?.match(/method: /g)).toHaveLength(1)
  })

  test('for a port that takes a list are a list', () => {
    const { graph } = draft('sentiment of "I like it", "I hate it a lot" and "so so"')
    expect(graph?.nodes).toHaveLength(1)
    expect(graph?.inputs.map(({ value }) => value)).toEqual(['I like it', 'I hate it a lot', 'so so'])
  })
})

test('a port for lists of lists is fed from every list that there is', () => {
  const rows = preparePlannerCatalog({
    types: [
      { id: 'Anything', parents: [] },
      { id: 'Name', parents: ['Anything'] },
      { id: 'Row', parents: ['Anything'] },
      { id: 'Loan', parents: ['Row'] },
    ],
    methods: [
      method('book_loans', 'Loans of a reader.', { reader: typed('Name') }, { loans: listOf('Loan') }),
      method(
        'reader_graph',
        'Graph of readers from lists of loans.',
        {
          lists: {
            type: 'array',
            items: { type: ['object', 'array'], 'x-odp-type': 'Row', items: typed('Row', 'object') },
          },
        },
        { graph: typed('Graph', 'object') },
      ),
    ],
  })
  const { graph } = draftPipeline('book loans Ada Brook + book loans Ben Carver -> reader graph', rows, {
    context: { workspace_id: 'w', project_id: 'p' },
  })
  expect(graph?.inputs.filter(({ port }) => port === 'lists').map(({ ref }) => ref)).toEqual([
    'book_loans.loans',
    'book_loans_2.loans',
  ])
})
