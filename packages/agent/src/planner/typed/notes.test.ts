import { describe, expect, test } from 'vitest'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { method, typed } from './method.fixture.js'
import { draftPipeline } from './typed-planner.js'

const catalog = preparePlannerCatalog({
  types: ['LoafName', 'Crumb', 'BakerName', 'Share', 'FlourTable', 'Letter'].map((id) => ({ id, parents: ['Thing'] })),
  methods: [
    method(
      'weigh_loaf',
      'Weight and crumb of a loaf.',
      { loaf: typed('LoafName') },
      {
        crumb_photo: typed('Crumb'),
        rise_score: typed('Share', 'number'),
        weight: typed('Share', 'number'),
        is_burnt: { type: 'boolean' },
      },
    ),
    method('grade_crumb_v2', 'Grade of a crumb.', { crumb: typed('Crumb') }, { grade: typed('Share', 'number') }),
    method(
      'praise_baker',
      'Writes a letter to a baker.',
      { baker: typed('BakerName'), max_words: typed('Share', 'integer') },
      { letter: typed('Letter') },
      ['max_words'],
    ),
    method('create_report', 'Report on a crumb.', { crumb: typed('Crumb') }, { pages: typed('Share', 'integer') }),
  ],
})
const draft = (text: string) =>
  draftPipeline(text, catalog, { context: { workspace_id: 'w', project_id: 'p', mode: 'safe' } })
const uses = (text: string) => draft(text).graph?.nodes.map((node) => node.uses)

describe('notes that write as catalogs do', () => {
  test('an id without its version means the only version that there is', () => {
    expect(uses('weigh_loaf "Rye one" -> grade_crumb')).toEqual(['weigh_loaf', 'grade_crumb_v2'])
  })

  test('the name of a field is no value', () => {
    const { graph } = draft('weigh_loaf "Rye one"; grade_crumb of crumb_photo')
    expect(graph?.inputs).toContainEqual(expect.objectContaining({ port: 'crumb', kind: 'ref' }))
  })

  test('the name of an input says which number is for it', () => {
    const { graph } = draft('praise_baker "Ada Miller", max_words 80')
    expect(graph?.inputs).toContainEqual(expect.objectContaining({ port: 'max_words', value: 80 }))
  })

  test.each(['if rise_score > 3 praise_baker "Ada Miller"', 'rise_score > 3 -> praise_baker "Ada Miller"'])(
    'a condition names its field: %j',
    (condition) => {
      const { graph } = draft(`weigh_loaf "Rye one"; ${condition}`)
      expect(graph?.control).toMatchObject([{ kind: 'conditional', condition: 'weigh_loaf.rise_score > 3' }])
    },
  )

  test('a name of common verbs is a name', () => {
    expect(uses('weigh_loaf "Rye one"; create report')).toEqual(['weigh_loaf', 'create_report'])
  })
})

test('`if it is one` counts nothing', () => {
  const { graph } = draft('Weigh the burnt loaf "Rye one". If it is one, praise the baker "Ada Miller"')
  expect(graph?.control).toMatchObject([{ kind: 'conditional', condition: 'weigh_loaf.is_burnt == true' }])
})

test('parts of one thing are asked for once', () => {
  expect(uses('weight and crumb of the loaf "Rye one"')).toEqual(['weigh_loaf'])
})

test('what a person says to hand over is not asked for', () => {
  expect(draft("I'll give you a heap of strange things. Where are they from?").outcome).not.toBe('abstain')
})
