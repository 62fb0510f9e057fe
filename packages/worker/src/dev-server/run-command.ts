import { execFile } from 'node:child_process'

export interface CommandOptions {
  readonly cwd?: string
  readonly environment?: NodeJS.ProcessEnv
  readonly timeout_ms: number
  readonly signal?: AbortSignal | undefined
}

/** `code` is undefined if the command could not be started, was ended by a signal, or took too long. */
export interface CommandResult {
  readonly code: number | undefined
  readonly output: string
  readonly problem?: string
}

/** Runs a program without a shell and collects what it prints. Rejects only when `signal` is aborted. */
export function runCommand(file: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const settings = {
      cwd: options.cwd,
      env: options.environment,
      timeout: options.timeout_ms,
      signal: options.signal,
      // Go passes an interrupt on to its compilers; after SIGTERM they would go on.
      killSignal: 'SIGINT' as const,
      maxBuffer: 16 * 1024 * 1024,
    }
    execFile(file, [...args], settings, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`
      if (options.signal?.aborted) reject(options.signal.reason)
      else if (error === null) resolve({ code: 0, output })
      else if (typeof error.code === 'number') resolve({ code: error.code, output, problem: `exit code ${error.code}` })
      else if (error.killed)
        resolve({ code: undefined, output, problem: `no end after ${options.timeout_ms / 1000} s` })
      else resolve({ code: undefined, output, problem: error.message })
    })
  })
}
