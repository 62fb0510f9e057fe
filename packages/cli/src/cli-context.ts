/**
 * Where text goes: `process.stdout` and `process.stderr`, or a collector in a test.
 *
 * @example
 * ```ts
 * import type { TextOutput } from '@odp/cli'
 *
 * const lines: string[] = []
 * const collector: TextOutput = { write: (text) => lines.push(text) }
 * ```
 */
export interface TextOutput {
  write(text: string): unknown
  /** True on a terminal: colours and live progress are drawn only there. */
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly rows?: number | undefined
}

/**
 * The surroundings of one call of the command.
 *
 * @example
 * ```ts
 * import { type CliContext, runCli } from '@odp/cli'
 *
 * const { stdin, stdout, stderr, env } = process
 * const context: CliContext = { stdin, stdout, stderr, env, cwd: process.cwd() }
 * await runCli(['validate', 'pipeline.yaml'], context)
 * ```
 */
export interface CliContext {
  readonly stdin: AsyncIterable<string | Uint8Array>
  readonly stdout: TextOutput
  readonly stderr: TextOutput
  readonly env: Readonly<Record<string, string | undefined>>
  /** Folder that file names are relative to. */
  readonly cwd: string
  /** Calls the handler on Ctrl-C, once; gives back how to stop listening. Without it nothing can interrupt a command. */
  readonly onInterrupt?: (handler: () => void) => () => void
}
