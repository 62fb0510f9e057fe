import { homedir } from 'node:os'
import { join } from 'node:path'
import { builtBinary } from './built-binary.js'
import { DevServerError } from './dev-server-error.js'
import { downloadedBinary } from './downloaded-binary.js'
import { binaryOnPath, cachedBinary, namedBinary } from './installed-binary.js'
import type { SearchContext, ServerBinaryWay } from './server-binary-way.js'
import { cliVersion } from './server-version.js'

/**
 * Settings of {@link findServerBinary}.
 *
 * @example
 * ```ts
 * import type { FindServerBinaryOptions } from '@odp/worker/dev-server'
 *
 * const options: FindServerBinaryOptions = { onProgress: console.error, signal: AbortSignal.timeout(300_000) }
 * ```
 */
export interface FindServerBinaryOptions {
  /** Variables that name programs and folders: TEMPORAL_CLI_PATH, PATH, XDG_CACHE_HOME. Default: `process.env`. */
  readonly environment?: NodeJS.ProcessEnv
  /** Called with one line for each thing that takes time. Default: nothing is shown. */
  readonly onProgress?: (message: string) => void
  /** Ends the search, a download or a build. */
  readonly signal?: AbortSignal
}

// The quickest first; only the last two change anything on the machine, and only inside the cache.
const ways: readonly ServerBinaryWay[] = [namedBinary, binaryOnPath, cachedBinary, downloadedBinary(), builtBinary]

/**
 * The path of the program that holds the Temporal server: the one TEMPORAL_CLI_PATH names, `temporal` on PATH, the
 * cache (`~/.cache/odp/temporal`), a download, or a build with Go (two to five minutes, once).
 * Throws a {@link DevServerError} `temporal_server_unavailable` that names every way and what would help.
 *
 * @example
 * ```ts
 * import { findServerBinary } from '@odp/worker/dev-server'
 *
 * const path = await findServerBinary({ onProgress: console.error })
 * ```
 */
export function findServerBinary(options: FindServerBinaryOptions = {}): Promise<string> {
  return searchServerBinary(ways, options)
}

/** {@link findServerBinary} over a given table of ways. */
export async function searchServerBinary(
  table: readonly ServerBinaryWay[],
  { environment = process.env, onProgress = () => {}, signal }: FindServerBinaryOptions,
): Promise<string> {
  const context: SearchContext = { environment, cached_binary: cachedBinaryPath(environment), onProgress, signal }
  const failures: string[] = []
  for (const way of table) {
    signal?.throwIfAborted()
    const outcome = await way.find(context)
    if ('path' in outcome) return outcome.path
    failures.push(`- ${way.title}: ${outcome.tried}\n  fix: ${outcome.fix}`)
    // Whoever names a program does not want another one.
    if (way === namedBinary && environment.TEMPORAL_CLI_PATH) break
  }
  throw new DevServerError(
    'temporal_server_unavailable',
    [
      'The Temporal server could not be found. Tried, in this order:',
      ...failures,
      'Or use a server that runs already: set TEMPORAL_ADDRESS, for example TEMPORAL_ADDRESS=127.0.0.1:7233.',
    ].join('\n'),
  )
}

function cachedBinaryPath(environment: NodeJS.ProcessEnv): string {
  // The convention of XDG: a relative path there is invalid and ignored.
  const { XDG_CACHE_HOME: given } = environment
  const cache = given?.startsWith('/') ? given : join(homedir(), '.cache')
  return join(cache, 'odp', 'temporal', cliVersion, process.platform === 'win32' ? 'temporal.exe' : 'temporal')
}
