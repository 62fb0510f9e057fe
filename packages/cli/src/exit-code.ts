/** Exit codes of the command. */
export const EXIT = {
  /** All is well. */
  fine: 0,
  /** The document was refused, or the run failed. */
  failed: 1,
  /** The command was called wrongly, or something it needs is not there. */
  usage: 2,
} as const

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
