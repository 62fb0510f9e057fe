import { defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client'

/**
 * Repeats calls as every Temporal client does, until the connection is closed. The client's own would go on: what is
 * still under way when a server ends is repeated on the closed connection, from a timer, and so ends the process.
 */
export function retryUntilClosed(): {
  readonly interceptor: ReturnType<typeof makeGrpcRetryInterceptor>
  stop(): void
} {
  const retry = defaultGrpcRetryOptions()
  let isClosed = false
  return {
    interceptor: makeGrpcRetryInterceptor({
      ...retry,
      retryableDecider: (attempt, status) => !isClosed && retry.retryableDecider(attempt, status),
    }),
    /** Nothing is repeated from here on. */
    stop() {
      isClosed = true
    },
  }
}
