import { type JsonObject, parsePipeline, stringifyPipeline } from '@odp/dsl'
import { describe, expect, test } from 'vitest'
import { objectOf } from '../json/object-of.js'
import { preparePlannerCatalog } from '../retrieve/planner-catalog.js'
import { findInDocument } from './document-steps.js'
import { editDraft } from './edit-draft.js'

const typed = (type: string, json = 'string'): JsonObject => ({ type: json, 'x-odp-type': type })
const method = (
  id: string,
  summary: string,
  required: Record<string, JsonObject>,
  outputs: Record<string, JsonObject>,
  optional: Record<string, JsonObject> = {},
) => ({
  id,
  step_type: 'function' as const,
  summary,
  inputs: { type: 'object', required: Object.keys(required), properties: { ...required, ...optional } },
  outputs: { type: 'object', required: Object.keys(outputs), properties: outputs },
})
const catalog = preparePlannerCatalog({
  types: [
    { id: 'Anything', parents: [] },
    { id: 'ReaderCard', parents: ['Anything'] },
    { id: 'BranchCode', parents: ['Anything'] },
    { id: 'Loan', parents: ['Anything'] },
    { id: 'Subject', parents: ['Anything'] },
    { id: 'Share', parents: ['Anything'] },
    { id: 'Fee', parents: ['Anything'] },
  ],
  methods: [
    method(
      'card_holders',
      'Readers of a branch.',
      { branch: typed('BranchCode') },
      { readers: { type: 'array', items: typed('ReaderCard') } },
    ),
    method(
      'open_loans',
      'Books that a reader has out.',
      { reader: typed('ReaderCard') },
      { loans: { type: 'array', items: typed('Loan', 'object') } },
    ),
    method(
      'loans_archive',
      'Books out, from the old archive.',
      { card: typed('ReaderCard') },
      { loans: { type: 'array', items: typed('Loan', 'object') } },
    ),
    method('fines', 'Fines of a reader.', { owner: typed('ReaderCard') }, { owed: typed('Fee', 'number') }),
    method(
      'overdue_risk',
      'Probability that loans come back late.',
      { borrowed: { type: 'array', items: typed('Loan', 'object') } },
      { late_share: typed('Share', 'number') },
    ),
    method(
      'shelf_search',
      'Books on a subject.',
      { subject: typed('Subject') },
      { hits: { type: 'array', items: typed('Loan', 'object') } },
      { limit: { type: 'integer' }, shelf: { type: 'string' } },
    ),
    method(
      'write_letter',
      'Writes a letter to a reader.',
      { to_reader: typed('ReaderCard'), text: { type: 'string' } },
      { sent: { type: 'boolean' } },
    ),
  ],
})
const step = (id: string, uses: string, inputs: Record<string, string | number>) => ({
  id,
  type: 'function' as const,
  method: uses,
  inputs: Object.fromEntries(Object.entries(inputs).map(([name, from]) => [name, { from }])),
})
const pipelineOf = (...steps: ReturnType<typeof step>[]) =>
  stringifyPipeline({
    version: '1.0',
    pipeline_id: 'p',
    name: 'P',
    workspace_id: 'w',
    project_id: 'p',
    execution: { mode: 'safe' },
    steps,
  })
const edited = (request: string, pipeline: string) => {
  const draft = editDraft(request, pipeline, catalog, { context: { workspace_id: 'w', project_id: 'p' } })
  const document = draft.document === undefined ? undefined : parsePipeline(draft.document).pipeline
  const find = (id: string) => (document === undefined ? undefined : findInDocument(document, id)?.step)
  const value = (id: string, port: string) => objectOf(objectOf(find(id)?.inputs)[port]).from
  return { draft, document, find, value }
}

const LATE = pipelineOf(
  step('out', 'open_loans', { reader: 'R-771' }),
  step('late', 'overdue_risk', { borrowed: '{{out.loans}}' }),
  step('note', 'write_letter', { to_reader: 'R-771', text: 'Bring them back' }),
)
const SHELF = pipelineOf(step('find', 'shelf_search', { subject: 'falconry', limit: 10 }))

test.each(['also get the fines of the same reader', 'add the fines of that reader'])(
  '%j takes the reader that the steps have',
  (request) => {
    const { draft, value, document } = edited(request, LATE)
    expect(draft.outcome).toBe('plan')
    expect(document?.steps).toHaveLength(4)
    expect(value('fines', 'owner')).toBe('R-771')
  },
)

describe('a number', () => {
  test.each(['raise the limit to 40', 'limit to 40', 'give me 40, not 10', '40 instead of 10'])(
    '%j is set where it is meant',
    (request) => {
      const { draft, value } = edited(request, SHELF)
      expect(draft.outcome).toBe('plan')
      expect(value('find', 'limit')).toBe(40)
      expect(value('find', 'subject')).toBe('falconry')
    },
  )

  test('that no step has a use for changes none', () => {
    const { draft } = edited('set it to 40', LATE)
    expect(draft.outcome).not.toBe('plan')
  })

  test('of a session is not raised', () => {
    expect(edited('raise the limit to 40', LATE).draft.outcome).toBe('policy')
    expect(edited('raise the quota to 40', SHELF).draft.outcome).toBe('policy')
  })
})

describe('for each', () => {
  test.each(['do this for every reader of branch B-12 instead of R-771', 'not just R-771: everybody in B-12'])(
    '%j puts the step and what reads it into a loop',
    (request) => {
      const pipeline = pipelineOf(
        step('out', 'open_loans', { reader: 'R-771' }),
        step('late', 'overdue_risk', { borrowed: '{{out.loans}}' }),
        step('find', 'shelf_search', { subject: 'falconry' }),
      )
      const { draft, find, value, document } = edited(request, pipeline)
      expect(draft.outcome).toBe('plan')
      expect(value('card_holders', 'branch')).toBe('B-12')
      expect(find('each_out')?.iterate_over).toBe('{{card_holders.readers}}')
      expect(find('each_out')?.steps).toMatchObject([{ id: 'out' }, { id: 'late' }])
      expect(value('out', 'reader')).toBe('{{item}}')
      expect(value('late', 'borrowed')).toBe('{{out.loans}}')
      expect(document?.steps.find(({ id }) => id === 'find')?.inputs).toEqual({ subject: { from: 'falconry' } })
    },
  )

  test('goes over the list that a step gives already', () => {
    const pipeline = pipelineOf(
      step('who', 'card_holders', { branch: 'B-12' }),
      step('debt', 'fines', { owner: 'R-771' }),
    )
    const { draft, find, value } = edited('the fines of each of the readers, not only R-771', pipeline)
    expect(draft.outcome).toBe('plan')
    expect(find('each_debt')?.iterate_over).toBe('{{who.readers}}')
    expect(value('debt', 'owner')).toBe('{{item}}')
    expect(value('who', 'branch')).toBe('B-12')
  })

  test('asks for the list where none is named', () => {
    const { draft } = edited('all of them, not only R-771', LATE)
    expect(draft.outcome).toBe('question')
    expect(draft.question?.text).toContain('R-771')
  })
})

test.each(['add a fallback to the open loans: loans archive', 'use the loans archive as fallback for the open loans'])(
  '%j stands in where the step fails',
  (request) => {
    const { draft, find, value } = edited(request, LATE)
    expect(draft.outcome).toBe('plan')
    expect(find('out')?.on_error).toEqual({ fallback_step: 'loans_archive' })
    expect(value('loans_archive', 'card')).toBe('R-771')
  },
)

test('a condition in note form governs the step, and its number goes into no other', () => {
  const { draft, find, value } = edited('condition on the letter: late_share over 0.7', LATE)
  expect(draft.outcome).toBe('plan')
  expect(find('when_note')?.condition).toEqual({ expression: '{{late.late_share}} > 0.7' })
  expect(value('out', 'reader')).toBe('R-771')
})

test('a new value goes into the step that is named, and stays out of the others', () => {
  const { draft, value } = edited('write the letter to R-900', LATE)
  expect(draft.outcome).toBe('plan')
  expect(value('note', 'to_reader')).toBe('R-900')
  expect(value('out', 'reader')).toBe('R-771')
})

test('what is not needed goes', () => {
  const { draft, find } = edited("the letter isn't needed any more", LATE)
  expect(draft.outcome).toBe('plan')
  expect(find('note')).toBeUndefined()
  expect(find('late')).toBeDefined()
})

test.each(['take the letter out again', 'leave the letter away', 'throw the letter out of it, please'])(
  '%j takes out what stands between the verb and its particle',
  (request) => {
    const { draft, find } = edited(request, LATE)
    expect(draft.outcome).toBe('plan')
    expect(find('note')).toBeUndefined()
    expect(find('late')).toBeDefined()
  },
)

test('no steps are added for half understood words where nobody said that any are', () => {
  const { draft } = edited('the reader wobbled, go for open loans of a splurge', SHELF)
  expect(draft.outcome).toBe('question')
})

test('what was not understood says so', () => {
  const { draft } = edited('set the limit to 10', SHELF)
  expect(draft.outcome).toBe('question')
})
