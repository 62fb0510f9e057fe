import { mkdirSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { capture } from '../testing/capture.js'
import { startOdp } from '../testing/start-odp.js'
import { SURVEY, SURVEY_CATALOG } from '../testing/survey.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
const cwd = folder.path
folder.write('survey.yaml', SURVEY)
folder.write('catalog.ts', SURVEY_CATALOG)

afterAll(() => folder.remove())

/** What was written to stderr, without what a slow answer is bridged with. */
const complaints = ({ stderr }: { readonly stderr: string }) => stderr.replace('waiting for a worker …\n', '')

test('events are told once, or until the execution has ended', { timeout: 900_000 }, async () => {
  const dev = startOdp(['dev', '--catalog', 'catalog.ts', '--json'], folder)
  try {
    await dev.until('}\n')
    const unknown = await capture(['events', 'nobody'], { cwd })
    expect([unknown.code, unknown.stdout, unknown.stderr]).toEqual([
      1,
      '',
      expect.stringContaining("there is no execution 'nobody'"),
    ])

    const args = ['run', 'survey.yaml', '--catalog', 'catalog.ts', '--input', 'n:=4']
    const run = startOdp(args, folder, { ODP_TEST_WAIT: '4000', TEMPORAL_ADDRESS: '' })
    await run.until('execution survey-')
    const [, id = ''] = /execution (survey-[\w-]+)/.exec(run.output.stderr) ?? []
    const followed = await capture(['events', id, '--follow', '--json'], { cwd })
    expect([followed.code, complaints(followed)]).toEqual([0, ''])
    const events = followed.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { sequence: number; type: string })
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
    expect(events.at(-1)?.type).toBe('pipeline.completed')
    expect(followed.stdout).toContain('source 3 said')
    expect(await run.ended).toBe(0)

    // Its worker has ended with it, and nobody else polls its queue.
    const again = await capture(['events', id, '--json'], { cwd })
    expect([again.code, again.stdout]).toEqual([0, followed.stdout])
  } finally {
    dev.child.kill('SIGINT')
    await dev.ended
  }
})

test('of a run that has ended with its worker and its server all can be asked', { timeout: 900_000 }, async () => {
  const run = await capture(['run', 'survey.yaml', '--catalog', 'catalog.ts', '--input', 'n:=2', '--json'], { cwd })
  const { execution_id: id } = JSON.parse(run.stdout) as { execution_id: string }
  const events = await capture(['events', id, '--follow', '--json'], { cwd })
  expect([events.code, events.stdout]).toEqual([0, expect.stringContaining('"type":"pipeline.completed"')])
  const status = await capture(['status', id], { cwd })
  expect([status.code, status.stdout]).toEqual([0, expect.stringMatching(/✔ many +completed/)])
  const preview = await capture(['replay', id, '--from', 'others', '--preview'], { cwd })
  expect([preview.code, preview.stdout]).toEqual([0, expect.stringMatching(/^reuse {2}collect\nrun {4}others/)])
  const replay = await capture(['replay', id, '--from', 'others'], { cwd })
  expect([replay.code, replay.stderr]).toEqual([2, expect.stringContaining('has ended; give the code of the methods')])
})

test('Ctrl-C ends the telling, and without --follow only what is known is told', { timeout: 900_000 }, async () => {
  const args = ['run', 'survey.yaml', '--catalog', 'catalog.ts', '--input', 'n:=4']
  const run = startOdp(args, folder, { ODP_TEST_WAIT: '600000', TEMPORAL_ADDRESS: '' })
  await run.until('execution survey-')
  const [, id = ''] = /execution (survey-[\w-]+)/.exec(run.output.stderr) ?? []
  await run.until('completed in')
  const known = await capture(['events', id, '--after', '1'], { cwd })
  expect([known.code, complaints(known)]).toEqual([0, ''])
  expect(known.stdout).toMatch(/^ {4}2 {2}[\d:.]{12} {2}◐ pipeline\.started\n/)
  expect(known.stdout).toMatch(/✔ step\.completed {2}collect\n/)
  expect(known.stdout).not.toContain('pipeline.completed')
  expect(known.stdout).not.toContain('\u001b')

  const follow = startOdp(['events', id, '--follow'], folder, { TEMPORAL_ADDRESS: '' })
  await follow.until('step.completed  collect')
  follow.child.kill('SIGINT')
  expect([await follow.ended, complaints(follow.output)]).toEqual([0, ''])
  run.child.kill('SIGINT')
  expect(await run.ended).toBe(1)
})

test('without a server it says how to name one', async () => {
  const empty = `${cwd}/empty`
  mkdirSync(empty)
  const none = await capture(['events', 'x'], { cwd: empty })
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('no Temporal server runs in this folder')])
  const closed = await capture(['events', 'x', '--address', '127.0.0.1:1'], { cwd })
  expect([closed.code, closed.stderr]).toEqual([
    2,
    expect.stringContaining('no Temporal server answers at 127.0.0.1:1'),
  ])
  const wrong = await capture(['events', 'x', '--after', '-1'], { cwd })
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('whole number from 0')])
})
