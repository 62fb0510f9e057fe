/** Where text goes: `process.stdout` and `process.stderr`, or a collector in a test. */
export interface TextOutput {
  write(text: string): unknown
  /** True on a terminal: colours and live progress are drawn only there. */
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly rows?: number | undefined
}

/** The surroundings of one call of the command. */
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
