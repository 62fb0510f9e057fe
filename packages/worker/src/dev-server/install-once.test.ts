import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { installOnce } from './install-once.js'

let folder: string
let target: string
const options = { onProgress: () => {}, signal: undefined }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'odp-install-'))
  target = join(folder, 'deep', 'file')
})

afterEach(() => rmSync(folder, { recursive: true }))

test('of several at once one does the work and all get its result', async () => {
  let made = 0
  const make = async (scratch: string) => {
    made += 1
    await sleep(300)
    const file = join(scratch, 'made')
    writeFileSync(file, 'content')
    return file
  }
  const results = await Promise.all([1, 2, 3].map(() => installOnce(target, make, options)))
  expect(results).toEqual([target, target, target])
  expect(made).toBe(1)
  expect(readFileSync(target, 'utf8')).toBe('content')
  expect(existsSync(`${target}.lock`)).toBe(false)
})

test('after a failure the next one tries again', async () => {
  expect(await installOnce(target, async () => undefined, options)).toBeUndefined()
  await expect(
    installOnce(
      target,
      async () => {
        throw new Error('broken')
      },
      options,
    ),
  ).rejects.toThrow('broken')
  const make = async (scratch: string) => {
    writeFileSync(join(scratch, 'x'), '')
    return join(scratch, 'x')
  }
  expect(await installOnce(target, make, options)).toBe(target)
})

test('a lock whose owner is gone does not block', async () => {
  await installOnce(target, async () => undefined, options)
  // No Linux or macOS gives a process this id.
  writeFileSync(`${target}.lock`, JSON.stringify({ pid: 2 ** 30, host: hostname() }))
  const started = performance.now()
  await installOnce(target, async () => undefined, options)
  expect(performance.now() - started).toBeLessThan(20_000)
})

test('waiting ends with the signal', async () => {
  await installOnce(target, async () => undefined, options)
  writeFileSync(`${target}.lock`, JSON.stringify({ pid: process.pid, host: hostname() }))
  const signal = AbortSignal.timeout(300)
  await expect(installOnce(target, async () => undefined, { ...options, signal })).rejects.toThrow()
})
