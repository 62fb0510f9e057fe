import { afterAll, expect, test } from 'vitest'
import { findFreePort } from '../../../worker/src/dev-server/ports.js'
import { capture } from '../testing/capture.js'
import { startOdp } from '../testing/start-odp.js'
import { SURVEY, SURVEY_CATALOG } from '../testing/survey.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
const cwd = folder.path
folder.write('survey.yaml', SURVEY)
folder.write('catalog.ts', SURVEY_CATALOG)
folder.write('catalog.yaml', 'methods: []\n')

afterAll(() => folder.remove())

const METRICS_ADDRESS = `127.0.0.1:${await findFreePort()}`

test('a server and a worker run until they are ended, and runs in the folder use the server', {
  timeout: 900_000,
}, async () => {
  const dev = startOdp(['dev', '--catalog', 'catalog.ts', '--metrics-address', METRICS_ADDRESS, '--json'], folder)
  await dev.until('}\n')
  const ready = JSON.parse(dev.output.stdout) as { address: string; pid: number }
  expect(ready).toMatchObject({ address: expect.stringMatching(/^127\.0\.0\.1:\d+$/), worker: { task_queue: 'odp' } })

  const taken = await capture(['dev'], { cwd })
  expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining(`TEMPORAL_ADDRESS=${ready.address}`)])

  const args = ['run', 'survey.yaml', '--catalog', 'catalog.ts', '--input', 'n:=2', '--json']
  const run = await capture(args, { cwd })
  expect([run.code, run.stderr]).toEqual([0, ''])
  expect(() => process.kill(ready.pid, 0)).not.toThrow()

  const metrics = await (await fetch(`http://${METRICS_ADDRESS}/metrics`)).text()
  expect(metrics).toContain('temporal_worker_task_slots_available')

  dev.child.kill('SIGTERM')
  expect(await dev.ended).toBe(0)
  expect(() => process.kill(ready.pid, 0)).toThrow('ESRCH')
})

test('metrics need a worker', async () => {
  const { code, stderr } = await capture(['dev', '--metrics-address', METRICS_ADDRESS], { cwd })
  expect([code, stderr]).toEqual([2, expect.stringContaining('add --catalog')])
})

test('a catalog without code cannot be run', async () => {
  const { code, stderr } = await capture(['dev', '--catalog', 'catalog.yaml'], { cwd })
  expect([code, stderr]).toEqual([2, expect.stringContaining('without their code')])
})
