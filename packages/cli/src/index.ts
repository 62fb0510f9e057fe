/**
 * The command `odp`, callable from a program.
 *
 * @module
 */
export type { CliContext, TextOutput } from './cli-context.js'
export { EXIT, type ExitCode } from './exit-code.js'
export { runCli } from './run-cli.js'
