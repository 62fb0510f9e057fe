#!/usr/bin/env node
// How long after the kill of a worker its executions go on: node test/crash/failover.mjs [--times 10]
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createClient } from '@odp/sdk'
import { startDevServer } from '@odp/worker/dev-server'
import { crashCatalog } from './crash-catalog.ts'

const { values } = parseArgs({ options: { times: { type: 'string', default: '10' } } })
const folder = mkdtempSync(join(tmpdir(), 'odp-failover-'))
const server = await startDevServer({ database_file: join(folder, 'temporal.db') })
const odp = createClient({ address: server.address, catalog: crashCatalog(folder) })

async function startWorker() {
  const file = fileURLToPath(new URL('./worker-process.ts', import.meta.url))
  const child = fork(file, [server.address, folder], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  await once(child, 'message')
  return child
}

async function kill(child) {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

const step = (id, ms, more = '') =>
  `  - { id: ${id}, type: function, method: effect, inputs: { what: "${id}", ms: ${ms} }${more} }`
const documentOf = (steps) =>
  `version: "1.0"\npipeline_id: failover\nname: F\nworkspace_id: tests\nproject_id: crash\nsteps:\n${steps.join('\n')}`

const SITUATIONS = {
  'its activity runs': {
    steps: [step('one', 12_000), step('two', 10, ', depends_on: [one]')],
    until: (type, id) => type === 'step.started' && id === 'one',
    pause: 700,
  },
  'it waits for its next attempt': {
    steps: [
      '  - { id: one, type: function, method: unsteady_effect, inputs: { what: "one", ms: 10 }, retry_policy: { initial_backoff_seconds: 12, max_attempts: 3 } }',
    ],
    until: (type) => type === 'step.retrying',
    pause: 300,
    /** The rest of the wait is no part of the delay. */
    wait: 12_000,
  },
}

/**
 * Milliseconds from the kill until the first event is read that was told after it. By the clock of the reader: right after the
 * loss of a worker, workflows are given the time of their task before.
 */
async function measure({ steps, until, pause, wait = 0 }, hasSecond) {
  const first = await startWorker()
  const execution = await odp.submit(documentOf(steps))
  let killedAt = 0
  let begunAt = 0
  let second
  for await (const { type, step_id, time } of execution.events()) {
    if (killedAt > 0) {
      const milliseconds = Date.now() - Math.max(killedAt, begunAt + wait)
      await execution.cancel()
      await kill(second)
      return milliseconds
    }
    if (!until(type, step_id)) continue
    if (wait > 0) begunAt = time
    // Started only now, so that all so far was the work of the first; it is ready before the kill.
    if (hasSecond) second = await startWorker()
    else await setTimeout(pause)
    killedAt = Date.now()
    await kill(first)
    second ??= await startWorker()
  }
  throw new Error('the execution ended before the kill')
}

try {
  for (const [name, situation] of Object.entries(SITUATIONS)) {
    for (const hasSecond of [true, false]) {
      const found = []
      for (let index = 0; index < Number(values.times); index += 1) {
        try {
          found.push(await measure(situation, hasSecond))
        } catch (error) {
          console.error(error.message)
        }
      }
      found.sort((one, other) => one - other)
      const median = found[Math.floor(found.length / 2)]
      const who = hasSecond ? 'a second worker is there' : 'a new worker is started'
      console.log(`${name}, ${who}: median ${median} ms, ${found[0]} to ${found.at(-1)} (${found.length} times)`)
    }
  }
} finally {
  await odp.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
