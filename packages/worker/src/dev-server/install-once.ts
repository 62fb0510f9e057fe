import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isProcessAlive } from './is-process-alive.js'

const heartbeat = 2_000
// A live owner touches the lock every two seconds: an older one has died, or its id went to another process.
const abandonedAfter = 30_000

export interface InstallOptions {
  readonly onProgress: (message: string) => void
  readonly signal: AbortSignal | undefined
}

/**
 * Puts a file at `target` by moving what `make` left in a scratch folder, so that no reader ever sees half of it.
 * Of several processes one does the work; the others wait and find its result. `make` resolves to the path of the
 * finished file, or undefined if it failed; so does this function.
 */
export async function installOnce(
  target: string,
  make: (scratch: string) => Promise<string | undefined>,
  { onProgress, signal }: InstallOptions,
): Promise<string | undefined> {
  await mkdir(dirname(target), { recursive: true })
  const lock = `${target}.lock`
  let waiting = false
  while (!(await take(lock))) {
    if (await isAbandoned(lock)) {
      await removeAbandoned(lock)
      continue
    }
    if (!waiting) onProgress(`waiting for another process that installs ${basename(target)}`)
    waiting = true
    await sleep(200, undefined, signal === undefined ? {} : { signal })
  }
  const timer = setInterval(() => utimes(lock, new Date(), new Date()).catch(() => {}), heartbeat)
  const scratch = await mkdtemp(join(dirname(target), 'install-'))
  try {
    if (existsSync(target)) return target
    const made = await make(scratch)
    if (made === undefined) return undefined
    await rename(made, target)
    return target
  } finally {
    clearInterval(timer)
    await rm(scratch, { recursive: true, force: true })
    await rm(lock, { force: true })
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  try {
    if (Date.now() - (await stat(lock)).mtimeMs > abandonedAfter) return true
    const { pid, host }: { pid?: unknown; host?: unknown } = JSON.parse(await readFile(lock, 'utf8'))
    return host === hostname() && typeof pid === 'number' && !isProcessAlive(pid)
  } catch {
    // Half written or just removed: the caller looks again.
    return false
  }
}

/** By renaming first, only one of several waiting processes removes the lock. */
async function removeAbandoned(lock: string): Promise<void> {
  const mine = `${lock}.${process.pid}`
  await rename(lock, mine).then(
    () => rm(mine, { force: true }),
    () => {},
  )
}
