import type { JsonObject, StepRequest } from '@odp/dsl/plan'
import { describe, expect, it, vi } from 'vitest'
import { MemoryCache } from '../cache/memory-cache.js'
import type { Activity, Equipment, StepActivity, StepContext } from './activity.js'
import { executeStep } from './execute-step.js'
import { installCatalog } from './installed-catalog.js'
import { failureOf, StepError } from './step-error.js'

const equipment = {
  catalog: installCatalog(undefined),
  secret: (name: string) => ({ TOKEN: 'hunter2', PIN: '0815' })[name],
  output_directory: '/nowhere',
}

const request: StepRequest = {
  step: 's',
  type: 'function',
  inputs: { header: null, plain: 1 },
  secrets: [{ at: ['inputs', 'header'], parts: ['Bearer ', { secret: 'TOKEN' }] }],
}

function run(activity: Activity, given: StepRequest = request, heartbeat: StepContext['heartbeat'] = () => {}) {
  return executeStep(
    { run: activity },
    given,
    { signal: new AbortController().signal, execution_id: 'e', attempt: 1, heartbeat },
    equipment,
  )
}

describe('executeStep', () => {
  it('gives the work its secrets and takes them out of what it returns', async () => {
    let received: JsonObject | undefined
    const { outputs } = await run(async ({ inputs }) => {
      received = inputs
      return {
        echo: [inputs?.header ?? null],
        at: new Date(0) as never,
        url: new URL('https://x.test/hunter2') as never,
      }
    })
    expect(received).toEqual({ header: 'Bearer hunter2', plain: 1 })
    expect(outputs).toEqual({
      echo: ['Bearer [secret]'],
      at: '1970-01-01T00:00:00.000Z',
      url: 'https://x.test/[secret]',
    })
    expect(request.inputs).toEqual({ header: null, plain: 1 })
  })

  it('takes secrets out of errors, with code and retryability kept and nothing of the original left', async () => {
    const failing = run(() => {
      throw new StepError('method_input_invalid', 'bad hunter2', { retryable: true, cause: new Error('hunter2') })
    })
    const error = await failing.catch((caught: unknown) => caught)
    expect(failureOf(error)).toEqual({ code: 'method_input_invalid', message: 'bad [secret]', retryable: true })
    expect(JSON.stringify([(error as Error).stack, (error as Error).cause])).not.toContain('hunter2')
  })

  it('takes secrets out of heartbeats', async () => {
    const beats: unknown[] = []
    const activity: Activity = async (_request, context) => {
      context.heartbeat({ at: 'hunter2' })
      context.heartbeat()
      return {}
    }
    await run(activity, request, (...details) => beats.push(details))
    expect(beats).toEqual([[{ at: '[secret]' }], []])
  })

  it('fails for a secret that is not there, without a retry', async () => {
    const missing = { ...request, secrets: [{ at: ['inputs', 'header'], parts: [{ secret: 'OTHER' }] }] }
    const error = await run(async () => ({}), missing).catch((caught: unknown) => caught)
    expect(failureOf(error)).toMatchObject({ code: 'secret_missing', retryable: false })
    expect((error as Error).message).toContain("'OTHER'")
  })

  it('leaves the error of a step without secrets as it is', async () => {
    const thrown = new Error('plain')
    const { secrets: _, ...without } = request
    await expect(run(() => Promise.reject(thrown), without)).rejects.toBe(thrown)
  })
})

describe('a step with a cache', () => {
  const cached: StepRequest = { ...request, workspace_id: 'w', cache: { ttl_seconds: 60 } }

  function runner() {
    let calls = 0
    const cache = new MemoryCache()
    const activity: StepActivity = {
      async run({ inputs }) {
        calls += 1
        return { calls, echo: inputs?.header ?? null }
      },
      version: () => '1',
    }
    const context = { signal: new AbortController().signal, execution_id: 'e', attempt: 1, heartbeat() {} }
    const execute = (given: StepRequest, more: Partial<Equipment> = {}) =>
      executeStep(activity, given, context, { ...equipment, cache, ...more })
    return { execute, cache }
  }

  it('works once, and its secrets are neither kept nor part of what makes two results the same', async () => {
    const { execute, cache } = runner()
    const put = vi.spyOn(cache, 'put')
    const outputs = { calls: 1, echo: 'Bearer [secret]' }
    expect(await execute(cached)).toEqual({ outputs })
    expect(await execute({ ...cached, step: 'other' }, { secret: () => 'rotated' })).toEqual({
      outputs,
      reused: 'cache',
      cost_units: 0,
    })
    expect(JSON.stringify(put.mock.calls)).not.toContain('hunter2')
  })

  it('works again for another workspace, and where there is no cache', async () => {
    const { execute } = runner()
    await execute(cached)
    expect(await execute({ ...cached, workspace_id: 'x' })).toMatchObject({ outputs: { calls: 2 } })
    const { cache: _, ...without } = cached
    expect(await execute(without)).toMatchObject({ outputs: { calls: 3 } })
  })
})
