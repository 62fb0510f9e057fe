import { join } from 'node:path'
import { installOnce } from './install-once.js'
import { runCommand } from './run-command.js'
import type { SearchContext, ServerBinaryWay } from './server-binary-way.js'
import { checkServerBinary, cliVersion } from './server-version.js'

const source = `github.com/temporalio/cli/cmd/temporal@${cliVersion}`
const buildTimeout = 900_000
const progressInterval = 5_000

/** The program built from its sources with Go, through the Go module proxy: two to five minutes, once. */
export const builtBinary: ServerBinaryWay = {
  title: `\`go install ${source}\``,
  find: async (context) => {
    const { environment, cached_binary, signal } = context
    const go = await runCommand('go', ['version'], { environment, timeout_ms: 10_000, signal })
    if (go.problem !== undefined) return { tried: 'Go is not installed', fix: 'install Go (https://go.dev/dl)' }
    let failure = 'failed'
    const make = async (scratch: string) => {
      const result = await install(scratch, context)
      const binary = join(scratch, process.platform === 'win32' ? 'temporal.exe' : 'temporal')
      const reason = result.problem ?? (await checkServerBinary(binary, signal))
      if (reason === undefined) return binary
      failure = `${reason}\n${lastLines(result.output)}`.trimEnd()
      return undefined
    }
    const path = await installOnce(cached_binary, make, context)
    return path === undefined ? { tried: failure, fix: 'run it by hand and see what is missing' } : { path }
  },
}

async function install(scratch: string, { environment, onProgress, signal }: SearchContext) {
  const started = performance.now()
  const report = () => {
    const seconds = Math.round((performance.now() - started) / 1000)
    onProgress(`building the Temporal server with Go: ${seconds} s (two to five minutes, once)`)
  }
  report()
  const timer = setInterval(report, progressInterval)
  try {
    return await runCommand('go', ['install', source], {
      // Outside any Go module of the caller, with the flags this build needs and no others.
      cwd: scratch,
      environment: { ...environment, GOBIN: scratch, GOFLAGS: '-mod=mod', GOWORK: 'off' },
      timeout_ms: buildTimeout,
      signal,
    })
  } finally {
    clearInterval(timer)
  }
}

const lastLines = (text: string) => text.trimEnd().split('\n').slice(-5).join('\n')
