import { afterAll, expect, test } from 'vitest'
import { capture } from '../testing/capture.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
const cwd = folder.path
folder.write(
  'catalog.yaml',
  `types: [{ id: DomainName, parents: [] }, { id: EmailAddress, parents: [] }]
methods:
  - id: whois_lookup
    step_type: crawler
    summary: Registration data of a domain.
    inputs: { type: object, required: [domain], properties: { domain: { type: string, x-odp-type: DomainName } } }
    outputs: { type: object, required: [email], properties: { email: { type: string, x-odp-type: EmailAddress } } }
    estimate: { cost_units: 2, duration_seconds: 3 }
`,
)
folder.write(
  'requests.yaml',
  'requests:\n  - { id: one, request: whois of a.example, paraphrases: [register of a.example] }\n',
)

afterAll(() => folder.remove())

test('a request becomes a pipeline, which can be explained', async () => {
  const drafted = await capture(
    ['draft', 'whois of a.example', '--catalog', 'catalog.yaml', '--out', 'pipeline.yaml'],
    { cwd },
  )
  expect([drafted.code, drafted.stderr]).toEqual([0, '✔ written to pipeline.yaml\n'])
  const explained = await capture(['explain', 'pipeline.yaml', '--catalog', 'catalog.yaml'], { cwd })
  expect(explained.stdout).toContain('why: whois of a.example')
  expect(explained.stdout).toContain('domain ← "a.example"')
  expect(explained.stdout).toContain('cost: 2 units')
  const drawn = await capture(['explain', 'pipeline.yaml', '--format', 'mermaid'], { cwd })
  expect(drawn.stdout).toMatch(/^flowchart TB\n {2}step_1\[".*why#58; whois of a\.example/)
})

test('the session is that of the options', async () => {
  const draft = (...args: string[]) => capture(['draft', ...args, '--catalog', 'catalog.yaml'], { cwd })
  const { stdout } = await draft('whois of a.example', '--workspace', 'acme', '--project', 'kyc')
  expect(stdout).toContain('workspace_id: acme\nproject_id: kyc')
  const poor = await draft('whois of a.example', '--budget', '1')
  expect([poor.code, poor.stderr]).toEqual([1, expect.stringContaining('above the budget of 1')])
  const lines = await draft('--requests', 'requests.yaml', '--workspace', 'acme')
  expect(lines.stdout).toContain('workspace_id: acme')
  expect((await draft('--requests', 'requests.yaml', '--pipeline', 'mine.yaml')).code).toBe(2)
})

test('a change is told step by step, with the words that nothing was done with', async () => {
  folder.write(
    'mine.yaml',
    `version: "1.0"
pipeline_id: p
workspace_id: w # mine
project_id: p
steps:
  - { id: who, type: crawler, method: whois_lookup, inputs: { domain: { from: a.example } } }   # first
`,
  )
  const edit = (words: string) =>
    capture(['draft', words, '--pipeline', 'mine.yaml', '--catalog', 'catalog.yaml'], { cwd })
  const { code, stdout, stderr } = await edit('change the domain to b.example and paint it purple')
  expect(code).toBe(0)
  expect(stdout).toContain('workspace_id: w # mine')
  expect(stdout).toContain('inputs: { domain: { from: b.example } } }   # first')
  expect(stderr).toContain('~ who\n    inputs.domain.from: "a.example" → "b.example"\n')
  expect(stderr).toMatch(/! not used: .*purple/)
  expect((await edit('run it')).stderr).toContain('Which step is meant, and what is to change about it?')
  folder.write('broken.yaml', 'version: "1.0"\nsteps: [\n')
  const broken = await capture(['draft', 'x', '--pipeline', 'broken.yaml', '--catalog', 'catalog.yaml'], { cwd })
  expect([broken.code, broken.stderr]).toEqual([1, expect.stringContaining('cannot be read: Flow sequence')])
})

test('what cannot be drafted is said, with exit code 1', async () => {
  const { code, stdout, stderr } = await capture(['draft', 'bake the cake', '--catalog', 'catalog.yaml'], { cwd })
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain('bake')
})

test('a file of requests gives a line for each, paraphrases too', async () => {
  const { stdout } = await capture(['draft', '--requests', 'requests.yaml', '--catalog', 'catalog.yaml'], { cwd })
  const lines = stdout
    .trim()
    .split('\n')
    .map((line): { id: string; outcome: string; planner: string } => JSON.parse(line))
  expect(lines.map(({ id }) => id)).toEqual(['one', 'one#p1'])
  expect(lines[0]).toMatchObject({ outcome: 'plan', planner: 'typed/1' })
  expect((await capture(['draft', '--catalog', 'catalog.yaml'], { cwd })).code).toBe(2)
})
