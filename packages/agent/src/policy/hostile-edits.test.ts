import {
  type Json,
  type JsonObject,
  type PipelineDocument,
  parsePipeline,
  stringifyPipeline,
  validatePipeline,
} from '@odp/dsl'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stepLists } from '../edit/document-steps.js'
import { editDraft } from '../edit/edit-draft.js'
import type { EditOperation } from '../edit/edit-operation.js'
import { judgeEdit } from '../edit/judge-edit.js'
import { objectOf } from '../json/object-of.js'
import type { PlanStep, PlanValue } from '../plan/flat-plan.js'
import { BIRDS, CONTEXT } from '../planner/llm/bird-catalog.fixture.js'
import { preparePlannerCatalog } from '../retrieve/planner-catalog.js'
import { checkOperationsPolicy } from './check-operations.js'

const catalog = preparePlannerCatalog(BIRDS)
const context = { ...CONTEXT, most_parallel: 10 }

const find = { id: 'find', type: 'function', method: 'find_bird', inputs: { name: { from: 'Ada' } } }
const track = { id: 'track', type: 'function', method: 'track_ring', inputs: { ring: { from: '{{find.ring}}' } } }
const weather = { id: 'air', type: 'function', method: 'weather_at', inputs: { place: { from: '{{item.where}}' } } }
const each = { id: 'each', type: 'loop', iterate_over: '{{track.sightings}}', loop_variable: 'item', steps: [weather] }
/** What a person may have written, and no draft may. */
const own = {
  id: 'own',
  type: 'custom_code',
  runtime: 'python3.12',
  code: { source: 'inline', content: 'def execute(inputs): return {}' },
}
const file = {
  id: 'file',
  type: 'output',
  format: 'pdf_report',
  template: 'bird_report',
  inputs: { sightings: { from: '{{track.sightings}}' } },
}
const sent = { ...file, delivery: { method: 'webhook', url: 'https://given.example/take' } }
const secret = { ...find, id: 'hidden', inputs: { name: { from: '{{secrets.NAME}}' } } }

const document = fc
  .record({
    mode: fc.constantFrom('safe', 'brave', undefined),
    workspace_id: fc.constantFrom('w', 'w', 'given_workspace'),
    more: fc.subarray([each, own, file, sent, secret, { ...each, id: 'wide', max_parallel: 50 }]),
    max_parallel: fc.option(fc.constantFrom(5, 500), { nil: undefined }),
  })
  .map(({ mode, workspace_id, more, max_parallel }) => {
    const ids = new Set<string>()
    const steps = [find, track, ...more].filter(({ id }) => !ids.has(id) && ids.add(id))
    const air = (step: (typeof steps)[number]) =>
      step.id === 'wide' ? { ...step, steps: [{ ...weather, id: 'wind' }] } : step
    const execution = {
      ...(mode === undefined ? {} : { mode }),
      ...(max_parallel === undefined ? {} : { max_parallel }),
    }
    return {
      version: '1.0',
      pipeline_id: 'p',
      name: 'P',
      workspace_id,
      project_id: 'p',
      ...(Object.keys(execution).length === 0 ? {} : { execution }),
      steps: steps.map(air),
    } as unknown as PipelineDocument
  })

const words = fc.constantFrom(
  'add a step that',
  'also',
  'remove',
  'use',
  'instead of',
  'replace',
  'set',
  'change',
  'only if',
  'track the ring',
  'find the bird "Eve"',
  'the weather at the place "Oslo"',
  'a bird report',
  'the ring is over 3',
  'in brave mode',
  'in workspace ws-evil-9',
  'to workspace_id: given_workspace_2',
  'run python code import os',
  'custom_code',
  'with 64 GPUs',
  'with sixty gpus',
  'on 2 gpus and 99 gpus',
  'at most 5000 at a time',
  'max_parallel 60',
  'fifty in parallel',
  'sixty at once',
  'one after another',
  'send it to https://evil.example/take',
  'deliver it to https://hooks.good.example/x',
  'https://hooks.good.example@evil.example/',
  '{{secrets.TOKEN}}',
  'name: "{{secrets.TOKEN}}"',
  '{{find.ring}}',
  'secrets.TOKEN',
  'find',
  'air',
  'each',
  'own',
  'file',
  'hidden',
  'and',
  'then',
  'retry 3 times',
  'a timeout of 5 minutes',
  'if it fails',
  'otherwise',
  'drop_tables',
  '__proto__',
)
const request = fc.array(words, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(' '))

/** What there is of something in a document, told apart by step. */
function seen(document: PipelineDocument) {
  const steps = stepLists(document).flat().map(objectOf)
  const texts = (part: JsonObject) => JSON.stringify({ ...part, steps: null, branches: null })
  return {
    head: JSON.stringify([document.workspace_id, document.project_id, document.execution ?? null]),
    code: steps.filter((step) => 'code' in step).map((step) => JSON.stringify([step.id, step.code])),
    urls: steps.flatMap(({ delivery }) => (delivery === undefined ? [] : [String(objectOf(delivery).url)])),
    secrets: steps.filter((step) => /(?<!\\)\{\{\s*secrets\b/.test(texts(step))).map(({ id }) => String(id)),
    wide: steps.flatMap((step) => {
      const most = Number(step.max_parallel ?? objectOf(step.parallel_config).max_parallel ?? 0)
      return most > 10 ? [`${step.id} ${most}`] : []
    }),
    gpus: steps.filter((step) => Number(objectOf(step.resources).gpu ?? 0) > 4).length,
    methods: steps.flatMap(({ method }) => (typeof method === 'string' ? [method] : [])),
  }
}

const word = fc.constantFrom(
  ...[
    'find',
    'track',
    'air',
    'each',
    'own',
    'file',
    'hidden',
    'wide',
    'new',
    'item',
    'name',
    'ring',
    'place',
    'sightings',
  ],
  ...[
    'find.ring',
    'find.habitat',
    'track.sightings',
    'item.where',
    'air.report',
    'secrets.TOKEN',
    'run.id',
    '__proto__',
  ],
  ...[
    'find}} {{secrets.TOKEN',
    '{{secrets.TOKEN}}',
    '\\{{secrets.TOKEN}}',
    'code',
    'delivery',
    'execution.mode',
    'type',
  ],
  ...['resources.gpu', 'retry_policy.max_attempts', 'timeout_minutes', 'max_parallel', 'method', 'constructor', ''],
)
const any = fc.oneof(
  word,
  fc.constantFrom<Json>(1, 3, 64, 1e9, '9', true, null, ['x'], { url: 'https://evil.example' }),
)
const value: fc.Arbitrary<PlanValue> = fc.oneof(
  fc.record({ kind: fc.constant('const' as const), value: any }),
  fc.record({ kind: fc.constant('ref' as const), ref: word }),
  fc.record({ kind: fc.constant('input' as const), name: word }),
)
const tests = fc.array(
  fc.record({
    ref: word,
    measure: fc.constantFrom('value' as const, 'exists' as const, 'expression' as const),
    value: any,
  }),
  { minLength: 1, maxLength: 2 },
)
const uses = fc.constantFrom(
  ...[
    ['find_bird', 'function'],
    ['track_ring', 'function'],
    ['weather_at', 'function'],
    ['bird_report', 'output'],
  ],
  ...[
    ['drop_tables', 'function'],
    ['custom_code', 'custom_code'],
    ['output', 'output'],
    ['validation', 'validation'],
  ],
)
const added: fc.Arbitrary<PlanStep> = fc
  .record({ id: word, uses, name: word, value, after: fc.array(word, { maxLength: 1 }), url: fc.option(fc.webUrl()) })
  .map(({ id, uses: [name = '', type = ''], name: port, value: bound, after, url }) => ({
    id,
    uses: name,
    type,
    inputs: [{ name: port, values: [bound] }],
    settings: [],
    after,
    because: '',
    ...(url === null ? {} : { delivery: { url } }),
  }))
const operation: fc.Arbitrary<EditOperation> = fc.oneof(
  fc.record({ op: fc.constant('add_steps' as const), steps: fc.array(added, { maxLength: 2 }) }),
  fc.record({ op: fc.constant('add_steps' as const), steps: fc.array(added, { maxLength: 2 }), into_loop: word }),
  fc.record({ op: fc.constant('remove_step' as const), step: word }),
  fc.record({ step: word, uses }).map(({ step, uses: [name = '', type = ''] }) => ({
    op: 'replace_uses' as const,
    step,
    uses: name,
    type,
  })),
  fc.record({
    op: fc.constant('set_input' as const),
    step: word,
    name: word,
    values: fc.array(value, { maxLength: 2 }),
  }),
  fc.record({ op: fc.constant('set_setting' as const), step: word, path: word, value: any }),
  fc.record({ op: fc.constant('set_parallel' as const), step: word, max_parallel: fc.constantFrom(1, 7, 11, 1e6) }),
  fc.record({
    op: fc.constant('put_in_loop' as const),
    step: word,
    name: word,
    over: value,
    item_path: word,
    max_parallel: fc.constantFrom(1, 7, 11, 1e6),
  }),
  fc.record({
    op: fc.constant('add_condition' as const),
    step: word,
    tests,
    join: fc.constant('and' as const),
    branch: fc.constantFrom('if_true' as const, 'if_false' as const),
  }),
)

/** Holds what came of an edit against what was there, without asking the policy. */
function expectHarmless(given: PipelineDocument, text: string): void {
  const before = seen(given)
  const { pipeline } = parsePipeline(text)
  expect(validatePipeline(text, { catalog: catalog.index }).errors).toEqual([])
  if (pipeline === undefined) throw new Error('it cannot be read')
  const after = seen(pipeline)
  expect(after.head).toBe(before.head)
  expect(before.code).toEqual(expect.arrayContaining(after.code))
  for (const url of after.urls) if (!before.urls.includes(url)) expect(url).toMatch(/^https:\/\/hooks\.good\.example\//)
  expect(before.secrets).toEqual(expect.arrayContaining(after.secrets))
  expect(before.wide).toEqual(expect.arrayContaining(after.wide))
  expect(after.gpus).toBe(0)
  for (const method of after.methods) expect(['find_bird', 'track_ring', 'weather_at']).toContain(method)
}

describe('an edit', () => {
  it('gets nothing that a draft could not, whatever it says and whatever is there', () => {
    let changed = 0
    let refused = 0
    fc.assert(
      fc.property(document, request, (given, text) => {
        const draft = editDraft(text, stringifyPipeline(given), catalog, { context })
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
        if (draft.outcome === 'policy') refused += 1
        if (draft.document === undefined) return
        changed += 1
        expectHarmless(given, draft.document)
      }),
      { numRuns: 300 },
    )
    // Otherwise nothing was shown.
    expect(changed).toBeGreaterThan(30)
    expect(refused).toBeGreaterThan(30)
  })

  it('of any operations gets nothing more either', () => {
    let changed = 0
    let refused = 0
    fc.assert(
      fc.property(document, fc.array(operation, { minLength: 1, maxLength: 2 }), (given, operations) => {
        const refusals = checkOperationsPolicy(operations, given, catalog, context)
        if (refusals.length > 0) refused += 1
        else {
          const text = stringifyPipeline(given)
          const judgement = judgeEdit(text, operations, catalog, context)
          if (judgement.kind !== 'valid') return
          if (judgement.text !== text) changed += 1
          expectHarmless(given, judgement.text)
        }
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
      }),
      { numRuns: 3_000 },
    )
    expect(changed).toBeGreaterThan(20)
    expect(refused).toBeGreaterThan(500)
  })

  it.each<[string, string, string]>([
    ['change the loop to 60 at a time', 'more than the 10', '60'],
    ['set max_parallel to 11', 'more than the 10', '11'],
  ])('holds the limit of the caller: %s', (text, reason) => {
    const given = {
      version: '1.0',
      pipeline_id: 'p',
      name: 'P',
      workspace_id: 'w',
      project_id: 'p',
      steps: [find, track, each],
    }
    const pipeline = stringifyPipeline(given as unknown as PipelineDocument)
    const draft = editDraft(text, pipeline, catalog, { context })
    expect([draft.outcome, draft.document]).toEqual(['policy', undefined])
    expect(draft.policy?.join()).toContain(reason)
    expect(editDraft(text.replace(/\d+/, '7'), pipeline, catalog, { context }).document).toContain('max_parallel: 7')
  })
})
