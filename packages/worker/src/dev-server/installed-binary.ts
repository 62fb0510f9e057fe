import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { ServerBinaryWay } from './server-binary-way.js'
import { checkServerBinary } from './server-version.js'

/** The program that TEMPORAL_CLI_PATH names. */
export const namedBinary: ServerBinaryWay = {
  title: 'TEMPORAL_CLI_PATH',
  find: async ({ environment, signal }) => {
    const path = environment.TEMPORAL_CLI_PATH
    const fix = 'set it to the path of a Temporal CLI'
    if (path === undefined || path === '') return { tried: 'not set', fix }
    const reason = await checkServerBinary(path, signal)
    return reason === undefined ? { path } : { tried: reason, fix }
  },
}

/** `temporal` on PATH. */
export const binaryOnPath: ServerBinaryWay = {
  title: '`temporal` on PATH',
  find: async ({ environment, signal }) => {
    const fix = 'install the Temporal CLI (https://docs.temporal.io/cli), for example `brew install temporal`'
    const name = process.platform === 'win32' ? 'temporal.exe' : 'temporal'
    const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
    const path = folders.map((folder) => join(folder, name)).find((candidate) => existsSync(candidate))
    if (path === undefined) return { tried: 'not there', fix }
    const reason = await checkServerBinary(path, signal)
    return reason === undefined ? { path } : { tried: reason, fix }
  },
}

/** What an earlier download or build left in the cache. */
export const cachedBinary: ServerBinaryWay = {
  title: 'the cache',
  find: async ({ cached_binary, signal }) => {
    const fix = `put a Temporal CLI at ${cached_binary}`
    if (!existsSync(cached_binary)) return { tried: `no file ${cached_binary}`, fix }
    const reason = await checkServerBinary(cached_binary, signal)
    return reason === undefined ? { path: cached_binary } : { tried: reason, fix }
  },
}
