// The language has no dependency on a platform; this is all that it says about cancellation.
// Every platform's own AbortSignal merges with it.
interface AbortSignal {
  readonly aborted: boolean
}
