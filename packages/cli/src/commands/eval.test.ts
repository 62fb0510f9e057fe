import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { gives, says, startModelServer } from '../../../worker/src/llm/model-server.fixture.js'
import { capture } from '../testing/capture.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
afterAll(() => folder.remove())
const catalog = folder.write(
  'catalog.json',
  '{"version": "1.0", "methods": [{"id": "count_birds", "step_type": "function", "summary": "Counts birds."}]}',
)
const requests = folder.write(
  'requests.yaml',
  'requests:\n  - { id: r1, request: bake bread, expect: abstain, paraphrases: [make a loaf] }\n  - { id: r2, request: count birds, expect: question }\n',
)
const evaluate = (args: readonly string[], env: Record<string, string> = {}) =>
  capture(['eval', '--catalog', catalog, ...args], { cwd: folder.path, env })

describe('odp eval', () => {
  it('scores a planner', async () => {
    const { code, stdout } = await evaluate(['--requests', requests])
    expect([code, stdout.includes('planner typed/1, 3 requests')]).toEqual([0, true])
    expect(stdout).toMatch(/abstain recall +1\.00 \[/)
  })

  it('records what a model said, and what it was asked', async () => {
    const server = await startModelServer(gives({ steps: [], question: null, missing: 'no bread', unused_words: [] }))
    try {
      const env = { OPENAI_BASE_URL: server.base_url, ODP_LLM_MODEL: 'm' }
      const { code } = await evaluate(['--requests', requests, '--planner', 'llm', '--out', 'record.json'], env)
      const record = JSON.parse(readFileSync(`${folder.path}/record.json`, 'utf8'))
      expect(code).toBe(0)
      expect(record).toMatchObject({ planner: 'llm:m', figures: { 'question recall': { value: 0 } } })
      expect(record.raw).toHaveLength(3)
      expect(record.raw[0]).toMatchObject({
        model: 'm',
        rung: 'json_schema',
        request: 'r1',
        texts: [expect.stringContaining('no bread')],
      })
      expect(record.digests.instructions).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)])
      expect(Number.isNaN(Date.parse(record.date))).toBe(false)
    } finally {
      await server.close()
    }
  })

  it('records what a model said that did not fit, and for which request', async () => {
    const server = await startModelServer(says('no'), says('{"steps": 1}'), says('never'))
    try {
      const env = { OPENAI_BASE_URL: server.base_url, ODP_LLM_MODEL: 'm' }
      await evaluate(['--requests', requests, '--planner', 'hybrid', '--out', 'record.json'], env)
      const { raw } = JSON.parse(readFileSync(`${folder.path}/record.json`, 'utf8'))
      expect(raw[0]).toMatchObject({
        request: 'r1',
        model: 'm',
        texts: ['no', '{"steps": 1}', 'never'],
        failure: { code: 'llm_answer_invalid' },
      })
      expect(raw.map(({ request }: { request: string }) => request)).toEqual(['r1', 'r1#p1', 'r2'])
    } finally {
      await server.close()
    }
  })

  it('says what is wrong with requests', async () => {
    const bad = folder.write('bad.yaml', 'requests:\n  - { id: r1, request: bake bread }\n')
    const { code, stderr } = await evaluate(['--requests', bad])
    expect([code, stderr.includes("'expect'")]).toEqual([1, true])
  })
})
