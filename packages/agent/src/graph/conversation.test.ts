import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecutionEvent, ExecutionState } from '@odp/dsl/plan'
import { llmClient } from '@odp/worker/llm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gives, givesEach, startModelServer } from '../../../worker/src/llm/model-server.fixture.js'
import { answer, answerStep, BIRDS, CONTEXT, FIND, GOOD, REQUEST, ref } from '../planner/llm/bird-catalog.fixture.js'
import { preparePlannerCatalog } from '../retrieve/planner-catalog.js'
import { Conversations, type ConversationTurn } from './conversation.js'
import type { ConversationDependencies } from './conversation-dependencies.js'
import { ConversationError } from './conversation-error.js'
import type { ConversationProgress } from './conversation-progress.js'
import type { Executions } from './executions.js'
import { type GraphPlanner, modelGraphPlanner, typedGraphPlanner } from './graph-planner.js'
import { SqliteCheckpointer } from './sqlite-checkpointer.js'

const catalog = preparePlannerCatalog(BIRDS)
const planner = typedGraphPlanner(catalog, CONTEXT)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'odp-conversation-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function executionsOf(...statuses: string[]) {
  const submitted: string[] = []
  const executions: Executions = {
    submit: async (_document, _input, { execution_id }) => {
      submitted.push(execution_id)
      return true
    },
    watch: async (_id, tell) => {
      tell({ sequence: 1, type: 'pipeline.started' } as ExecutionEvent)
      return { status: statuses.shift() ?? 'completed', cost_units: 0, steps: [] } as unknown as ExecutionState
    },
  }
  return { executions, submitted }
}

const dependenciesOf = (more: Partial<ConversationDependencies> = {}): ConversationDependencies => ({
  catalog,
  context: CONTEXT,
  planner,
  by: 'ada',
  ...more,
})

function approve({ question }: ConversationTurn) {
  if (question?.kind !== 'approval') throw new Error(`it asks ${question?.kind}`)
  return { action: 'approve', digest: question.approval.digest }
}

async function codeOf(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return error instanceof ConversationError ? error.code : error
}

describe('a conversation', () => {
  it('goes from a request over an approval to the end of an execution, and tells about it', async () => {
    const { executions, submitted } = executionsOf()
    const conversations = new Conversations(dependenciesOf({ executions }))
    const told: ConversationProgress[] = []
    const turn = await conversations.start({ thread_id: 't1', request: REQUEST }, (one) => told.push(one))
    expect(turn).toMatchObject({
      is_over: false,
      state: { status: 'awaiting_approval' },
      question: { kind: 'approval' },
    })
    expect(JSON.stringify(turn.reply_schema)).toContain('approve')
    expect(submitted).toEqual([])
    const end = await conversations.reply('t1', approve(turn), (one) => told.push(one))
    expect(end).toMatchObject({ is_over: true, state: { status: 'completed' } })
    expect(submitted).toHaveLength(1)
    expect(
      told.map((one) => (one.kind === 'execution' ? one.event.type : one.kind === 'node' ? one.node : one.kind)),
    ).toEqual([
      'readRequest',
      'findCandidates',
      'draftPlan',
      'compilePlan',
      'checkPlan',
      'estimateCost',
      'askApproval',
      'submitPlan',
      'pipeline.started',
      'watchExecution',
      'decideReplan',
    ])
  })

  it('asks, and plans with the answer', async () => {
    const asking: GraphPlanner = {
      ...planner,
      draft: (task) =>
        task.answers.length === 0
          ? Promise.resolve({ question: { text: 'Which bird?', options: [] } })
          : planner.draft(task),
    }
    const conversations = new Conversations(dependenciesOf({ planner: asking }))
    const turn = await conversations.start({ thread_id: 't', request: 'Find the bird and track its ring' })
    expect(turn.question).toEqual({ kind: 'question', text: 'Which bird?', options: [] })
    const next = await conversations.reply('t', { answer: 'the bird Ada' })
    expect(next.state.answers).toEqual([{ question: 'Which bird?', answer: 'the bird Ada' }])
  })

  it('goes on after a bad reply with a better one', async () => {
    const conversations = new Conversations(dependenciesOf())
    const turn = await conversations.start({ thread_id: 't', request: REQUEST })
    for (const bad of [
      null,
      'yes',
      { action: 'approve' },
      { action: 'approve', digest: 'f'.repeat(64) },
      { action: 'reject', x: 1 },
    ])
      expect(await codeOf(conversations.reply('t', bad))).toBe('reply_invalid')
    expect(await conversations.reply('t', approve(turn))).toMatchObject({
      is_over: true,
      state: { status: 'approved' },
    })
  })

  it('refuses what is not there, has ended, exists, or is being worked on', async () => {
    const conversations = new Conversations(dependenciesOf())
    expect(await codeOf(conversations.reply('none', {}))).toBe('thread_unknown')
    expect(await codeOf(conversations.reply('__proto__', {}))).toBe('thread_unknown')
    expect(await codeOf(conversations.continue('none'))).toBe('thread_unknown')
    await conversations.start({ thread_id: 't', request: REQUEST })
    expect(await codeOf(conversations.start({ thread_id: 't', request: REQUEST }))).toBe('thread_exists')
    const both = await Promise.all([
      codeOf(conversations.reply('t', { action: 'reject' })),
      codeOf(conversations.reply('t', { action: 'reject' })),
    ])
    expect(both).toEqual([undefined, 'thread_busy'])
    expect(await codeOf(conversations.reply('t', { action: 'reject' }))).toBe('thread_finished')
    expect(await codeOf(conversations.continue('t'))).toBe('thread_finished')
  })

  it('goes on under the approval that was given where a revision needs no other', async () => {
    const { executions, submitted } = executionsOf('failed', 'failed', 'completed')
    const reusing: Executions = { ...executions, preview: async () => ({ reused: ['find_bird'] }) }
    const conversations = new Conversations(dependenciesOf({ executions: reusing }))
    const turn = await conversations.start({ thread_id: 't', request: REQUEST })
    await conversations.reply('t', approve(turn))
    const told: ConversationProgress[] = []
    const again = await conversations.reply('t', { action: 'again' }, (one) => told.push(one))
    expect(again.question?.kind).toBe('replan')
    expect(told.filter(({ kind }) => kind === 'approval_carried')).toMatchObject([
      { approved: turn.state.approval?.digest },
    ])
    expect(again.state.carried).toBe(turn.state.approval?.digest)
    const other = await conversations.reply('t', { action: 'edit', request: 'set the name of the bird to "Eve"' })
    expect(other.question).toMatchObject({ kind: 'approval', changes: [{ kind: 'data' }] })
    expect(submitted).toHaveLength(2)
    expect(await conversations.reply('t', approve(other))).toMatchObject({ state: { status: 'completed' } })
  })

  it('keeps a pipeline of which a change comes to nothing, and shows what another one does', async () => {
    const conversations = new Conversations(dependenciesOf())
    const turn = await conversations.start({ thread_id: 't', request: REQUEST })
    for (const request of ['make it purple', 'run this python code: import os']) {
      const kept = await conversations.reply('t', { action: 'edit', request })
      expect(kept.question).toMatchObject({ kind: 'approval', diff: [], failure: { code: 'change_failed' } })
      expect(kept.state.document).toBe(turn.state.document)
    }
    const other = await new Conversations(dependenciesOf()).start({ thread_id: 'u', request: REQUEST })
    expect(other.question).toMatchObject({ diff: [], changes: [] })
    const again = new Conversations(dependenciesOf())
    await again.start({ thread_id: 'v', request: REQUEST })
    const changed = await again.reply('v', { action: 'edit', request: 'set the name of the bird to "Eve"' })
    if (changed.question?.kind !== 'approval') throw new Error(changed.question?.kind)
    expect(changed.question.diff.join('\n')).toContain('inputs.name.from: "Ada" → "Eve"')
    expect(await again.reply('v', approve(changed))).toMatchObject({ state: { status: 'approved' } })
  })

  it('after an execution that failed, has it changed and approved again', async () => {
    const { executions, submitted } = executionsOf('failed', 'completed')
    const conversations = new Conversations(dependenciesOf({ executions }))
    const turn = await conversations.start({ thread_id: 't', request: REQUEST })
    const failed = await conversations.reply('t', approve(turn))
    expect(failed).toMatchObject({ is_over: false, question: { kind: 'replan', execution: { status: 'failed' } } })
    const again = await conversations.reply('t', { action: 'again' })
    expect(again.question?.kind).toBe('approval')
    expect(submitted).toHaveLength(1)
    expect(await conversations.reply('t', approve(again))).toMatchObject({
      is_over: true,
      state: { status: 'completed' },
    })
    expect(new Set(submitted).size).toBe(2)
  })

  it('ends with a document where nothing can be run', async () => {
    const conversations = new Conversations(dependenciesOf())
    const turn = await conversations.start({ thread_id: 't', request: REQUEST })
    const { state, is_over } = await conversations.reply('t', approve(turn))
    expect([is_over, state.status, state.approved === state.approval?.digest]).toEqual([true, 'approved', true])
    expect(state.document).toContain('find_bird')
  })
})

describe('a conversation with a model', () => {
  it('mends its plan, and stops after three times', async () => {
    const broken = answer([FIND, answerStep('track', 'function:track_ring', { rung: ref('find.ring') })])
    for (const [replies, status] of [
      [[gives(broken), gives(GOOD)], 'awaiting_approval'],
      [[gives(broken)], 'abstained'],
      [[gives(answer([answerStep('x', 'function:find_bird', { name: ref('nobody.name') })]))], 'abstained'],
    ] as const) {
      const server = await startModelServer(...replies)
      try {
        const client = llmClient({ model: 'm', base_url: server.base_url, max_retries: 0 })
        const model = modelGraphPlanner(catalog, { client, context: CONTEXT })
        const conversations = new Conversations(dependenciesOf({ planner: model }))
        const { state } = await conversations.start({ thread_id: 't', request: REQUEST })
        expect(state).toMatchObject({ status, repairs: 1, usage: { calls: 2 } })
      } finally {
        await server.close()
      }
    }
  })

  it('takes the plan of the typed planner in place of one that it could not mend, and says so', async () => {
    const broken = answer([answerStep('one', 'function:find_bird', { nam: { kind: 'text', value: 'Ada' } })])
    const server = await startModelServer(gives(broken))
    const client = llmClient({ model: 'm', base_url: server.base_url, max_retries: 0 })
    const hybrid = modelGraphPlanner(catalog, { client, context: CONTEXT, hybrid: true })
    const conversations = new Conversations(dependenciesOf({ planner: hybrid }))
    const turn = await conversations.start({ thread_id: 't', request: REQUEST })
    await server.close()
    expect(turn.question).toMatchObject({ kind: 'approval', failure: { code: 'llm_answer_invalid' } })
    expect(turn.state.document).toContain('method: track_ring')
    expect(server.requests).toHaveLength(2)
  })

  it('changes what it has drafted, within the same budget', async () => {
    const operation = { op: 'set_setting', step: 'find', path: 'timeout_minutes', value: '7' }
    const change = { operations: [operation], question: null, missing: null, unused_words: [] }
    const server = await startModelServer(gives(GOOD), gives(change))
    try {
      const client = llmClient({ model: 'm', base_url: server.base_url, max_retries: 0 })
      const model = modelGraphPlanner(catalog, { client, context: CONTEXT, limits: { calls: 2 } })
      const conversations = new Conversations(dependenciesOf({ planner: model }))
      await conversations.start({ thread_id: 't', request: REQUEST })
      const edited = await conversations.reply('t', { action: 'edit', request: 'wait seven minutes for the bird' })
      expect(edited).toMatchObject({ question: { kind: 'approval' }, state: { usage: { calls: 2 } } })
      expect(edited.state.document).toContain('timeout_minutes: 7')
      const out = await conversations.reply('t', { action: 'edit', request: 'wait eight minutes' })
      expect(out.state.failure).toMatchObject({
        code: 'change_failed',
        message: expect.stringContaining('call of the model'),
      })
      expect(server.requests).toHaveLength(2)
    } finally {
      await server.close()
    }
  })

  it('has one budget for all of its calls', async () => {
    let left = 9
    const server = await startModelServer(
      givesEach(() => {
        left -= 1
        const bad = Array.from({ length: left }, (_, at) => answerStep(`t${at}`, 'function:track_ring', {}))
        return answer([FIND, ...bad])
      }),
    )
    try {
      const client = llmClient({ model: 'm', base_url: server.base_url, max_retries: 0 })
      const model = modelGraphPlanner(catalog, { client, context: CONTEXT, limits: { calls: 2 } })
      const { state } = await new Conversations(dependenciesOf({ planner: model })).start({
        thread_id: 't',
        request: REQUEST,
      })
      expect(state).toMatchObject({
        status: 'abstained',
        failure: { code: 'llm_budget_exceeded' },
        usage: { calls: 2 },
      })
      expect(server.requests).toHaveLength(2)
    } finally {
      await server.close()
    }
  })

  it('ends in an outcome where the model is away or hostile', async () => {
    const server = await startModelServer(
      gives(answer([{ ...FIND, settings: [{ path: 'resources.gpu', value: { kind: 'json', value: '99' } }] }])),
    )
    const client = llmClient({ model: 'm', base_url: server.base_url, max_retries: 0 })
    const model = modelGraphPlanner(catalog, { client, context: CONTEXT })
    const conversations = new Conversations(dependenciesOf({ planner: model }))
    const hostile = await conversations.start({ thread_id: 'a', request: REQUEST })
    expect(hostile).toMatchObject({ is_over: true, state: { status: 'refused' } })
    await server.close()
    const away = await conversations.start({ thread_id: 'b', request: REQUEST })
    expect(away).toMatchObject({ is_over: true, state: { status: 'abstained', failure: { code: 'llm_unavailable' } } })
  })
})

describe('a conversation in a file', () => {
  it('goes on in another process, and only in its workspace', async () => {
    const path = join(folder, 'one.sqlite')
    const first = new SqliteCheckpointer(path)
    const turn = await new Conversations(dependenciesOf(), first).start({ thread_id: 't', request: REQUEST })
    first.close()
    const second = new SqliteCheckpointer(path)
    const other = new Conversations(dependenciesOf({ context: { ...CONTEXT, workspace_id: 'other' } }), second)
    expect(await codeOf(other.turn('t'))).toBe('thread_unknown')
    expect(await codeOf(other.reply('t', approve(turn)))).toBe('thread_unknown')
    const conversations = new Conversations(dependenciesOf(), second)
    expect((await conversations.turn('t')).question).toEqual(turn.question)
    expect(await conversations.reply('t', approve(turn))).toMatchObject({
      is_over: true,
      state: { status: 'approved' },
    })
    expect(await codeOf(conversations.reply('t', approve(turn)))).toBe('thread_finished')
    second.close()
  })

  it('takes one of two replies of two processes', async () => {
    const path = join(folder, 'both.sqlite')
    const files = [new SqliteCheckpointer(path), new SqliteCheckpointer(path)]
    const { executions, submitted } = executionsOf()
    const [one, other] = files.map((file) => new Conversations(dependenciesOf({ executions }), file))
    const turn = await one?.start({ thread_id: 't', request: REQUEST })
    const replies = [one?.reply('t', approve(turn as ConversationTurn)), other?.reply('t', { action: 'reject' })]
    const outcomes = await Promise.allSettled(replies)
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(refused).toEqual([expect.objectContaining({ name: 'ConversationError', code: 'thread_busy' })])
    const isApproved = outcomes[0]?.status === 'fulfilled'
    expect((await one?.turn('t'))?.state.status).toBe(isApproved ? 'completed' : 'rejected')
    expect(submitted).toHaveLength(isApproved ? 1 : 0)
    for (const file of files) file.close()
  })

  it('that broke off in the middle is taken on from there', async () => {
    const checkpointer = new SqliteCheckpointer(join(folder, 'two.sqlite'))
    const { executions, submitted } = executionsOf()
    const breaking: Executions = { ...executions, watch: () => Promise.reject(new Error('the process ends')) }
    const broken = new Conversations(dependenciesOf({ executions: breaking }), checkpointer)
    const turn = await broken.start({ thread_id: 't', request: REQUEST })
    await expect(broken.reply('t', approve(turn))).rejects.toThrow('the process ends')
    const conversations = new Conversations(dependenciesOf({ executions }), checkpointer)
    expect(await codeOf(conversations.reply('t', approve(turn)))).toBe('thread_not_waiting')
    expect(await conversations.continue('t')).toMatchObject({ is_over: true, state: { status: 'completed' } })
    expect(submitted).toHaveLength(1)
    checkpointer.close()
  })

  it('is kept apart from others, listed in order, and can be deleted', async () => {
    const checkpointer = new SqliteCheckpointer(':memory:')
    const conversations = new Conversations(dependenciesOf(), checkpointer)
    await conversations.start({ thread_id: 'a', request: REQUEST })
    await conversations.start({ thread_id: 'b', request: REQUEST })
    const ids: string[] = []
    for await (const { checkpoint } of checkpointer.list({ configurable: { thread_id: 'a' } })) ids.push(checkpoint.id)
    expect(ids.length).toBeGreaterThan(5)
    expect(ids).toEqual(ids.toSorted().reverse())
    await checkpointer.deleteThread('a')
    expect(await codeOf(conversations.turn('a'))).toBe('thread_unknown')
    expect((await conversations.turn('b')).is_over).toBe(false)
    checkpointer.close()
  })
})
