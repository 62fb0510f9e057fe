import { afterAll, expect, test } from 'vitest'
import { capture } from '../testing/capture.js'
import { SURVEY } from '../testing/survey.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
const cwd = folder.path
folder.write('old.yaml', SURVEY)
folder.write(
  'new.yaml',
  `# a comment\n${SURVEY.replace('method: visit', 'method: look').replace('A survey', 'Survey')}`,
)
folder.write('same.yaml', `# a comment\n${SURVEY}`)
folder.write(
  'catalog.yaml',
  `methods:
  - { id: list_sources, step_type: crawler, estimate: { cost_units: 2, duration_seconds: 10 } }
  - { id: visit, step_type: crawler, estimate: { cost_units: 3, duration_seconds: 5 } }
  - { id: look, step_type: crawler, estimate: { cost_units: 1, duration_seconds: 15 } }
  - { id: guess, step_type: crawler }
`,
)
folder.write('broken.yaml', 'version: "1.0"\nsteps: 3\n')
folder.write('draft.yaml', SURVEY.replace('{{source.id}}', '{{x.y}}'))

afterAll(() => folder.remove())

test('changes are told step by step', async () => {
  expect(await capture(['diff', 'old.yaml', 'new.yaml'], { cwd })).toEqual({
    code: 0,
    stdout:
      '~ pipeline\n    name: "A survey" → "Survey"\n~ visit\n    method: "visit" → "look"\n' +
      'cost and duration are unknown without a catalog\n',
    stderr: '',
  })
  expect((await capture(['diff', 'old.yaml', 'same.yaml'], { cwd })).stdout).toBe('no changes\n')
})

test('--catalog tells what a change does to cost and duration', async () => {
  const told = await capture(['diff', 'old.yaml', 'new.yaml', '--catalog', 'catalog.yaml'], { cwd })
  expect([told.code, told.stderr]).toEqual([0, ''])
  const table = told.stdout.slice(told.stdout.indexOf('estimate'))
  expect(table).toMatch(/^estimate +cost +duration\n/)
  expect(table).toMatch(/\n {2}visit +30 \(0 – ∞\) → 10 \(0 – ∞\), -20 \(0 – \?\) +50s \(0s – ∞\) → 2m 30s/)
  expect(table).toMatch(/\n {2}total +32 \(2 – ∞\) → 12 \(2 – ∞\)/)

  const unknown = await capture(['diff', 'old.yaml', '-', '--catalog', 'catalog.yaml'], {
    cwd,
    stdin: SURVEY.replace('method: visit', 'method: guess'),
  })
  expect(unknown.stdout).toMatch(/\n {2}visit +30 \(0 – ∞\) → \? /)
  expect(unknown.stdout).toContain('? the catalog does not say: report, visit\n')
  expect((await capture(['diff', 'old.yaml', 'new.yaml', '--catalog', 'none.yaml'], { cwd })).code).toBe(2)
})

test('--exit-code tells whether there are changes', async () => {
  expect((await capture(['diff', '--exit-code', 'old.yaml', 'new.yaml'], { cwd })).code).toBe(1)
  expect((await capture(['diff', '--exit-code', '-', 'same.yaml'], { cwd, stdin: SURVEY })).code).toBe(0)
})

test('--json gives the changes', async () => {
  const { stdout } = await capture(['diff', 'old.yaml', 'new.yaml', '--json'], { cwd })
  expect(JSON.parse(stdout)).toMatchObject({
    equal: false,
    changes: [{ kind: 'document_changed' }, { step: 'visit' }],
    estimate: null,
  })
  const known = await capture(['diff', 'old.yaml', 'new.yaml', '--json', '--catalog', 'catalog.yaml'], { cwd })
  expect(JSON.parse(known.stdout).estimate).toMatchObject({
    cost: { before: { least: 2, expected: 32, most: null }, change: { least: 0, expected: -20, most: null } },
    duration: { change: { expected: expect.any(Number) } },
    steps: [{ step: 'others' }, { step: 'visit', cost: { change: { expected: -20 } } }],
  })
})

test('mermaid draws the new pipeline with its changes', async () => {
  const { code, stdout } = await capture(['diff', 'old.yaml', 'new.yaml', '--format', 'mermaid'], { cwd })
  expect([code, stdout]).toEqual([0, expect.stringContaining('  class step_visit diff_changed\n')])
  expect(stdout).toContain('diff_estimate["cost and duration are unknown without a catalog"]')
  const costs = await capture(['diff', 'old.yaml', 'new.yaml', '--format', 'mermaid', '--catalog', 'catalog.yaml'], {
    cwd,
  })
  expect(costs.stdout).toMatch(/step_visit.*cost#58; 30 .* #8594; 10 /)
  expect(costs.stdout).toMatch(/diff_estimate\["cost#58; 32 .* #8594; 12 /)
})

test('a draft with wrong references can be compared, but not drawn', async () => {
  const text = await capture(['diff', 'old.yaml', 'draft.yaml'], { cwd })
  expect([text.code, text.stdout]).toEqual([0, expect.stringContaining('~ visit')])
  const drawn = await capture(['diff', 'old.yaml', 'draft.yaml', '--format', 'mermaid'], { cwd })
  expect([drawn.code, drawn.stdout]).toEqual([2, ''])
})

test('what is no pipeline is refused with its issues', async () => {
  const { code, stdout, stderr } = await capture(['diff', 'old.yaml', 'broken.yaml', '--exit-code'], { cwd })
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain('broken.yaml:2:8 error wrong_type')
  expect(stderr).toContain("error: 'broken.yaml' has errors\n")
  expect((await capture(['diff', '-', '-'], { cwd, stdin: SURVEY })).code).toBe(2)
})

test('what a document says cannot command the terminal', async () => {
  const { stdout } = await capture(['diff', 'old.yaml', '-'], {
    cwd,
    stdin: SURVEY.replace('name: A survey', 'name: "\\e[2J"'),
  })
  expect(stdout).not.toContain('\u001b')
})
