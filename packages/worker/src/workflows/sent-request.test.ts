import type { StepRequest } from '@odp/dsl/plan'
import { describe, expect, it } from 'vitest'
import { packRequest, unpackRequest } from './sent-request.js'

type Sent = Omit<StepRequest, 'type' | 'step'>

const pack = (request: Sent) => JSON.stringify(packRequest({ ...request, type: 't', step: 's' }))

describe('a request in history', () => {
  it.each<Sent>([
    {},
    { config: { method: 'm' }, inputs: { v: 1 }, outputs: ['v'] },
    { config: { method: 'm' }, inputs: { v: 1 }, outputs: ['v', 'w'] },
    { config: { method: 'm', mode: 'fast' }, inputs: { v: 1 } },
    { config: { method: ['m'] }, outputs: ['v'] },
    { config: { model: 'm' } },
    { config: { method: '' }, outputs: [''] },
    { config: {}, inputs: {}, outputs: [] },
    { inputs: { v: null }, reads: [], cache: { ttl_seconds: 5 }, workspace_id: 'w', mode: 'direct' },
    { config: { method: 'm' }, batch: [{ step: 'l[0].a', inputs: { v: 1 } }] },
  ])('comes out as it was: %j', (request) => {
    expect(unpackRequest(JSON.parse(pack(request)))).toEqual(request)
    const local = packRequest({ ...request, type: 't', step: 's' }, { step: 's', attempt: 2 })
    expect(unpackRequest(JSON.parse(JSON.stringify(local)))).toEqual({ ...request, step: 's', attempt: 2 })
  })

  it.each<[Sent, string]>([
    [{ config: { method: 'm' }, inputs: { v: 1 }, outputs: ['w'] }, '["m",{"v":1},"w"]'],
    [{ config: { method: 'm' }, inputs: { v: 1 } }, '["m",{"v":1}]'],
    [{ config: { method: 'm' }, mode: 'api' }, '["m",null,null,{"mode":"api"}]'],
    [{}, '[]'],
  ])('stands there without what is known: %j', (request, sent) => {
    expect(pack(request)).toBe(sent)
  })

  it('is read as earlier builds wrote it', () => {
    expect(unpackRequest([{ method: 'm' }, null, ['v']])).toEqual({ config: { method: 'm' }, outputs: ['v'] })
  })
})
