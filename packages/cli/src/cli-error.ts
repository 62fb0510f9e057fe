import { EXIT, type ExitCode } from './exit-code.js'

/** Ends a command with a message for its user and no stack. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exit_code: ExitCode

  constructor(message: string, exit_code: ExitCode = EXIT.usage) {
    super(message)
    this.exit_code = exit_code
  }
}
