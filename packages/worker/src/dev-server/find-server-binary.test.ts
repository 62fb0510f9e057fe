import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DevServerError } from './dev-server-error.js'
import { searchServerBinary } from './find-server-binary.js'
import { binaryOnPath, cachedBinary, namedBinary } from './installed-binary.js'
import type { ServerBinaryWay } from './server-binary-way.js'

const ways = [namedBinary, binaryOnPath, cachedBinary]
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'odp-find-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

/** An executable that answers `--version` like the Temporal CLI. */
function fakeBinary(path: string, version = 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)'): string {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `#!/bin/sh\necho '${version}'\n`)
  chmodSync(file, 0o755)
  return file
}

const environment = (more: NodeJS.ProcessEnv = {}) => ({
  PATH: join(folder, 'bin'),
  XDG_CACHE_HOME: join(folder, 'cache'),
  ...more,
})

const cachePath = 'cache/odp/temporal/v1.5.1/temporal'

async function failure(table: readonly ServerBinaryWay[], variables: NodeJS.ProcessEnv): Promise<DevServerError> {
  const error: unknown = await searchServerBinary(table, { environment: variables }).catch((reason: unknown) => reason)
  if (!(error instanceof DevServerError)) throw new Error(`expected a DevServerError, got ${String(error)}`)
  return error
}

test('the named program comes before PATH, PATH before the cache', async () => {
  const named = fakeBinary('named/temporal')
  const onPath = fakeBinary('bin/temporal')
  const cached = fakeBinary(cachePath)
  const find = (more?: NodeJS.ProcessEnv) => searchServerBinary(ways, { environment: environment(more) })

  expect(await find({ TEMPORAL_CLI_PATH: named })).toBe(named)
  expect(await find()).toBe(onPath)
  rmSync(onPath)
  expect(await find()).toBe(cached)
})

test('a program on PATH that is too old, broken or something else is passed over', async () => {
  const cached = fakeBinary(cachePath)
  for (const version of ['temporal version 0.12.0 (Server 1.24.1, UI 2.0.0)', 'temporal: a clock', '']) {
    fakeBinary('bin/temporal', version)
    expect(await searchServerBinary(ways, { environment: environment() })).toBe(cached)
  }
})

test('a newer major version of the server is accepted', async () => {
  const onPath = fakeBinary('bin/temporal', 'temporal version 3.0.0 (Server 2.1.0, UI 3.0.0)')
  expect(await searchServerBinary(ways, { environment: environment() })).toBe(onPath)
})

test('a named program that does not work is an error, not a reason to take another', async () => {
  fakeBinary('bin/temporal')
  const error = await failure(ways, environment({ TEMPORAL_CLI_PATH: join(folder, 'nowhere') }))
  expect(error.code).toBe('temporal_server_unavailable')
  expect(error.message).toContain('TEMPORAL_CLI_PATH')
  expect(error.message).toContain('ENOENT')
})

test('the error names every way in order, its fix, and TEMPORAL_ADDRESS', async () => {
  const last: ServerBinaryWay = {
    title: 'a last way',
    find: async () => ({ tried: 'no luck', fix: 'try again' }),
  }
  const { code, message } = await failure([...ways, last], environment())
  expect(code).toBe('temporal_server_unavailable')
  const titles = [...ways, last].map((way) => message.indexOf(`- ${way.title}: `))
  expect(titles).not.toContain(-1)
  expect(titles).toEqual([...titles].sort((a, b) => a - b))
  expect(message).toContain('no luck')
  expect(message).toContain('try again')
  expect(message).toContain('TEMPORAL_ADDRESS=127.0.0.1:7233')
})

test('later ways are not asked once one has an answer', async () => {
  const onPath = fakeBinary('bin/temporal')
  const never: ServerBinaryWay = {
    title: 'never',
    find: async () => {
      throw new Error('asked')
    },
  }
  expect(await searchServerBinary([...ways, never], { environment: environment() })).toBe(onPath)
})

test('an aborted search rejects with the reason of its signal', async () => {
  const signal = AbortSignal.abort(new Error('enough'))
  await expect(searchServerBinary(ways, { environment: environment(), signal })).rejects.toThrow('enough')
})
