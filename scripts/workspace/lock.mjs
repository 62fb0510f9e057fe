import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cache } from './paths.mjs'

const file = join(cache, 'lock')
const heartbeat = 2_000
// A live owner touches the file every two seconds: an older one has died, or its id went to another process.
const abandonedAfter = 30_000

/** Runs `work` while no other process of this workspace does the same, and waits for the one that does. */
export async function withLock(work) {
  mkdirSync(cache, { recursive: true })
  let waiting = false
  while (!take()) {
    if (isAbandoned()) {
      removeAbandoned()
      continue
    }
    if (!waiting) process.stderr.write('waiting for another run that sets this workspace up ...\n')
    waiting = true
    await sleep(200)
  }
  const timer = setInterval(() => touch(), heartbeat)
  const release = () => rmSync(file, { force: true })
  process.on('exit', release)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    process.off('exit', release)
    release()
  }
}

function take() {
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  }
}

function touch() {
  try {
    utimesSync(file, new Date(), new Date())
  } catch {
    // An install may sweep the folder; the lock then ends early, which costs at worst a second build.
  }
}

function isAbandoned() {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat === undefined) return false
  if (Date.now() - stat.mtimeMs > abandonedAfter) return true
  try {
    const { pid, host } = JSON.parse(readFileSync(file, 'utf8'))
    return host === hostname() && !isAlive(pid)
  } catch {
    // Half written or just removed: look again.
    return false
  }
}

/** By renaming first, only one of several waiting processes removes the file. */
function removeAbandoned() {
  try {
    renameSync(file, `${file}.${process.pid}`)
    rmSync(`${file}.${process.pid}`, { force: true })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
