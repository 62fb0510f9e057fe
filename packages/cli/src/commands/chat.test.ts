import { afterAll, describe, expect, it } from 'vitest'
import { gives, hangs, says, startModelServer } from '../../../worker/src/llm/model-server.fixture.js'
import { capture } from '../testing/capture.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
afterAll(() => folder.remove())

const object = (properties: object) => ({ type: 'object', properties, required: Object.keys(properties) })
const CATALOG = folder.write(
  'catalog.json',
  JSON.stringify({
    version: '1.0',
    types: [
      { id: 'bird_name', parents: [] },
      { id: 'ring_number', parents: [] },
    ],
    methods: [
      {
        id: 'find_bird',
        step_type: 'function',
        summary: 'Finds a bird by its name.',
        inputs: object({ name: { type: 'string', 'x-odp-type': 'bird_name' } }),
        outputs: object({ ring: { type: 'string', 'x-odp-type': 'ring_number' } }),
        estimate: { cost_units: 2, duration_seconds: 3 },
      },
    ],
  }),
)
const chat = (args: readonly string[], stdin: string, env: Record<string, string> = {}) =>
  capture(['chat', ...args, '--catalog', CATALOG, '--no-run'], { cwd: folder.path, stdin, env })

describe('odp chat', () => {
  it('shows a pipeline with its cost, and ends with it when it is approved', async () => {
    const { code, stdout } = await chat(['Find the bird "Ada"'], 'approve\n')
    expect(stdout).toContain('planner typed/1')
    expect(stdout).toContain('method: find_bird')
    expect(stdout).toContain('2 units')
    expect(stdout).toContain('✔ approved')
    expect(code).toBe(0)
  })

  it('ends with nothing when it is rejected, or nothing fits', async () => {
    expect((await chat(['Find the bird "Ada"'], 'r\n')).code).toBe(1)
    const { code, stdout } = await chat(['bake some bread'], '')
    expect([code, stdout.includes('✖ abstained')]).toEqual([1, true])
  })

  it('asks for the request, and can be left and taken up again', async () => {
    const { code, stdout } = await chat([], 'Find the bird "Ada"\n')
    const thread = /odp chat --resume (\S+)/.exec(stdout)?.[1] ?? ''
    expect([code, thread]).toEqual([1, expect.stringMatching(/^chat-/)])
    expect((await chat(['--resume', thread, 'more'], '')).code).toBe(2)
    const again = await chat(['--resume', thread], 'a\n')
    expect(again.stdout).toContain('method: find_bird')
    expect(again.code).toBe(0)
    const over = await chat(['--resume', thread], 'a\n')
    expect([over.code, over.stderr.includes('has ended')]).toEqual([2, true])
    expect((await chat(['--resume', 'chat-nobody'], '')).code).toBe(2)
  })

  it('that is left says how it is taken up in the same session', async () => {
    const { stdout } = await chat(['Find the bird "Ada"', '--workspace', 'acme', '--store', 'my own.db'], '')
    const command = /go on with: odp (chat .*)/.exec(stdout)?.[1] ?? ''
    expect(command).toMatch(/--workspace acme --store 'my own.db' --no-run$/)
    const words = command.replace("'my own.db'", 'my-own.db').split(' ')
    const again = words.map((word) => word.replace('my-own.db', 'my own.db'))
    const taken = await capture(again, { cwd: folder.path, stdin: 'a\n' })
    expect([taken.code, taken.stdout.includes('workspace_id: acme')]).toEqual([0, true])
  })

  it('that is interrupted while it plans says it too', async () => {
    let interrupt = () => {}
    const server = await startModelServer((response, request) => {
      interrupt()
      return hangs(response, request)
    })
    const env = { OPENAI_BASE_URL: server.base_url }
    const interrupted = await capture(['chat', 'Find the bird "Ada"', '--catalog', CATALOG], {
      cwd: folder.path,
      env,
      onInterrupt: (handler) => {
        interrupt = handler
        return () => {}
      },
    })
    await server.close()
    expect(interrupted.code).toBe(1)
    expect(interrupted.stdout).toMatch(/go on with: odp chat --resume chat-\w+/)
  })

  it('asks what a running step asks, and goes on with the answer', { timeout: 900_000 }, async () => {
    folder.write(
      'live.ts',
      `import { z } from 'zod'
const name = z.string().meta({ 'x-odp-type': 'bird_name' })
export const catalog = { lists: { types: [{ id: 'bird_name', parents: [] }], methods: [{
  id: 'find_bird', step_type: 'function', summary: 'Finds a bird by its name.', inputs: z.object({ name }),
  outputs: z.object({ song: z.string() }), estimate: { cost_units: 2, duration_seconds: 1 }, run: () => ({ song: '' }),
}] } }
`,
    )
    const request = 'Find the bird "Ada", then validate the results with completeness at least 0.9'
    const args = ['chat', request, '--catalog', 'live.ts', '--planner', 'typed']
    const { code, stdout } = await capture(args, {
      cwd: folder.path,
      stdin: 'approve\nwhat?\ncontinue\n',
      env: { USER: 'ada' },
    })
    expect(stdout).toMatch(/\? \S*validat\S*: completeness/)
    expect(stdout).toMatch(/step\.answered .*by ada/)
    expect(stdout.match(/\[c\]ontinue {2}\[f\]ail {2}\[r\]eplan \?/g)).toHaveLength(2)
    expect([code, stdout.includes('✔ completed')]).toEqual([0, true])
  })

  it('plans with a model where one is configured, and says so', async () => {
    const step = {
      id: 'find',
      uses: 'function:find_bird',
      because: 'x',
      inputs: [{ name: 'name', values: [{ kind: 'text', value: 'Ada' }] }],
    }
    const rest = { settings: [], for_each: null, when: null, after: [], fallback_of: null, send_to: null }
    const plan = { steps: [{ ...step, ...rest }], question: null, missing: null, unused_words: [] }
    const server = await startModelServer(gives(plan))
    try {
      const env = { OPENAI_BASE_URL: server.base_url, ODP_LLM_MODEL: 'm' }
      const { code, stdout } = await chat(['Find the bird "Ada"', '--planner', 'llm'], 'a\n', env)
      expect([code, stdout.includes('planner llm:m'), server.requests.length]).toEqual([0, true, 1])
    } finally {
      await server.close()
    }
  })

  it('drafts with a model by odp draft too', async () => {
    const server = await startModelServer(
      gives({ steps: [], question: null, missing: 'no bread here', unused_words: [] }),
    )
    try {
      const env = { OPENAI_BASE_URL: server.base_url, ODP_LLM_MODEL: 'm' }
      const requests = folder.write(
        'requests.yaml',
        'requests:\n  - { id: r1, request: bake bread, paraphrases: [bread] }\n',
      )
      const args = ['draft', '--requests', requests, '--catalog', CATALOG, '--planner', 'llm']
      const { code, stdout } = await capture(args, { cwd: folder.path, env })
      const lines = stdout
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line))
      expect(lines).toMatchObject([
        { id: 'r1', outcome: 'abstain', missing: 'no bread here', planner: 'llm:m' },
        { id: 'r1#p1', outcome: 'abstain' },
      ])
      expect(code).toBe(0)
    } finally {
      await server.close()
    }
  })

  it('changes a pipeline with a model, and leaves all else as it is', async () => {
    const pipeline = `# mine
version: "1.0"
pipeline_id: p
workspace_id: w
project_id: p
steps:
  - { id: find, type: function, method: find_bird, inputs: { name: { from: Ada } } } # who
`
    const operation = { op: 'set_input', step: 'find', name: 'name', values: [{ kind: 'text', value: 'Eve' }] }
    const server = await startModelServer(
      gives({ operations: [operation], question: null, missing: null, unused_words: [] }),
    )
    try {
      const file = folder.write('mine.yaml', pipeline)
      const env = { OPENAI_BASE_URL: server.base_url, ODP_LLM_MODEL: 'm' }
      const args = ['draft', 'call the bird Eve', '--pipeline', file, '--catalog', CATALOG, '--planner', 'llm']
      const { code, stdout } = await capture(args, { cwd: folder.path, env })
      expect([code, stdout]).toEqual([0, pipeline.replace('Ada', 'Eve')])
    } finally {
      await server.close()
    }
  })

  it('says that a draft was made without the model, where that fails', async () => {
    const server = await startModelServer(says('I would rather { tell a joke'))
    try {
      const env = { OPENAI_BASE_URL: server.base_url, ODP_LLM_MODEL: 'm' }
      const args = ['Find the bird "Ada"', '--catalog', CATALOG, '--planner', 'hybrid']
      const drafted = await capture(['draft', ...args], { cwd: folder.path, env })
      expect([drafted.code, drafted.stderr]).toEqual([0, expect.stringContaining('! made without the model')])
      const talk = await chat(['Find the bird "Ada"', '--planner', 'hybrid'], 'a\n', env)
      expect([talk.code, talk.stdout.includes('it was made without the model')]).toEqual([0, true])
    } finally {
      await server.close()
    }
  })

  it('says what is missing for a model', async () => {
    const { code, stderr } = await chat(['x', '--planner', 'llm'], '')
    expect([code, stderr.includes('OPENAI_API_KEY')]).toEqual([2, true])
  })
})
