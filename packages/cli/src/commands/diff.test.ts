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
folder.write('broken.yaml', 'version: "1.0"\nsteps: 3\n')
folder.write('draft.yaml', SURVEY.replace('{{source.id}}', '{{x.y}}'))

afterAll(() => folder.remove())

test('changes are told step by step', async () => {
  expect(await capture(['diff', 'old.yaml', 'new.yaml'], { cwd })).toEqual({
    code: 0,
    stdout: '~ pipeline\n    name: "A survey" → "Survey"\n~ visit\n    method: "visit" → "look"\n',
    stderr: '',
  })
  expect((await capture(['diff', 'old.yaml', 'same.yaml'], { cwd })).stdout).toBe('no changes\n')
})

test('--exit-code tells whether there are changes', async () => {
  expect((await capture(['diff', '--exit-code', 'old.yaml', 'new.yaml'], { cwd })).code).toBe(1)
  expect((await capture(['diff', '--exit-code', '-', 'same.yaml'], { cwd, stdin: SURVEY })).code).toBe(0)
})

test('--json gives the changes', async () => {
  const { stdout } = await capture(['diff', 'old.yaml', 'new.yaml', '--json'], { cwd })
  expect(JSON.parse(stdout)).toMatchObject({ equal: false, changes: [{ kind: 'document_changed' }, { step: 'visit' }] })
})

test('mermaid draws the new pipeline with its changes', async () => {
  const { code, stdout } = await capture(['diff', 'old.yaml', 'new.yaml', '--format', 'mermaid'], { cwd })
  expect([code, stdout]).toEqual([0, expect.stringContaining('  class step_visit diff_changed\n')])
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
