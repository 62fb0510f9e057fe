import type { StepRequest } from '@odp/dsl/plan'
import { describe, expect, it } from 'vitest'
import { packRequest, unpackRequest } from './sent-request.js'

describe('a request in history', () => {
  it.each<Omit<StepRequest, 'type' | 'step'>>([
    {},
    { config: { method: 'm' }, inputs: { v: 1 }, outputs: ['v'] },
    { config: {}, inputs: {}, outputs: [] },
    { inputs: { v: null }, reads: [], cache: { ttl_seconds: 5 }, workspace_id: 'w', mode: 'direct' },
    { config: { method: 'm' }, batch: [{ step: 'l[0].a', inputs: { v: 1 } }] },
  ])('comes out as it was: %j', (request) => {
    const sent = JSON.parse(JSON.stringify(packRequest({ ...request, type: 't', step: 's' })))
    expect(unpackRequest(sent)).toEqual(request)
    const local = JSON.parse(
      JSON.stringify(packRequest({ ...request, type: 't', step: 's' }, { step: 's', attempt: 2 })),
    )
    expect(unpackRequest(local)).toEqual({ ...request, step: 's', attempt: 2 })
  })
})
