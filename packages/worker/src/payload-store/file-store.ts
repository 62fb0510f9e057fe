import { createHash, randomUUID } from 'node:crypto'
import { access, mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isPayloadKey, type PayloadStore } from './payload-store.js'
import { PayloadStoreError, SAME_PLACE } from './payload-store-error.js'

/**
 * A payload store in a folder, which several processes (and, on a shared disk, several machines) may use at once. Only its
 * user can read it. The time of a file's last change is when its value was last stored, so that files older than the
 * longest run and the retention of the namespace together can be deleted.
 *
 * @example
 * ```ts
 * import { fileStore } from '@odp/worker/payload-store'
 *
 * const store = fileStore('/var/lib/odp/payloads')
 * const key = await store.put(new TextEncoder().encode('hello'))
 * ```
 */
export function fileStore(directory: string): PayloadStore {
  const folder = resolve(directory)
  const place = pathToFileURL(folder).href
  const pathOf = (key: string) => join(folder, key.slice(0, 2), key.slice(2, 4), key)
  return {
    place,
    async put(bytes, signal) {
      const key = sha256(bytes)
      const path = pathOf(key)
      if (!(await renew(path, bytes.length))) await writeWhole(path, bytes, signal)
      return key
    },
    async get(key, signal) {
      if (!isPayloadKey(key)) return undefined
      const bytes = await readFile(pathOf(key), { signal }).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
        // A disk that is not there, or not yet: its values are not gone.
        await access(folder).catch(() => {
          throw new Error(`there is no such folder; mount it, or ${SAME_PLACE}`)
        })
        return undefined
      })
      if (bytes === undefined || sha256(bytes) === key) return bytes
      throw new PayloadStoreError(`the file of the value ${key} in ${place} was changed: its hash is another one`, {
        retryable: false,
      })
    },
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Whether the file is there, whole; says by its time of change that it is needed again. */
async function renew(path: string, size: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  if (found?.size !== size) return false
  const now = new Date()
  // The file of another user is as good.
  await utimes(path, now, now).catch(() => {})
  return true
}

/** Nobody ever sees half a file: it is written beside its place and moved there when it is on the disk. */
async function writeWhole(path: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const unfinished = `${path}.${randomUUID()}`
  try {
    const file = await open(unfinished, 'wx', 0o600)
    try {
      await file.writeFile(bytes, { signal })
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {})
    throw error
  }
}
