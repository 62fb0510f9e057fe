/** What a way to get the server's program may use. */
export interface SearchContext {
  readonly environment: NodeJS.ProcessEnv
  /** Where a downloaded or built program is kept, with its file name. */
  readonly cached_binary: string
  readonly onProgress: (message: string) => void
  readonly signal: AbortSignal | undefined
}

/** The path of a program that was checked, or why this way gave none and what would help. */
type WayOutcome = { readonly path: string } | { readonly tried: string; readonly fix: string }

/** One way to get the server's program. They are tried in the order of the table in `find-server-binary.ts`. */
export interface ServerBinaryWay {
  readonly title: string
  readonly find: (context: SearchContext) => Promise<WayOutcome>
}
