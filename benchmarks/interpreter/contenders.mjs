// The processes that are compared, each with a worker and a task queue of its own.
import { execFileSync, fork, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

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

/** A program that is given with `ODP_CONTENDER`; see the README for what it must answer. */
export function outsideContender(path) {
  const { name, shapes } = JSON.parse(execFileSync(path, ['shapes'], { encoding: 'utf8' }))
  return { title: name, path, shapes }
}

/** Starts the worker of a contender and resolves when it says that it is ready. */
export async function startContender(name, contender, address) {
  if (contender.path !== undefined) return startOutside(name, contender.path, address)
  const child = fork(fileOf(contender.file), [address, name, ...contender.more], {
    execArgv: ['--expose-gc', '--import', fileOf('report-heap.mjs'), ...profiling(name)],
  })
  await once(child, 'ready')
  const heap = async () => {
    child.send('heap')
    return (await once(child, (message) => message.heap !== undefined)).heap
  }
  return { pid: child.pid, heap, stop: () => stopped(child, () => child.send('stop')) }
}

function profiling(name) {
  const folder = process.env.ODP_PROFILE
  return folder === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', `${folder}/${name}`]
}

async function startOutside(name, path, address) {
  const child = spawn(path, ['worker', address, name], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface(child.stdout)) if (line.trim() === 'ready') break
  child.stdout.resume()
  return { pid: child.pid, stop: () => stopped(child, () => child.kill('SIGTERM')) }
}

function once(child, expected) {
  return new Promise((resolve, reject) => {
    const listen = (message) => {
      if (typeof expected === 'string' ? message !== expected : !expected(message)) return
      child.off('message', listen)
      resolve(message)
    }
    child.on('message', listen)
    child.once('exit', (code) => reject(new Error(`the worker ended with code ${code}`)))
  })
}

function stopped(child, stop) {
  return new Promise((resolve) => {
    child.once('exit', resolve)
    stop()
  })
}
