/**
 * Exit codes of the command.
 *
 * @example
 * ```ts
 * import { EXIT, runCli } from '@odp/cli'
 *
 * const { stdin, stdout, stderr, env } = process
 * const code = await runCli(['validate', 'pipeline.yaml'], { stdin, stdout, stderr, env, cwd: process.cwd() })
 * if (code === EXIT.usage) console.error('see odp --help')
 * ```
 */
export const EXIT = {
  /** All is well. */
  fine: 0,
  /** The document was refused, or the run failed. */
  failed: 1,
  /** The command was called wrongly, or something it needs is not there. */
  usage: 2,
} as const

/**
 * One of the exit codes.
 *
 * @example
 * ```ts
 * import { EXIT, type ExitCode } from '@odp/cli'
 *
 * const code: ExitCode = EXIT.failed // 1
 * ```
 */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
