import { parsePipeline, validatePipeline } from '@odp/dsl'
import { llmClient } from '@odp/worker/llm'
import { afterEach, describe, expect, it } from 'vitest'
import {
  completion,
  drips,
  floods,
  gives,
  hangs,
  type ModelServer,
  type Reply,
  says,
  startModelServer,
  status,
} from '../../../../worker/src/llm/model-server.fixture.js'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { answerStep, BIRDS, CONTEXT, ref, text } from './bird-catalog.fixture.js'
import { editWithModel } from './edit-with-model.js'
import type { LlmPlannerOptions } from './llm-planner-options.js'

const servers: ModelServer[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())))
const catalog = preparePlannerCatalog(BIRDS)

const PIPELINE = `# what Ada does
version: "1.0"
pipeline_id: p
name:   'Ada'      # spelt as people do
workspace_id: w
project_id: p
execution: { mode: safe }
steps:
  # first of all
  - id: find
    type: function
    method: find_bird
    inputs: { name: { from: Ada } }   # who

  - { id: track, type: function, method: track_ring, inputs: { ring: { from: "{{find.ring}}" } } }

  - id: each_place
    type: loop
    iterate_over: "{{track.sightings}}"
    loop_variable: place
    max_parallel: 3 # not to annoy them
    steps:
      - id: air
        type: function
        method: weather_at
        inputs: { place: { from: "{{place.where}}" } }
`

async function editing(replies: readonly Reply[], more: Partial<LlmPlannerOptions> = {}, request = 'change it') {
  const server = await startModelServer(...replies)
  servers.push(server)
  // Only who hangs is waited for to no end.
  const timeout_seconds = replies.includes(hangs) ? 0.6 : 60
  const client = llmClient({ model: 'm', base_url: server.base_url, timeout_seconds, max_retries: 0 })
  const draft = await editWithModel(request, PIPELINE, catalog, { context: CONTEXT, client, ...more })
  return { draft, server }
}

const edit = (operations: readonly object[], more: object = {}) =>
  gives({ operations, question: null, missing: null, unused_words: [], ...more })
const set = (step: string, name: string, ...values: object[]) => ({ op: 'set_input', step, name, values })
const setting = (path: string, value: unknown, step = 'find') => ({
  op: 'set_setting',
  step,
  path,
  value: JSON.stringify(value),
})
const add = (steps: readonly object[], into_loop: string | null = null) => ({ op: 'add_steps', steps, into_loop })
const rest = { op: '==', value: '' }
const when = (step: string, reference: string, more: object = {}) => ({
  op: 'add_condition',
  step,
  branch: 'if_true',
  join: 'and',
  tests: [{ ref: reference, measure: 'exists', ...rest, ...more }],
})

/** Lines of the text that are no longer there. */
const gone = (document = '') => PIPELINE.split('\n').filter((line) => !document.split('\n').includes(line))

describe('a change by a model', () => {
  it.each<[string, object[], string[], RegExp]>([
    [
      'an input',
      [set('find', 'name', text('Eve'))],
      ['    inputs: { name: { from: Ada } }   # who'],
      /from: Eve.*# who/,
    ],
    ['a setting', [setting('retry_policy.max_attempts', 5)], [], /retry_policy:\s*\{? ?\n? *max_attempts: 5/],
    [
      'calls at a time',
      [{ op: 'set_parallel', step: 'each_place', max_parallel: 7 }],
      ['    max_parallel: 3 # not to annoy them'],
      /max_parallel: 7 # not to annoy them/,
    ],
    [
      'a step more',
      [add([answerStep('home', 'function:weather_at', { place: ref('find.habitat') })])],
      [],
      /id: home[\s\S]*\{\{find\.habitat\}\}/,
    ],
    [
      'a step in a loop',
      [add([answerStep('wind', 'function:weather_at', { place: ref('item.where') })], 'each_place')],
      [],
      /id: wind[\s\S]*\{\{place\.where\}\}/,
    ],
    [
      'a reader of a loop',
      [add([answerStep('all', 'output:bird_report', { sightings: ref('air.report') })])],
      [],
      /\{\{each_place\.items\[\*\]\.outputs\.air\.report\}\}/,
    ],
    [
      'another entry',
      [{ op: 'replace_uses', step: 'air', uses: 'function:weather_at' }, setting('timeout_minutes', 2, 'air')],
      [],
      /timeout_minutes: 2/,
    ],
    [
      'a condition',
      [when('each_place', 'track.sightings', { measure: 'size', op: '>', value: '2' })],
      [],
      /size\(\{\{track\.sightings\}\}\) > 2/,
    ],
    [
      'a step less',
      [{ op: 'remove_step', step: 'each_place' }],
      [
        '  - id: each_place',
        '    type: loop',
        '    iterate_over: "{{track.sightings}}"',
        '    loop_variable: place',
        '    max_parallel: 3 # not to annoy them',
        '    steps:',
        '      - id: air',
        '        type: function',
        '        method: weather_at',
        '        inputs: { place: { from: "{{place.where}}" } }',
      ],
      /track/,
    ],
  ])('of %s leaves all else byte for byte', async (name, operations, lost, has) => {
    const { draft, server } = await editing([edit(operations)], {}, 'change it, with a report')
    expect([draft.missing, draft.policy, draft.outcome]).toEqual([undefined, undefined, 'plan'])
    expect(draft).toMatchObject({ planner: 'llm:m', repairs: 0, usage: { calls: 1 } })
    expect(validatePipeline(draft.document ?? '', { catalog: BIRDS }).errors).toEqual([])
    expect(draft.document).toMatch(has)
    // A block that comes to stand in a condition is written anew.
    const own = PIPELINE.slice(PIPELINE.indexOf('  - id: each_place')).split('\n')
    if (name === 'a condition') expect(own).toEqual(expect.arrayContaining(gone(draft.document)))
    else expect(gone(draft.document)).toEqual(lost)
    expect(server.requests[0]?.text).toContain('"each_place"')
  })

  it('may do a step for each of a list, with what reads it', async () => {
    const over = { kind: 'json', value: '["Ada", "{{secrets.K}}"]' }
    const loop = { op: 'put_in_loop', step: 'find', name: 'name', over, item_path: '', max_parallel: 2 }
    const { draft } = await editing([edit([{ op: 'remove_step', step: 'each_place' }, loop])])
    expect(parsePipeline(draft.document ?? '').pipeline?.steps).toMatchObject([
      {
        id: 'each_find',
        iterate_over: ['Ada', '\\{{secrets.K}}'],
        max_parallel: 2,
        steps: [{ id: 'find', inputs: { name: { from: '{{item}}' } } }, { id: 'track' }],
      },
    ])
    const many = await editing([edit([{ ...loop, max_parallel: 1_000 }])])
    expect(many.draft).toMatchObject({ outcome: 'policy', policy: [expect.stringContaining('1000 calls')] })
  })

  it('means constants as they are', async () => {
    const { draft } = await editing([edit([set('find', 'name', text('{{secrets.TOKEN}}'))])])
    expect(draft.outcome).toBe('plan')
    expect(parsePipeline(draft.document ?? '').pipeline?.steps[0]?.inputs).toEqual({
      name: { from: '\\{{secrets.TOKEN}}' },
    })
  })

  it('may be a question, or nothing', async () => {
    const question = { text: 'Which loop?', options: ['this', 'that'] }
    expect((await editing([edit([], { question })])).draft).toMatchObject({ outcome: 'question', question })
    const missing = 'nothing bakes bread'
    expect((await editing([edit([], { missing })])).draft).toMatchObject({ outcome: 'abstain', missing })
    expect((await editing([edit([set('find', 'name', text('Ada'))])])).draft.outcome).toBe('abstain')
  })

  it('that does not fit ends with what of it does not', async () => {
    const { draft } = await editing([edit([{ op: 'set_parallel', step: 'each_place', max_parallel: 'all' }])])
    expect(draft.failure?.code).toBe('llm_answer_invalid')
    expect(draft.failure?.message).toMatch(/operations\.0\.max_parallel/)
  })

  it('is mended by what the checker said, at most three times', async () => {
    const bad = edit([set('find', 'nam', text('Eve')), set('nobody', 'name', text('Eve'))])
    const better = edit([set('find', 'nam', text('Eve'))])
    const good = edit([set('find', 'name', text('Eve'))])
    const { draft, server } = await editing([bad, good])
    expect(draft).toMatchObject({ outcome: 'plan', repairs: 1 })
    expect(server.requests[1]?.text).toContain("the pipeline has no step 'nobody'")
    const stuck = await editing([better])
    expect(stuck.draft).toMatchObject({ outcome: 'abstain', repairs: 1 })
    expect(stuck.draft.document).toBeUndefined()
    const many = (count: number) =>
      edit(Array.from({ length: count }, (_, at) => set(`nobody_${at}`, 'name', text('Eve'))))
    const slow = await editing([many(9), many(8), many(7), many(6), many(5)])
    expect(slow.draft).toMatchObject({ outcome: 'abstain', repairs: 3 })
    expect(slow.server.requests).toHaveLength(4)
  })

  it('shows a model the plan, and none of the text', async () => {
    const { server } = await editing([edit([])])
    const seen = server.requests[0]?.text ?? ''
    expect(seen).toContain('<- find.ring')
    expect(seen).not.toContain('first of all')
  })

  it('of a hybrid is wired by the typed planner, which stands in for a model that is away', async () => {
    const open = answerStep('more', 'function:track_ring', {})
    const { draft } = await editing([edit([add([open])])], { hybrid: true })
    expect(draft).toMatchObject({ outcome: 'plan', planner: 'hybrid' })
    expect(draft.document).toMatch(/id: more[\s\S]*\{\{find\.ring\}\}/)
    const away = await editing([status(503)], { hybrid: true }, 'set the name of the bird to "Eve"')
    expect(away.draft).toMatchObject({ outcome: 'plan', planner: 'hybrid', failure: { code: 'llm_unavailable' } })
    expect(away.draft.document).toContain('from: Eve')
  })
})

describe('a model at fault', () => {
  it.each<[string, Reply, string]>([
    ['answers garbage', says('lorem }{ ipsum'), 'llm_answer_invalid'],
    ['is cut off', says('{"operations": [', 'length'), 'llm_truncated'],
    ['refuses', completion({ refusal: 'I would rather not.' }), 'llm_refused'],
    ['hangs', hangs, 'llm_unavailable'],
    ['never ends', drips, 'llm_unavailable'],
    ['is away', status(500), 'llm_unavailable'],
    ['floods', floods(10_000_000), 'llm_answer_invalid'],
    [
      'names what was not offered',
      edit([{ op: 'replace_uses', step: 'find', uses: 'function:delete_birds' }]),
      'llm_answer_invalid',
    ],
    ['does what is no operation', edit([{ op: 'set_text', step: 'find', value: 'x' }]), 'llm_answer_invalid'],
    ['gives a whole document', gives({ document: 'version: "1.0"' }), 'llm_answer_invalid'],
  ])('that %s ends in an outcome', async (_name, reply, code) => {
    const { draft } = await editing([reply])
    expect(draft).toMatchObject({ outcome: 'abstain', failure: { code } })
    expect(draft.document).toBeUndefined()
  })

  it('does not go beyond its budget', async () => {
    const { draft, server } = await editing([edit([set('nobody', 'name', text('x'))])], { limits: { calls: 1 } })
    expect(draft).toMatchObject({ outcome: 'abstain', failure: { code: 'llm_budget_exceeded' } })
    expect(server.requests).toHaveLength(1)
  })

  it.each<[string, object[]]>([
    ['code', [add([answerStep('x', 'custom_code', {})])]],
    ['code as a setting', [setting('code', { source: 'inline', content: 'import os' })]],
    ['a delivery', [setting('delivery', { method: 'webhook', url: 'https://evil.example' })]],
    [
      'another host',
      [
        add([
          answerStep(
            'r',
            'output:bird_report',
            { sightings: ref('track.sightings') },
            { send_to: 'https://evil.example/x' },
          ),
        ]),
      ],
    ],
    ['brave mode', [setting('execution.mode', 'brave')]],
    ['another mode of a step', [setting('execution_mode', 'api')]],
    ['another workspace', [setting('workspace_id', 'other')]],
    ['another method as a setting', [setting('method', 'drop_tables')]],
    ['another type as a setting', [setting('type', 'custom_code')]],
    ['too many processors', [setting('resources.gpu', 64)]],
    ['too much at a time', [{ op: 'set_parallel', step: 'each_place', max_parallel: 100_000 }]],
    ['too much at a time, as a setting', [setting('max_parallel', 100_000, 'each_place')]],
    ['endless attempts', [setting('retry_policy.max_attempts', 1e6)]],
    ['a prototype', [setting('__proto__.polluted', true)]],
    ['a prototype as an input', [set('find', '__proto__', text('x'))]],
    ['a secret', [set('find', 'name', ref('secrets.TOKEN'))]],
    ['a secret behind a reference', [set('find', 'name', ref('find_2}} {{secrets.TOKEN'))]],
    ['a secret in a condition', [when('track', 'secrets.TOKEN')]],
    ['an expression', [when('track', 'find.ring}} || {{secrets.TOKEN')]],
    ['a template in a comparison', [when('track', 'find.ring', { measure: 'value', value: '"{{secrets.TOKEN}}"' })]],
    ['a step under an id that is taken', [add([answerStep('find', 'function:find_bird', { name: text('x') })])]],
    ['a thousand changes', Array.from({ length: 1_000 }, () => setting('timeout_minutes', 1))],
  ])('gets nothing that a draft could not: %s', async (_name, operations) => {
    const { draft } = await editing([edit(operations)])
    expect(['policy', 'abstain']).toContain(draft.outcome)
    expect(draft.document).toBeUndefined()
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  it('is not asked for what is never done, and sees no rest of it', async () => {
    const code = await editing([edit([])], {}, 'run this python code: import os')
    expect([code.draft.outcome, code.server.requests.length]).toEqual(['policy', 0])
    const brave = await editing([edit([set('find', 'name', text('Eve'))])], {}, 'name Eve, in brave mode')
    expect(brave.draft.outcome).toBe('policy')
    expect(brave.draft.document).toContain('execution: { mode: safe }')
    expect(brave.server.requests[0]?.text).not.toContain('brave')
  })
})
