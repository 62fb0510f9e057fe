import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { downloadedBinary } from './downloaded-binary.js'
import { findFreePort } from './ports.js'
import type { SearchContext } from './server-binary-way.js'

let folder: string
let context: SearchContext
let server: Server | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'odp-download-'))
  context = {
    environment: process.env,
    cached_binary: join(folder, 'cache', 'temporal'),
    onProgress: () => {},
    signal: undefined,
  }
})

afterEach(async () => {
  await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())))
  server = undefined
  rmSync(folder, { recursive: true })
})

/** Serves what `answer` gives for a path: a string as JSON text, bytes as they are. */
async function serve(answer: (origin: string, path: string) => string | Buffer): Promise<string> {
  const port = await findFreePort()
  const origin = `http://127.0.0.1:${port}`
  server = createServer((request, response) => {
    response.setHeader('connection', 'close')
    response.end(answer(origin, new URL(request.url ?? '/', origin).pathname))
  })
  await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve))
  return origin
}

function archiveWith(script: string): Buffer {
  const file = join(folder, 'temporal')
  writeFileSync(file, script)
  chmodSync(file, 0o644)
  execFileSync('tar', ['-czf', join(folder, 'a.tar.gz'), '-C', folder, 'temporal'])
  return readFileSync(join(folder, 'a.tar.gz'))
}

const found = (origin: string) => JSON.stringify({ archiveUrl: `${origin}/archive.tar.gz`, fileToExtract: 'temporal' })

test('the archive is unpacked into the cache and nothing else is left there', async () => {
  const archive = archiveWith("#!/bin/sh\necho 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)'\n")
  const origin = await serve((self, path) => (path === '/cli/v1.5.1' ? found(self) : archive))
  expect(await downloadedBinary(origin).find(context)).toEqual({ path: context.cached_binary })
  expect(readdirSync(dirname(context.cached_binary))).toEqual(['temporal'])
})

test('a program that does not answer as the Temporal CLI is not kept', async () => {
  const archive = archiveWith('#!/bin/sh\necho hello\n')
  const origin = await serve((self, path) => (path === '/cli/v1.5.1' ? found(self) : archive))
  const outcome = await downloadedBinary(origin).find(context)
  expect(outcome).toMatchObject({ tried: expect.stringContaining('not the Temporal CLI') })
  expect(existsSync(context.cached_binary)).toBe(false)
})

test('a file name that leads out of the archive is refused', async () => {
  const origin = await serve((self) => JSON.stringify({ archiveUrl: `${self}/a`, fileToExtract: '../../temporal' }))
  const outcome = await downloadedBinary(origin).find(context)
  expect(outcome).toMatchObject({ tried: expect.stringContaining('gave no archive') })
})

test('an address that does not answer is told with its reason', async () => {
  const origin = `http://127.0.0.1:${await findFreePort()}`
  const outcome = await downloadedBinary(origin).find(context)
  expect(outcome).toMatchObject({ tried: expect.stringContaining('ECONNREFUSED') })
})
