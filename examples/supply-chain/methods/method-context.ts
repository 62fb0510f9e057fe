/** What a running method may use: a signal that ends the work early, and a sign of life for long work. */
export interface MethodContext {
  signal: AbortSignal
  heartbeat(details?: unknown): void
}
