import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { isProcessAlive } from '../../../worker/src/dev-server/is-process-alive.js'
import { capture } from '../testing/capture.js'
import { startOdp } from '../testing/start-odp.js'
import { SURVEY, SURVEY_CATALOG } from '../testing/survey.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
const cwd = folder.path
folder.write('survey.yaml', SURVEY)
folder.write('catalog.ts', SURVEY_CATALOG)

afterAll(() => folder.remove())

test('an execution goes on whose command was killed, with its server', { timeout: 900_000 }, async () => {
  const args = ['run', 'survey.yaml', '--catalog', 'catalog.ts', '--input', 'n:=3']
  const run = startOdp(args, folder, { ODP_TEST_WAIT: '600000', TEMPORAL_ADDRESS: '' })
  await run.until('execution survey-')
  const [, id = ''] = /execution (survey-[\w-]+)/.exec(run.output.stderr) ?? []
  await run.until('completed in')
  const { pid } = JSON.parse(readFileSync(join(cwd, '.odp/temporal.db.owner'), 'utf8')) as { pid: number }
  run.child.kill('SIGKILL')
  await run.ended
  while (isProcessAlive(pid)) await setTimeout(50)

  const worker = startOdp(['worker', '--catalog', 'catalog.ts', '--for', id], folder, { TEMPORAL_ADDRESS: '' })
  expect([await worker.ended, worker.output.stdout]).toEqual([0, expect.stringMatching(/ · completed · /)])
  expect(worker.output.stdout).toMatch(/step\.retrying {2}others\[0\]\.visit/)
})

test('a worker serves its task queue until it is told to end', { timeout: 900_000 }, async () => {
  const dev = startOdp(['dev', '--json'], folder, { TEMPORAL_ADDRESS: '' })
  try {
    await dev.until('}\n')
    const worker = startOdp(['worker', '--catalog', 'catalog.ts', '--task-queue', 'mine'], folder, {
      TEMPORAL_ADDRESS: '',
    })
    await worker.until('task queue mine')
    worker.child.kill('SIGTERM')
    expect([await worker.ended, worker.output.stderr]).toEqual([0, ''])
  } finally {
    dev.child.kill('SIGINT')
    await dev.ended
  }
})

test('what cannot be served is refused', async () => {
  folder.write('catalog.yaml', 'crawlers: {}\n')
  const noCode = await capture(['worker', '--catalog', 'catalog.yaml'], { cwd })
  expect([noCode.code, noCode.stderr]).toEqual([2, expect.stringContaining('a worker needs a .ts or .js module')])
  const both = await capture(['worker', '--catalog', 'catalog.ts', '--for', 'x', '--serves', 'gpu'], { cwd })
  expect([both.code, both.stderr]).toEqual([2, expect.stringContaining("'--for <execution>' cannot be used with")])
  const none = await capture(['worker', '--catalog', 'catalog.ts', '--address', '127.0.0.1:1'], { cwd })
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('no Temporal server answers at 127.0.0.1:1')])
})
