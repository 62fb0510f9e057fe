import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fileStore } from './file-store.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'odp-payloads-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const bytesOf = (text: string) => new TextEncoder().encode(text)

async function files(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

test('what was put is got, under the hash of its content', async () => {
  const store = fileStore(folder)
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const key = await store.put(bytes)
      expect(key).toBe(createHash('sha256').update(bytes).digest('hex'))
      expect(new Uint8Array((await store.get(key)) ?? [])).toEqual(bytes)
    }),
    { numRuns: 30 },
  )
})

test('equal values are one file in two levels of folders, also when many put them at once', async () => {
  const stores = Array.from({ length: 10 }, () => fileStore(folder))
  const keys = await Promise.all(stores.map((store) => store.put(bytesOf('same'))))
  const [key = ''] = keys
  expect(new Set(keys).size).toBe(1)
  expect(await files()).toEqual([join(folder, key.slice(0, 2), key.slice(2, 4), key)])
})

test('only the user can read it', async () => {
  await fileStore(folder).put(bytesOf('private'))
  const [path = ''] = await files()
  expect((await stat(path)).mode & 0o077).toBe(0)
  expect((await stat(join(path, '..'))).mode & 0o077).toBe(0)
})

test('a value that is not there is undefined, and so is what is no key', async () => {
  const store = fileStore(folder)
  await writeFile(join(folder, 'secret'), 'x')
  expect(await store.get('0'.repeat(64))).toBeUndefined()
  for (const key of ['', '../../secret', `${'0'.repeat(60)}/../secret`, 'A'.repeat(64)])
    expect(await store.get(key)).toBeUndefined()
})

test('a folder that is not there has lost nothing: it does not answer', async () => {
  const store = fileStore(join(folder, 'disk'))
  const key = await store.put(bytesOf('value'))
  await rename(join(folder, 'disk'), join(folder, 'unmounted'))
  await expect(store.get(key)).rejects.toThrow('there is no such folder')
  await rename(join(folder, 'unmounted'), join(folder, 'disk'))
  expect(await store.get(key)).toBeDefined()
})

test('a changed file is refused, and a cut one is written again', async () => {
  const store = fileStore(folder)
  const key = await store.put(bytesOf('value'))
  const [path = ''] = await files()
  await writeFile(path, 'VALUE')
  await expect(store.get(key)).rejects.toMatchObject({ code: 'payload_store_failed', nonRetryable: true })
  await writeFile(path, 'val')
  await store.put(bytesOf('value'))
  expect(await readFile(path, 'utf8')).toBe('value')
})

test('storing a value again makes its file young', async () => {
  const store = fileStore(folder)
  await store.put(bytesOf('value'))
  const [path = ''] = await files()
  await utimes(path, new Date(0), new Date(0))
  await store.put(bytesOf('value'))
  expect(Date.now() - (await stat(path)).mtimeMs).toBeLessThan(60_000)
})

test('a value that cannot be written leaves nothing behind', async () => {
  const signal = AbortSignal.abort()
  await expect(fileStore(folder).put(bytesOf('value'), signal)).rejects.toThrow()
  expect(await files()).toEqual([])
})
