import { describe, expect, test } from 'vitest'
import { editDraft } from '../../edit/edit-draft.js'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { draftPipeline } from './typed-planner.js'

const text = (type: string) => ({
  type: 'string',
  'x-odp-type': type,
  ...(type === 'FieldCode' ? { pattern: '^FC-\\d{1,4}$' } : {}),
})
const object = (properties: Record<string, unknown>, required = Object.keys(properties)) => ({
  type: 'object',
  required,
  properties,
})
const method = (id: string, summary: string, inputs: object, outputs: object, synonyms: readonly string[] = []) => ({
  id,
  step_type: 'function',
  summary,
  synonyms,
  inputs,
  outputs,
})
const field = { type: 'object', 'x-odp-type': 'FieldRecord', properties: { soil_kind: text('Word') } }
const catalog = preparePlannerCatalog({
  types: ['FarmName', 'FieldCode', 'FieldRecord', 'Word', 'Share', 'Count', 'MailAddress', 'Letter', 'Picture'].map(
    (id) => ({ id, parents: ['Anything'] }),
  ),
  methods: [
    method(
      'farm_fields',
      'Fields that belong to a farm.',
      object({ farm: text('FarmName') }),
      object({
        owned: { type: 'array', items: text('FieldCode') },
        total: { type: 'integer', 'x-odp-type': 'Count' },
      }),
      ['agri.register'],
    ),
    method('field_record', 'Soil of a field.', object({ field_code: text('FieldCode') }), object({ field }), [
      'soil survey',
    ]),
    method(
      'field_archive',
      'Older soil surveys of a field.',
      object({ field_code: text('FieldCode') }),
      object({ field }),
      ['soil archive'],
    ),
    method(
      'drought_model',
      'How likely a field dries out.',
      object({ field: { type: 'object', 'x-odp-type': 'FieldRecord' } }),
      object({
        drought_risk: { type: 'number', 'x-odp-type': 'Share' },
        pest_risk: { type: 'number', 'x-odp-type': 'Share' },
        infested: { type: 'boolean' },
        spots: { type: 'array', items: text('Word') },
      }),
    ),
    method(
      'tell_grower',
      'Sends a letter to a grower.',
      object({ mailbox: text('MailAddress'), letter: text('Letter') }),
      object({}),
      ['notify'],
    ),
    method(
      'compare_fields',
      'Compares fields with each other.',
      object({ field_codes: { type: 'array', items: text('FieldCode') } }),
      object({ ranking: { type: 'array', items: text('Word') } }),
    ),
    method(
      'compare_field',
      'Compares a field with the one beside it.',
      object({ field_code: text('FieldCode') }),
      object({ difference: text('Word') }),
    ),
    method('field_pictures', 'Pictures of a field from above.', object({ field_code: text('FieldCode') }), {
      type: 'object',
      required: ['pictures'],
      properties: { pictures: { type: 'array', items: text('Picture') } },
    }),
    method(
      'count_weeds',
      'Counts weeds in pictures.',
      object({ pictures: { type: 'array', items: text('Picture') } }),
      object({ weeds: { type: 'integer', 'x-odp-type': 'Count' } }),
    ),
    method(
      'irrigation_plan',
      'Plan for watering a field.',
      object({ field_code: text('FieldCode') }),
      object({ plan: text('Letter') }),
    ),
  ] as never,
})
const context = { workspace_id: 'w', project_id: 'p' }
const draft = (request: string) => draftPipeline(request, catalog, { context })
const uses = (request: string) => draft(request).graph?.nodes.map((node) => node.uses)
const control = (request: string) => draft(request).graph?.control

describe('what decides', () => {
  test.each([
    ['drought_risk > 0.4', 'drought_model.drought_risk > 0.4'],
    ['drought_risk ≥ 0.4', 'drought_model.drought_risk >= 0.4'],
    ['pest_risk <= 0.4', 'drought_model.pest_risk <= 0.4'],
    ['the pest risk is 0.4 or more', 'drought_model.pest_risk >= 0.4'],
    ['the drought risk is 0.4 or less', 'drought_model.drought_risk <= 0.4'],
    ['the drought risk is at least 0.4', 'drought_model.drought_risk >= 0.4'],
    ['not infested', 'drought_model.infested == false'],
    ['infested', 'drought_model.infested == true'],
  ])('if %s', (condition, expression) => {
    const found = control(`field record FC-12, drought model; if ${condition}, irrigation plan FC-12`)
    expect(found).toMatchObject([{ kind: 'conditional', condition: expression, contains: ['irrigation_plan'] }])
  })

  test('unless both', () => {
    const found = control(
      'field record FC-12, drought model; unless drought_risk < 0.4 and pest_risk < 0.3 irrigation plan FC-12',
    )
    expect(found).toMatchObject([{ condition: 'drought_model.drought_risk >= 0.4 || drought_model.pest_risk >= 0.3' }])
  })

  test('a branch that nothing is understood of is asked about', () => {
    const { outcome, question } = draft('field record FC-12, drought model; if infested then fumigate')
    expect([outcome, question?.text]).not.toEqual(['plan', undefined])
  })

  test('what decides stands outside of the branch, with what it needs', () => {
    const { outcome, graph } = draft(
      'drought model of FC-12. If the drought risk of the field record is over 0.5, get the irrigation plan of FC-12',
    )
    expect(outcome).toBe('plan')
    expect(graph?.control).toMatchObject([{ kind: 'conditional', contains: ['irrigation_plan'] }])
  })

  test('a word that no step speaks of decides nothing', () => {
    const { outcome, question } = draft(
      'field record FC-12, drought model; if the field is haunted, irrigation plan FC-12',
    )
    expect([outcome, question?.text]).toEqual(['question', expect.stringContaining('haunted')])
  })

  test('one branch reads nothing of the other', () => {
    const { graph } = draft(
      'field record FC-12, drought model; if infested irrigation plan FC-12, otherwise tell grower a@farm.example letter "all is well"',
    )
    expect(graph?.edges).not.toContainEqual(['irrigation_plan', 'tell_grower'])
  })
})

describe('notation', () => {
  test.each(['field record FC-12, fallback field archive', 'field record FC-12; on error field archive FC-12'])(
    '%j',
    (request) => {
      expect(control(request)).toMatchObject([{ kind: 'fallback', of: 'field_record', contains: ['field_archive'] }])
    },
  )

  test('the id of an entry is no value', () => {
    const { graph } = draft('irrigation_plan FC-12')
    expect(graph?.inputs).toMatchObject([{ node: 'irrigation_plan', port: 'field_code', value: 'FC-12' }])
  })

  test.each([
    'tell grower: mailbox a@farm.example, letter "Come soon"',
    'notify, mailbox a@farm.example, letter "Come soon"',
  ])('%j is one step', (request) => {
    expect(uses(request)).toEqual(['tell_grower'])
  })

  test('a synonym that looks like an address is no constant', () => {
    expect(uses('Fields of "Hill Farm" from agri.register')).toEqual(['farm_fields'])
  })

  test('so many at a time', () => {
    const found = control('parallel max 2: field record FC-1, irrigation plan FC-2, field archive FC-3')
    expect(found).toMatchObject([{ kind: 'parallel', max_parallel: 2 }])
    expect(found?.[0]?.contains).toHaveLength(3)
  })

  test('loop over an input', () => {
    expect(control('loop over input field_codes, max_parallel 3: field record')).toMatchObject([
      { kind: 'loop', over: 'input.field_codes', max_parallel: 3, contains: ['field_record'] },
    ])
  })

  test('a fallback that is added says for what', () => {
    const { document } = draft('field record FC-12')
    const edited = editDraft('add a fallback for the field record: field archive', document ?? '', catalog, { context })
    expect(edited.graph?.control).toMatchObject([{ kind: 'fallback', contains: ['field_archive'] }])
  })
})

describe('what is done again and again', () => {
  test.each([
    'irrigation plan for each field of "Hill Farm"',
    'for every field of "Hill Farm" an irrigation plan',
    'Fields of "Hill Farm"; for each one the irrigation plan',
    'farm fields "Hill Farm"; loop over the fields: irrigation plan',
  ])('%j', (request) => {
    const { outcome, graph } = draft(request)
    expect(outcome).toBe('plan')
    expect(graph?.control).toMatchObject([{ kind: 'loop', over: 'farm_fields.owned', contains: ['irrigation_plan'] }])
    expect(graph?.inputs).toContainEqual(
      expect.objectContaining({ node: 'farm_fields', port: 'farm', value: 'Hill Farm' }),
    )
  })

  test('what follows on an item stands in the loop', () => {
    expect(
      control('Fields of "Hill Farm"; for each of them the pictures from above and count the weeds'),
    ).toMatchObject([{ kind: 'loop', contains: ['field_pictures', 'count_weeds'] }])
  })

  test('what takes the whole list goes before a loop that nobody asked for', () => {
    const { graph } = draft('Fields of "Hill Farm", and compare them')
    expect(graph?.nodes.map((node) => node.uses)).toEqual(['farm_fields', 'compare_fields'])
    expect(graph?.control).toEqual([])
  })
})

test.each(['Reports of "Hill Farm"', 'reports search "Hill Farm"'])(
  '%j names a thing, though it could be a verb',
  (request) => {
    const search = method(
      'reports_search',
      'What a farm has to say of a year.',
      object({ farm: text('FarmName') }),
      object({ said: { type: 'array', items: text('Word') } }),
    )
    const own = preparePlannerCatalog({ methods: [search] as never })
    expect(draftPipeline(request, own, { context }).graph?.nodes.map((node) => node.uses)).toEqual(['reports_search'])
  },
)
