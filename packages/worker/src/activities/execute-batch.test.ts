import { defineCatalog, defineMethod } from '@odp/dsl'
import type { StepRequest } from '@odp/dsl/plan'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { equipmentOf } from '../equipment.js'
import { executeBatch } from './execute-batch.js'
import { executeStep } from './execute-step.js'
import { functionStep } from './function.js'

const seen: { inputs: readonly { n: number }[]; keys: string[] }[] = []
const ports = { inputs: z.object({ n: z.number(), key: z.string().default('') }), outputs: z.object({ n: z.number() }) }

const many = defineMethod({
  id: 'many',
  step_type: 'function',
  summary: 'Doubles many.',
  ...ports,
  runBatch: (inputs, { items }) => {
    seen.push({ inputs, keys: items.map(({ idempotency_key }) => idempotency_key) })
    return inputs.map(({ n, key }) => {
      if (n === 3) return { error: { message: `no threes with ${key}`, retryable: false } }
      return n === 4 ? { n: 'four' as never } : { n: 2 * n }
    })
  },
})

const one = defineMethod({
  id: 'one',
  step_type: 'function',
  summary: 'Doubles one.',
  ...ports,
  run: ({ n }) => {
    if (n === 3) throw new Error('no threes')
    return { n: 2 * n }
  },
})

const short = defineMethod({ id: 'short', step_type: 'function', summary: 'Forgets.', ...ports, runBatch: () => [] })

const equipment = equipmentOf({
  catalog: defineCatalog({ methods: [many, one, short] }),
  secret: (name) => (name === 'TOKEN' ? 'hunter2' : undefined),
})
const context = { signal: new AbortController().signal, execution_id: 'exec', attempt: 1, heartbeat() {} }

function batch(method: string, numbers: readonly unknown[], more: Partial<StepRequest> = {}) {
  const items = numbers.map((n, index) => ({ step: `l[${index}].s`, inputs: { n: n as number } }))
  return executeBatch(
    functionStep,
    { step: 'l', type: 'function', config: { method }, outputs: ['n'], batch: items, ...more },
    context,
    equipment,
  )
}

describe('a batch', () => {
  it('is one call for all items whose inputs fit, each with a key and an outcome of its own', async () => {
    seen.length = 0
    const { results } = await batch('many', [1, 'x', 3, 4, 5])
    expect(results).toEqual([
      { result: { outputs: { n: 2 } } },
      { failure: expect.objectContaining({ code: 'method_input_invalid', retryable: false }) },
      { failure: { code: 'step_failed', message: 'no threes with ', retryable: false } },
      { failure: expect.objectContaining({ code: 'output_invalid' }) },
      { result: { outputs: { n: 10 } } },
    ])
    expect(seen).toEqual([
      {
        inputs: [1, 3, 4, 5].map((n) => ({ n, key: '' })),
        keys: ['exec/l[0].s', 'exec/l[2].s', 'exec/l[3].s', 'exec/l[4].s'],
      },
    ])
  })

  it('is done item by item where the method takes one', async () => {
    expect((await batch('one', [1, 3, 2])).results).toEqual([
      { result: { outputs: { n: 2 } } },
      { failure: { code: 'step_failed', message: 'no threes', retryable: true } },
      { result: { outputs: { n: 4 } } },
    ])
  })

  it('gives each item its secrets, and takes them out again', async () => {
    seen.length = 0
    const batchItems = [1, 3].map((n, index) => ({ step: `l[${index}].s`, inputs: { n, key: null } }))
    const secrets = [{ at: ['batch', 1, 'inputs', 'key'], parts: [{ secret: 'TOKEN' }] }]
    const filled = batchItems.map((item, index) => (index === 0 ? { ...item, inputs: { n: 1, key: 'x' } } : item))
    const { results } = await batch('many', [], { batch: filled, secrets })
    expect(seen[0]?.inputs).toMatchObject([{ key: 'x' }, { key: 'hunter2' }])
    expect(results[1]).toMatchObject({ failure: { message: 'no threes with [secret]' } })
  })

  it('calls only for the items that the cache does not have', async () => {
    seen.length = 0
    const cache = { cache: { ttl_seconds: 60 }, workspace_id: 'w' }
    await batch('many', [1, 3, 5], cache)
    const { results } = await batch('many', [7, 5, 3, 1], cache)
    expect(results).toEqual([
      { result: { outputs: { n: 14 } } },
      { result: { outputs: { n: 10 }, reused: 'cache', cost_units: 0 } },
      { failure: expect.objectContaining({ message: 'no threes with ' }) },
      { result: { outputs: { n: 2 }, reused: 'cache', cost_units: 0 } },
    ])
    expect(seen[1]).toEqual({ inputs: [7, 3].map((n) => ({ n, key: '' })), keys: ['exec/l[0].s', 'exec/l[2].s'] })
    await batch('many', [1, 5], cache)
    expect(seen).toHaveLength(2)
  })

  it('fails as a whole when it does not answer for every item', async () => {
    await expect(batch('short', [1, 2])).rejects.toThrow("'short' returned 0 entries for a batch of 2 items")
  })

  it('of one is what a method without code for single calls does', async () => {
    const single = (n: number) =>
      executeStep(
        functionStep,
        { step: 's', type: 'function', config: { method: 'many' }, inputs: { n } },
        context,
        equipment,
      )
    expect(await single(4.5)).toEqual({ outputs: { n: 9 } })
    await expect(single(3)).rejects.toThrow('no threes')
  })
})
