// A program that is given with `ODP_CONTENDER`; the README says what it must answer.
import { execFileSync, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import { untilEnded } from './ended.mjs'

const NAMESPACE = 'default'
const WORKFLOW_TASKS = 1
const READY_MS = 60_000
const POLL_MS = 100
const STOP_MS = 15_000

/** Its title, its task queue and its shapes, after a look at what it says. */
export function outsideContender(path, shapeNames) {
  const program = resolve(path)
  const answer = execFileSync(program, ['shapes'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  const expected = `\`${path} shapes\` must print {"name": "…", "shapes": {"sequence 10": {"workflow": "type", "args": […]}}}`
  let said
  try {
    said = JSON.parse(answer)
  } catch {
    throw new Error(`${expected}, not: ${answer.slice(0, 200)}`)
  }
  const { name, task_queue = 'outside', shapes } = said
  if (typeof name !== 'string' || typeof shapes !== 'object' || shapes === null) throw new Error(expected)
  for (const [shape, { workflow, args = [] }] of Object.entries(shapes)) {
    if (!shapeNames.includes(shape)) throw new Error(`there is no shape '${shape}', only: ${shapeNames.join('; ')}`)
    if (typeof workflow !== 'string' || !Array.isArray(args)) throw new Error(`${expected}; see '${shape}'`)
  }
  return { title: name, program, task_queue, shapes }
}

/** Starts its worker and resolves when the server knows a poller of its queue. */
export async function startOutside({ program, task_queue }, address) {
  // In a process group of its own, since what it started ends with it, whether it passes the signal on or not.
  const child = spawn(program, ['worker', address, task_queue], {
    stdio: ['ignore', process.stderr, 'inherit'],
    env: { ...process.env, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: NAMESPACE },
    detached: true,
  })
  const ended = untilEnded(child, program)
  const kill = (signal) => {
    try {
      process.kill(-child.pid, signal)
    } catch {
      // All of it ended before.
    }
  }
  process.once('exit', () => kill('SIGKILL'))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

  await Promise.race([ended, polled(address, task_queue)])
  const stop = async () => {
    kill('SIGTERM')
    const limit = setTimeout(STOP_MS, undefined, { ref: false })
    await Promise.race([ended.catch(() => {}), limit])
    kill('SIGKILL')
  }
  return { pid: child.pid, ended, stop }
}

async function polled(address, name) {
  const connection = await Connection.connect({ address })
  const question = { namespace: NAMESPACE, taskQueue: { name }, taskQueueType: WORKFLOW_TASKS }
  const until = Date.now() + READY_MS
  try {
    while (Date.now() < until) {
      const { pollers } = await connection.workflowService.describeTaskQueue(question)
      if (pollers.length > 0) return
      await setTimeout(POLL_MS)
    }
  } finally {
    await connection.close()
  }
  throw new Error(`nothing serves the task queue '${name}' of the namespace '${NAMESPACE}' after ${READY_MS / 1000} s`)
}
