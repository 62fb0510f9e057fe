import { createWriteStream } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { installOnce } from './install-once.js'
import { runCommand } from './run-command.js'
import type { SearchContext, ServerBinaryWay } from './server-binary-way.js'
import { checkServerBinary, cliVersion } from './server-version.js'

const answerTimeout = 5_000
const archiveTimeout = 300_000

/** The prebuilt program, from the address that Temporal's own SDKs download from (or another one, in tests). */
export function downloadedBinary(origin = 'https://temporal.download'): ServerBinaryWay {
  return {
    title: `download from ${origin}`,
    find: async (context) => {
      const fix = 'allow this address, or behind a proxy set HTTPS_PROXY and NODE_USE_ENV_PROXY=1'
      let failure = 'failed'
      const make = async (scratch: string) => {
        try {
          return await download(origin, scratch, context)
        } catch (error) {
          context.signal?.throwIfAborted()
          failure = describe(error)
          return undefined
        }
      }
      const path = await installOnce(context.cached_binary, make, context)
      return path === undefined ? { tried: failure, fix } : { path }
    },
  }
}

async function download(origin: string, scratch: string, { onProgress, signal }: SearchContext): Promise<string> {
  const { archive, file } = await locateArchive(origin, signal)
  onProgress(`downloading the Temporal server ${cliVersion} (once)`)
  const response = await fetch(archive, { signal: withTimeout(archiveTimeout, signal) })
  if (!response.ok || response.body === null) throw new Error(`${archive} answered ${response.status}`)
  const target = join(scratch, 'archive.tar.gz')
  await pipeline(Readable.fromWeb(response.body), createWriteStream(target))
  const unpacked = await runCommand('tar', ['-xzf', target, '-C', scratch, file], { timeout_ms: 60_000, signal })
  if (unpacked.problem !== undefined) throw new Error(`the archive could not be unpacked: ${unpacked.problem}`)
  const binary = join(scratch, file)
  await chmod(binary, 0o755)
  const reason = await checkServerBinary(binary, signal)
  if (reason !== undefined) throw new Error(reason)
  return binary
}

async function locateArchive(origin: string, signal: AbortSignal | undefined) {
  const address = new URL(`/cli/${cliVersion}`, origin)
  address.searchParams.set('platform', process.platform === 'win32' ? 'windows' : process.platform)
  address.searchParams.set('arch', process.arch === 'x64' ? 'amd64' : process.arch)
  address.searchParams.set('format', 'tar.gz')
  const response = await fetch(address, { signal: withTimeout(answerTimeout, signal) })
  if (!response.ok) throw new Error(`${address} answered ${response.status}`)
  const body: unknown = await response.json()
  const { archiveUrl, fileToExtract }: { archiveUrl?: unknown; fileToExtract?: unknown } =
    typeof body === 'object' && body !== null ? body : {}
  // A plain name only: it becomes an argument of tar and a path.
  if (typeof archiveUrl !== 'string' || typeof fileToExtract !== 'string' || !/^\w[\w.]*$/.test(fileToExtract)) {
    throw new Error(`${address} gave no archive`)
  }
  return { archive: archiveUrl, file: fileToExtract }
}

function withTimeout(milliseconds: number, signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(milliseconds)
  return signal === undefined ? timeout : AbortSignal.any([timeout, signal])
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // fetch hides the reason ("getaddrinfo ENOTFOUND ...") in its cause.
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
