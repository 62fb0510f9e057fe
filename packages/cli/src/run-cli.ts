import { CommanderError } from 'commander'
import type { CliContext } from './cli-context.js'
import { CliError } from './cli-error.js'
import { EXIT, type ExitCode } from './exit-code.js'
import { colorsFor } from './output/colors.js'
import { plainText } from './output/plain-text.js'
import { makeProgram } from './program.js'

/** Errors whose message says what to do: a stack would only hide it. The packages that throw them are loaded late. */
const EXPLAINED: Readonly<Record<string, ExitCode>> = {
  ConnectionSettingsError: EXIT.usage,
  DevServerError: EXIT.usage,
  DryRunError: EXIT.usage,
  ServerUnreachableError: EXIT.usage,
  ExecutionEndedError: EXIT.failed,
  ExecutionNotFoundError: EXIT.failed,
  OperationRefusedError: EXIT.failed,
  PipelineBuildError: EXIT.failed,
  PipelineInvalidError: EXIT.failed,
  ReplayError: EXIT.failed,
  ExecutionExistsError: EXIT.failed,
  StartTooLargeError: EXIT.failed,
  TransportError: EXIT.usage,
}

/**
 * Runs the command `odp` in this process. It never throws for what its user does.
 *
 * @param args what stands behind the name of the command
 * @returns the exit code: 0 fine, 1 the document or the run failed, 2 usage or environment
 * @example
 * ```ts
 * import { runCli } from '@odp/cli'
 *
 * const { stdin, stdout, stderr, env } = process
 * process.exitCode = await runCli(['validate', 'pipeline.yaml'], { stdin, stdout, stderr, env, cwd: process.cwd() })
 * ```
 */
export async function runCli(args: readonly string[], context: CliContext): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.fine
  const program = makeProgram(context, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return exitCode
  } catch (error) {
    // Commander has written its message; help and version that were asked for are no failure.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage
    const { message, code } = explain(error)
    const colors = colorsFor(context.stderr, context.env)
    context.stderr.write(`${colors.red('error:')} ${plainText(message)}\n`)
    return code
  }
}

function explain(error: unknown): { message: string; code: ExitCode } {
  if (!(error instanceof Error)) return { message: String(error), code: EXIT.usage }
  if (error instanceof CliError) return { message: error.message, code: error.exit_code }
  const code = Object.hasOwn(EXPLAINED, error.name) ? EXPLAINED[error.name] : undefined
  if (error.name === 'WorkerUnavailableError')
    return { message: `${error.message}: odp worker --for EXECUTION --catalog FILE`, code: EXIT.usage }
  if (code !== undefined) return { message: error.message, code }
  if (error.name === 'ServiceError')
    return { message: `the Temporal server does not answer: ${causeOf(error)}`, code: EXIT.usage }
  return { message: isCoded(error) ? error.message : (error.stack ?? error.message), code: EXIT.usage }
}

/** The codes of ODP are words in small letters; those of Node and gRPC are none. */
function isCoded(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && /^[a-z_]+$/.test(error.code)
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? `${error.message} (${error.cause.message.split('\n')[0]})` : error.message
}
