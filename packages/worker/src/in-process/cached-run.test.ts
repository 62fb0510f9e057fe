import { defineCatalog, defineMethod, planPipeline } from '@odp/dsl'
import type { JsonObject } from '@odp/dsl/plan'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { MemoryCache } from '../cache/memory-cache.js'
import { equippedWork } from './equipped-work.js'
import { documentOf } from './run-document.fixture.js'
import { runInProcess } from './run-in-process.js'

let calls = 0

const profile = defineMethod({
  id: 'profile',
  step_type: 'crawler',
  summary: 'Reads a profile.',
  version: '1',
  inputs: z.object({ login: z.string() }),
  outputs: z.object({ login: z.string(), calls: z.number() }),
  run: async ({ login }) => {
    calls += 1
    await new Promise((resolve) => setTimeout(resolve, 20))
    return { login, calls }
  },
})

const catalog = defineCatalog({ methods: [profile] })

async function run(step: JsonObject, cache: MemoryCache | 'off', login = 'ada') {
  const crawl = { type: 'crawler', method: 'profile', execution_mode: 'direct', inputs: { login: '{{input.login}}' } }
  const document = documentOf([
    { id: 'a', ...crawl, ...step },
    { id: 'b', ...crawl, ...step },
  ])
  const plan = planPipeline(document, { catalog })
  const work = equippedWork({ catalog, cache }, 'e')
  calls = 0
  const { state, events } = await runInProcess(plan, { execution_id: 'e', input: { login } }, { work })
  return { reused: state.steps.map(({ reused }) => reused), status: state.status, events }
}

describe('a run with a cache', () => {
  it('works once for steps that are the same, and not at all in the next run', async () => {
    const cache = new MemoryCache()
    const first = await run({}, cache)
    expect(first.status).toBe('completed')
    expect([...first.reused].sort()).toEqual(['cache', undefined])
    expect(calls).toBe(1)
    const second = await run({}, cache)
    expect(second.reused).toEqual(['cache', 'cache'])
    expect(calls).toBe(0)
    expect(second.events.filter(({ type, reused }) => type === 'step.completed' && reused === 'cache')).toHaveLength(2)
    await run({}, cache, 'grace')
    expect(calls).toBe(1)
  })

  it('works each time where the step, or the worker, has none', async () => {
    await run({ cache: { ttl_minutes: 0 } }, new MemoryCache())
    expect(calls).toBe(2)
    await run({}, 'off')
    expect(calls).toBe(2)
  })
})
