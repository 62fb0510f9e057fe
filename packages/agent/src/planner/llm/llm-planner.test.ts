import { parsePipeline, validatePipeline } from '@odp/dsl'
import { llmClient } from '@odp/worker/llm'
import { afterEach, describe, expect, it } from 'vitest'
import {
  completion,
  floods,
  gives,
  givesEach,
  hangs,
  type ModelServer,
  type Reply,
  says,
  startModelServer,
  status,
} from '../../../../worker/src/llm/model-server.fixture.js'
import { preparePlannerCatalog } from '../../retrieve/planner-catalog.js'
import { answer, answerStep, BIRDS, CONTEXT, FIND, GOOD, REQUEST, ref, TRACK, text } from './bird-catalog.fixture.js'
import { draftWithModel } from './llm-planner.js'
import type { LlmPlannerOptions } from './llm-planner-options.js'

const servers: ModelServer[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())))
const catalog = preparePlannerCatalog(BIRDS)

async function drafting(replies: readonly Reply[], more: Partial<LlmPlannerOptions> = {}, request = REQUEST) {
  const server = await startModelServer(...replies)
  servers.push(server)
  // Only who hangs is waited for to no end.
  const timeout_seconds = replies.includes(hangs) ? 0.6 : 60
  const client = llmClient({ model: 'm', base_url: server.base_url, timeout_seconds, max_retries: 0 })
  const draft = await draftWithModel(request, catalog, { context: CONTEXT, client, ...more })
  return { draft, server }
}

describe('a plan of a model', () => {
  it('becomes a valid document', async () => {
    const { draft, server } = await drafting([gives(GOOD)])
    expect(draft).toMatchObject({ outcome: 'plan', planner: 'llm:m', repairs: 0, usage: { calls: 1 } })
    expect(validatePipeline(draft.document ?? '', { catalog: BIRDS }).errors).toEqual([])
    expect(draft.document).toContain('{{find.ring}}')
    expect(server.requests[0]?.text).toContain('function:track_ring')
  })

  it('keeps loops and conditions', async () => {
    const weather = answerStep(
      'weather',
      'function:weather_at',
      { place: ref('item.where') },
      {
        for_each: { loop: 'places', over: ref('track.sightings'), max_parallel: 3 },
        when: {
          condition: 'c',
          branch: 'if_true',
          join: 'and',
          tests: [{ ref: 'track.sightings', measure: 'size', op: '>', value: '2' }],
        },
      },
    )
    const { draft } = await drafting([gives(answer([FIND, TRACK, weather]))])
    expect(draft.outcome).toBe('plan')
    expect(draft.document).toContain('size({{track.sightings}}) > 2')
    expect(draft.document).toContain('max_parallel: 3')
  })

  it('means constants as they are', async () => {
    const find = answerStep('find', 'function:find_bird', { name: text('{{secrets.TOKEN}} and {{run.id}}') })
    const { draft } = await drafting([gives(answer([find]))])
    expect(draft.outcome).toBe('plan')
    const name = parsePipeline(draft.document ?? '').pipeline?.steps[0]?.inputs
    expect(name).toEqual({ name: { from: '\\{{secrets.TOKEN}} and \\{{run.id}}' } })
  })

  it('gives one text to an input that takes a list as a list', async () => {
    const report = answerStep('report', 'output:bird_report', { sightings: text('none') })
    const { draft } = await drafting([gives(answer([report]))])
    const inputs = parsePipeline(draft.document ?? '').pipeline?.steps[0]?.inputs
    expect(inputs).toEqual({ sightings: { from: ['none'] } })
  })

  it('may be a question, or nothing', async () => {
    const question = { text: 'Which Ada?', options: ['the owl', 'the crow'] }
    expect((await drafting([gives(answer([], { question }))])).draft).toMatchObject({ outcome: 'question', question })
    const missing = 'nothing bakes bread'
    expect((await drafting([gives(answer([], { missing }))])).draft).toMatchObject({ outcome: 'abstain', missing })
  })
})

describe('a plan with issues', () => {
  const broken = answer([FIND, answerStep('track', 'function:track_ring', { rung: ref('find.ring') })])

  it('is mended by what the checker said, and nothing else', async () => {
    const { draft, server } = await drafting([gives(broken), gives(GOOD)])
    expect(draft).toMatchObject({ outcome: 'plan', repairs: 1 })
    expect(server.requests[1]?.text).toContain('"problems"')
    expect(server.requests[1]?.text).toContain("'ring'")
  })

  it('is given up when the issues do not become fewer', async () => {
    const { draft, server } = await drafting([gives(broken)])
    expect(draft).toMatchObject({ outcome: 'abstain', repairs: 1 })
    expect(draft.issues?.length).toBeGreaterThan(0)
    expect(draft.document).toBeUndefined()
    expect(server.requests).toHaveLength(2)
  })

  it('is given back three times at most', async () => {
    let left = 9
    const { draft, server } = await drafting([
      givesEach(() => {
        left -= 1
        const bad = Array.from({ length: left }, (_, at) => answerStep(`t${at}`, 'function:track_ring', {}))
        return answer([FIND, ...bad])
      }),
    ])
    expect(draft).toMatchObject({ outcome: 'abstain', repairs: 3 })
    expect(server.requests).toHaveLength(4)
  })
})

describe('several samples', () => {
  it('are held against each other', async () => {
    const other = answer([FIND])
    const renamed = answer([
      answerStep('b', 'function:track_ring', { ring: ref('a.ring') }),
      answerStep('a', 'function:find_bird', { name: text('Ada') }),
    ])
    const { draft } = await drafting([gives(other), gives(GOOD), gives(renamed)], { samples: 3 })
    expect(draft).toMatchObject({ outcome: 'plan', agreement: { samples: 3, votes: 2 } })
    expect(draft.graph?.nodes).toHaveLength(2)
  })
})

describe('a hybrid', () => {
  it('lets the typed planner do the wiring that the model left open', async () => {
    const open = answer([
      answerStep('one', 'function:find_bird', { name: text('Ada') }),
      answerStep('two', 'function:track_ring', {}),
    ])
    const { draft, server } = await drafting([gives(open)], { hybrid: true })
    expect(draft).toMatchObject({ outcome: 'plan', planner: 'hybrid', repairs: 0 })
    expect(draft.document).toContain('{{one.ring}}')
    expect(server.requests).toHaveLength(1)
  })

  it('is the typed planner alone where the plan of the model cannot be mended', async () => {
    const broken = answer([answerStep('one', 'function:find_bird', { nam: text('Ada') })])
    const { draft, server } = await drafting([gives(broken)], { hybrid: true })
    expect(draft).toMatchObject({ outcome: 'plan', planner: 'hybrid', failure: { code: 'llm_answer_invalid' } })
    expect(draft.failure?.message).toContain("no input 'nam'")
    expect(draft.graph?.nodes).toHaveLength(2)
    expect(server.requests).toHaveLength(2)
  })

  it('is the typed planner alone where the model is away', async () => {
    const { draft } = await drafting([status(503)], { hybrid: true })
    expect(draft).toMatchObject({ planner: 'hybrid', failure: { code: 'llm_unavailable' } })
    expect(draft.outcome).toBe('plan')
  })
})

describe('a model at fault', () => {
  it.each<[string, Reply, string]>([
    ['answers garbage', says('lorem }{ ipsum'), 'llm_answer_invalid'],
    ['is cut off', says('{"steps": [', 'length'), 'llm_truncated'],
    ['refuses', completion({ refusal: 'I would rather not.' }), 'llm_refused'],
    ['hangs', hangs, 'llm_unavailable'],
    ['is away', status(500), 'llm_unavailable'],
    ['names what was not offered', gives(answer([answerStep('x', 'function:delete_birds', {})])), 'llm_answer_invalid'],
    ['floods', floods(10_000_000), 'llm_answer_invalid'],
  ])('that %s ends in an outcome', async (_name, reply, code) => {
    const { draft } = await drafting([reply])
    expect(draft).toMatchObject({ outcome: 'abstain', failure: { code } })
    expect(draft.document).toBeUndefined()
  })

  it('does not go beyond its budget', async () => {
    const broken = answer([FIND, answerStep('track', 'function:track_ring', {})])
    const { draft, server } = await drafting([gives(broken)], { limits: { calls: 1 } })
    expect(draft).toMatchObject({ outcome: 'abstain', failure: { code: 'llm_budget_exceeded' }, usage: { calls: 1 } })
    expect(server.requests).toHaveLength(1)
  })

  it.each(['', '   ', 'x', 'ы'.repeat(100_000), `${'{{'.repeat(30_000)}`])(
    'is asked little for odd requests',
    async (request) => {
      const { draft } = await drafting([gives(answer([], { missing: 'nothing' }))], {}, request)
      expect(['abstain', 'policy', 'question']).toContain(draft.outcome)
      expect(draft.usage.calls).toBeLessThanOrEqual(1)
    },
  )
})
