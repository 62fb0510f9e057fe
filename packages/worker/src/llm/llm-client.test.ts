import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkWithZod } from './check-with-zod.js'
import { LlmBudget } from './llm-budget.js'
import { llmClient, llmCost } from './llm-client.js'
import { LlmError } from './llm-error.js'
import type { LlmQuestion } from './llm-question.js'
import type { LlmSettings } from './llm-settings.js'
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
} from './model-server.fixture.js'

const servers: ModelServer[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())))

const verdict = checkWithZod(z.strictObject({ mood: z.enum(['good', 'bad']), score: z.number() }))
const good = { mood: 'good', score: 1 }

async function asking(replies: readonly Reply[], settings: Partial<LlmSettings> = {}) {
  const server = await startModelServer(...replies)
  servers.push(server)
  const client = llmClient({ model: 'm', base_url: server.base_url, timeout_seconds: 20, ...settings })
  const ask = (more: Partial<LlmQuestion<unknown>> = {}) =>
    client.ask({ name: 'verdict', messages: [{ role: 'system', content: 'Judge.' }], ...verdict, ...more })
  return { server, ask }
}

async function failureOf(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof LlmError)) throw error ?? new Error('it did not fail')
  return { code: error.code, retryable: error.retryable, message: error.message }
}

describe('an answer', () => {
  it.each([
    ['bare', JSON.stringify(good)],
    ['in a fence', `\`\`\`json\n${JSON.stringify(good)}\n\`\`\``],
    ['after words', `Sure! Here it is: ${JSON.stringify(good)} Anything else?`],
    ['after thoughts', `<think>{"mood": "bad"} is wrong</think>${JSON.stringify(good)}`],
  ])('is taken %s', async (_name, text) => {
    const { ask } = await asking([says(text)])
    expect((await ask()).value).toEqual(good)
  })

  it('tells what it took, as the service counts it or as its length suggests', async () => {
    const { ask } = await asking([gives(good), completion({ content: JSON.stringify(good) }, 'stop', null)])
    const { usage } = await ask()
    expect(usage).toEqual({ calls: 1, input_tokens: 100, output_tokens: 20 })
    expect(llmCost(usage, { model: 'm', cost_units_per_1000_tokens: 10 })).toBeCloseTo(1.2)
    expect((await ask()).usage).toMatchObject({ calls: 1, output_tokens: Math.ceil(JSON.stringify(good).length / 4) })
  })

  it('tells it by the length too where the service counts what cannot be', async () => {
    for (const completion_tokens of [1e308, -1, 0.5, '7']) {
      const usage = { prompt_tokens: 100, completion_tokens }
      const { ask } = await asking([completion({ content: JSON.stringify(good) }, 'stop', usage)])
      expect((await ask()).usage.output_tokens).toBe(Math.ceil(JSON.stringify(good).length / 4))
    }
  })

  it('is asked for with the key and the model of the settings, by an alias too', async () => {
    const { ask, server } = await asking([gives(good)], { api_key: 'k-1', aliases: { fast: 'tiny' } })
    await ask({ model: 'fast' })
    expect(server.requests[0]?.headers.authorization).toBe('Bearer k-1')
    expect(server.requests[0]?.body.model).toBe('tiny')
    expect(await failureOf(ask({ model: 'fist' }))).toMatchObject({ code: 'llm_unavailable', retryable: false })
    expect((await failureOf(ask({ model: 'fist' }))).message).toContain("did you mean 'fast'")
    expect(server.requests).toHaveLength(1)
  })
})

describe('the ladder', () => {
  it('goes down where a way to ask is refused, and is remembered for the service', async () => {
    const { ask, server } = await asking([
      status(400, 'response_format is not supported'),
      status(400, 'tools are not supported'),
      gives(good),
    ])
    expect((await ask()).rung).toBe('text')
    expect((await ask()).rung).toBe('text')
    expect(server.requests.map(({ rung }) => rung)).toEqual(['json_schema', 'tool', 'text', 'text'])
    expect(server.requests[2]?.text).toContain('"enum":["good","bad"]')
  })

  it('goes down where a service does not hold to the schema', async () => {
    const { ask, server } = await asking([says('{"mood": "meh", "score": 1}'), gives(good)])
    expect(await ask()).toMatchObject({ value: good, rung: 'tool', usage: { calls: 2, input_tokens: 200 } })
    expect(server.requests.map(({ rung }) => rung)).toEqual(['json_schema', 'tool'])
  })

  it('takes the older name of the bound where the newer one is refused', async () => {
    const { ask, server } = await asking([status(400, "unknown field 'max_completion_tokens'"), gives(good)])
    expect((await ask({ max_output_tokens: 7 })).rung).toBe('json_schema')
    expect(server.requests[0]?.body.max_completion_tokens).toBe(7)
    expect(server.requests[1]?.body.max_tokens).toBe(7)
  })
})

describe('a fault', () => {
  it('that passes is waited out', async () => {
    const { ask, server } = await asking([
      status(503, 'starting', { 'retry-after-ms': '5' }),
      status(429, 'slow down', { 'retry-after-ms': '5' }),
      gives(good),
    ])
    expect((await ask()).value).toEqual(good)
    expect(server.requests[2]?.headers['x-stainless-retry-count']).toBe('2')
  })

  it.each<[string, Reply, string, boolean]>([
    ['503 for good', status(503, 'away', { 'retry-after-ms': '1' }), 'llm_unavailable', true],
    ['a wrong key', status(401, 'Incorrect API key'), 'llm_unavailable', false],
    ['a refusal', completion({ content: null, refusal: 'I cannot help with that.' }), 'llm_refused', false],
    ['a filter', says('', 'content_filter'), 'llm_refused', false],
    ['an answer that is cut off', says('{"mood": "go', 'length'), 'llm_truncated', false],
    ['an answer that says it is whole and is not', says('{"mood": "go'), 'llm_answer_invalid', true],
    ['a wrong word', says('{"mood": "meh", "score": 1}'), 'llm_answer_invalid', true],
    ['another shape', says('[1, 2]'), 'llm_answer_invalid', true],
    ['garbage', says('\u0000\uffff}{][ lorem'), 'llm_answer_invalid', true],
    ['nothing', says(''), 'llm_answer_invalid', true],
    [
      'no choices',
      (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
      'llm_answer_invalid',
      true,
    ],
    [
      'a page instead of an answer',
      (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>hi'),
      'llm_answer_invalid',
      true,
    ],
    [
      'half an answer',
      (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices": [{'),
      'llm_answer_invalid',
      true,
    ],
    ['a flood', floods(10_000_000), 'llm_answer_invalid', false],
  ])('ends in its code: %s', async (_name, reply, code, retryable) => {
    const { ask } = await asking([reply])
    expect(await failureOf(ask())).toMatchObject({ code, retryable })
  })

  it.each<[string, Reply]>([
    ['hangs', hangs],
    ['begins and does not end', drips],
  ])('of a service that %s ends with the time for it', async (_name, reply) => {
    const { ask } = await asking([reply], { timeout_seconds: 0.3 })
    const started = performance.now()
    expect(await failureOf(ask())).toMatchObject({ code: 'llm_unavailable', retryable: true })
    expect(performance.now() - started).toBeLessThan(30_000)
  })

  it('of nobody listening is told', async () => {
    const client = llmClient({ model: 'm', base_url: 'http://127.0.0.1:9/v1', max_retries: 0 })
    const { code, message } = await failureOf(client.ask({ name: 'v', messages: [], ...verdict }))
    expect([code, message.includes("'m' does not answer")]).toEqual(['llm_unavailable', true])
  })

  it('does not lead to another address', async () => {
    const other = await startModelServer(gives(good))
    servers.push(other)
    const moved: Reply = (response) =>
      void response.writeHead(307, { location: `${other.base_url}/chat/completions` }).end()
    const { ask } = await asking([moved], { max_retries: 0 })
    expect((await failureOf(ask())).code).toBe('llm_unavailable')
    expect(other.requests).toHaveLength(0)
  })
})

describe('a caller', () => {
  it('that gives up is told its own reason', async () => {
    const { ask } = await asking([hangs])
    const controller = new AbortController()
    const work = ask({ signal: controller.signal })
    setTimeout(() => controller.abort(new Error('changed my mind')), 50)
    await expect(work).rejects.toThrow('changed my mind')
  })

  it('stays within its budget of calls, tokens and seconds', async () => {
    const { ask, server } = await asking([gives(good)])
    const calls = new LlmBudget({ calls: 1 })
    await ask({ budget: calls })
    expect((await failureOf(ask({ budget: calls }))).code).toBe('llm_budget_exceeded')
    const tokens = new LlmBudget({ tokens: 120 })
    await ask({ budget: tokens })
    expect(tokens.remainingTokens).toBe(0)
    expect((await failureOf(ask({ budget: tokens }))).code).toBe('llm_budget_exceeded')
    expect((await failureOf(ask({ budget: new LlmBudget({ seconds: 0 }) }))).code).toBe('llm_budget_exceeded')
    const long = 'word '.repeat(1_000)
    const small = new LlmBudget({ tokens: 500 })
    expect((await failureOf(ask({ budget: small, messages: [{ role: 'user', content: long }] }))).code).toBe(
      'llm_budget_exceeded',
    )
    expect(server.requests).toHaveLength(2)
    expect(server.requests[1]?.body.max_completion_tokens).toBeLessThan(120)
  })
})
