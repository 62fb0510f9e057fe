// The processes that are compared, each with a worker and a task queue of its own.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { untilEnded } from './ended.mjs'
import { startOutside } from './outside.mjs'

const fileOf = (name) => fileURLToPath(new URL(name, import.meta.url))
const hand = { file: 'hand-written-worker.mjs', more: ['./hand-written-workflows.mjs'] }
const interpreter = { file: 'odp-worker.mjs', more: [] }

export const CONTENDERS = {
  hand: { title: 'hand-written', ...hand },
  'hand-local': { title: 'hand-written, local activities', ...hand },
  sample: { title: 'shape of `dsl-interpreter`', ...hand, more: ['./dsl-sample-workflows.mjs'] },
  odp: { title: 'ODP', ...interpreter },
  'odp-local': { title: 'ODP, `local: true`', ...interpreter },
  'odp-pure': { title: 'ODP, validation steps', ...interpreter },
  'odp-batch': { title: 'ODP, `batch_size: 100`', ...interpreter },
}

/** Starts the worker of a contender and resolves when it is ready. */
export async function startContender(name, contender, address) {
  if (contender.program !== undefined) return startOutside(contender, address)
  const child = fork(fileOf(contender.file), [address, name, ...contender.more], {
    execArgv: ['--expose-gc', '--import', fileOf('report-heap.mjs'), ...profiling(name)],
  })
  const ended = untilEnded(child, contender.title)
  const answer = (isExpected) => Promise.race([ended, messageOf(child, isExpected)])
  await answer((message) => message === 'ready')
  const heap = async () => {
    child.send('heap')
    return (await answer((message) => message.heap !== undefined)).heap
  }
  const stop = async () => {
    child.send('stop')
    await ended.catch(() => {})
  }
  return { pid: child.pid, heap, ended, stop }
}

function profiling(name) {
  const folder = process.env.ODP_PROFILE
  return folder === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', `${folder}/${name}`]
}

function messageOf(child, isExpected) {
  return new Promise((resolve) => {
    const listen = (message) => {
      if (!isExpected(message)) return
      child.off('message', listen)
      resolve(message)
    }
    child.on('message', listen)
  })
}
