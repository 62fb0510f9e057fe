import { defineCatalog, defineMethod } from '@odp/dsl'
import type { JsonObject, StepRequest } from '@odp/dsl/plan'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { equipmentOf } from '../equipment.js'
import { crawler } from './crawler.js'
import { functionStep } from './function.js'
import { failureOf } from './step-error.js'

const greet = defineMethod({
  id: 'greet',
  step_type: 'function',
  summary: 'Greets a person.',
  inputs: z.object({ person: z.object({ name: z.string() }), times: z.int().default(1) }),
  outputs: z.object({ text: z.string(), key: z.string() }),
  run: ({ person, times }, { idempotency_key }) =>
    ({ text: person.name === 'nobody' ? 7 : `hi ${person.name}`.repeat(times), key: idempotency_key }) as never,
})
const described = defineMethod({
  id: 'described',
  step_type: 'function',
  summary: 'Has no code.',
  inputs: z.object({}),
  outputs: z.object({}),
})
const equipment = equipmentOf({ catalog: defineCatalog({ methods: [greet, described] }) })
const context = { signal: new AbortController().signal, execution_id: 'exec', attempt: 1, heartbeat() {} }

function call(method: string, inputs: JsonObject, more: Partial<StepRequest> = {}) {
  return functionStep.run({ step: 'l[2].s', type: 'function', config: { method }, inputs, ...more }, context, equipment)
}

async function failure(work: Promise<unknown>) {
  return failureOf(
    await work.then(
      () => undefined,
      (error: unknown) => error,
    ),
  )
}

describe('a registered method', () => {
  it('receives its inputs with defaults, and a key that is the same in every attempt', async () => {
    expect(await call('greet', { person: { name: 'Ada' } })).toEqual({ text: 'hi Ada', key: 'exec/l[2].s' })
  })

  it('that is unknown is named with the nearest one', async () => {
    const { code, message, retryable } = await failure(call('great', {}))
    expect([code, retryable]).toEqual(['unknown_method', false])
    expect(message).toContain("'great'")
    expect(message).toContain("did you mean 'greet'")
  })

  it('that has no code says so', async () => {
    expect((await failure(call('described', {}))).code).toBe('method_not_runnable')
  })

  it('names itself and the field of an input that does not fit', async () => {
    const { code, message, retryable } = await failure(call('greet', { person: { name: 3 } }))
    expect([code, retryable]).toEqual(['method_input_invalid', false])
    expect(message).toContain("'greet'")
    expect(message).toContain("'person.name'")
  })

  it('names itself and the field of an output that does not fit', async () => {
    const { code, message, retryable } = await failure(call('greet', { person: { name: 'nobody' } }))
    expect([code, retryable]).toEqual(['output_invalid', false])
    expect(message).toContain("'greet'")
    expect(message).toContain("'text'")
  })

  it('of a crawler needs its connector unless it runs directly', async () => {
    const crawl = (mode?: string) =>
      crawler.run(
        {
          step: 's',
          type: 'crawler',
          config: { method: 'greet' },
          inputs: { person: { name: 'A' } },
          ...(mode ? { mode } : {}),
        },
        context,
        equipment,
      )
    const { code, message } = await failure(crawl())
    expect(code).toBe('connector_missing')
    expect(message).toContain('execution_mode: direct')
    expect(await crawl('direct')).toMatchObject({ text: 'hi A' })
  })
})
