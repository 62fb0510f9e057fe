import { describe, expect, test } from 'vitest'
import { method, typed } from '../planner/typed/method.fixture.js'
import { draftPipeline } from '../planner/typed/typed-planner.js'
import { preparePlannerCatalog } from '../retrieve/planner-catalog.js'
import { editDraft } from './edit-draft.js'

const texts = { type: 'array', items: typed('Text') }
const catalog = preparePlannerCatalog({
  types: [
    { id: 'Any', parents: [] },
    { id: 'Text', parents: ['Any'] },
    { id: 'Note', parents: ['Text'] },
    { id: 'Subject', parents: ['Any'] },
  ],
  methods: [
    method(
      'garden_diary',
      'Diary entries on a plant.',
      { plant: typed('Subject') },
      {
        entries: {
          type: 'array',
          items: { type: 'object', 'x-odp-type': 'Entry', properties: { note: typed('Note') } },
        },
      },
    ),
    method('write_digest', 'Digest of texts.', { texts }, { digest: typed('Text') }),
    method('mood_of', 'Mood of texts.', { texts: { type: 'array', items: typed('Note') } }, { mood: typed('Any') }),
    method(
      'translate_text',
      'Translates a text.',
      { text: typed('Text'), language: typed('Language') },
      {
        translated: typed('Text'),
      },
    ),
    method(
      'send_letter',
      'Sends an e-mail.',
      { to: typed('EmailAddress'), body: typed('Text') },
      { sent: typed('Any') },
    ),
  ],
})
const context = { workspace_id: 'w', project_id: 'p' }
const base =
  draftPipeline(
    'garden diary of "Mint", digest of the entries, mood of the entries, email the digest to a@x.example',
    catalog,
    {
      context,
    },
  ).document ?? ''
const edited = (request: string) => {
  const draft = editDraft(request, base, catalog, { context })
  return {
    draft,
    uses: draft.graph?.nodes.map(({ id }) => id),
    inputs: Object.fromEntries(
      (draft.graph?.inputs ?? []).map(({ node, port, ...value }) => [
        `${node}.${port}`,
        'ref' in value ? value.ref : 'value' in value ? value.value : 'input',
      ]),
    ),
  }
}
const ALL = ['garden_diary', 'write_digest', 'mood_of', 'send_letter']

test('the pipeline that is edited', () => {
  expect(edited('drop the mood').uses).toEqual(ALL.filter((id) => id !== 'mood_of'))
})

test.each([
  ['drop the last bit', 'send_letter'],
  ['leave out the third step', 'mood_of'],
  ['forget about the mood', 'mood_of'],
  ['never mind the mood', 'mood_of'],
])('%j', (request, gone) => {
  expect(edited(request).uses).toEqual(ALL.filter((id) => id !== gone))
})

test.each(['also do that for "Sage"', 'the same for "Sage"', 'do it for "Sage" too'])(
  '%j does all of it once more and leaves what is there',
  (request) => {
    const { uses, inputs } = edited(request)
    expect(uses).toEqual([...ALL, ...ALL.map((id) => `${id}_2`)])
    expect(inputs).toMatchObject({
      'garden_diary.plant': 'Mint',
      'garden_diary_2.plant': 'Sage',
      'write_digest_2.texts': 'garden_diary_2.entries[*].note',
      'send_letter_2.body': 'write_digest_2.digest',
    })
  },
)

test.each(['translate the digest into French before mailing it', 'put a translation into French before the letter'])(
  '%j is read by what comes behind it',
  (request) => {
    expect(edited(request).inputs).toMatchObject({
      'translate_text.text': 'write_digest.digest',
      'send_letter.body': 'translate_text.translated',
    })
  },
)

test.each(['stop if it is empty', 'stop if nothing was found', 'please stop when there are no entries'])(
  '%j',
  (request) => {
    const { draft } = edited(request)
    expect(draft.graph?.control.map(({ kind, condition }) => [kind, condition])).toEqual(
      Array(3).fill(['conditional', 'size(garden_diary.entries) == 0']),
    )
  },
)

test('another method takes what the step had', () => {
  expect(edited('replace the mood by a digest').inputs).toMatchObject({
    'mood_of.texts': 'garden_diary.entries[*].note',
  })
})

describe('numbers', () => {
  test.each(['retry it 3 times', 'with 8 cpus'])('%j asks of which step', (request) => {
    expect(edited(request).draft).toMatchObject({ outcome: 'question', question: { options: ALL } })
  })

  test.each(['give the mood 500 cpus', 'the mood with 900 GB of memory', 'give the mood a timeout of 9000 hours'])(
    '%j is above the quota',
    (request) => {
      expect(edited(request).draft.outcome).toBe('policy')
    },
  )

  test.each(['garden diary of "Mint" with 500 cpus', 'garden diary of "Mint" with 900 GB of memory'])(
    '%j is above the quota',
    (request) => {
      expect(draftPipeline(request, catalog, { context }).outcome).toBe('policy')
    },
  )
})
