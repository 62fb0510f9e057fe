import { defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client'

type Interceptor = ReturnType<typeof makeGrpcRetryInterceptor>
type Call = ReturnType<Parameters<Interceptor>[1]>
type Status = Parameters<ReturnType<typeof defaultGrpcRetryOptions>['retryableDecider']>[1]

/**
 * Repeats calls as every Temporal client does, until the connection is closed. The client's own would go on: what is
 * still under way when a server ends is repeated on the closed connection, from a timer, and so ends the process.
 */
export function retryUntilClosed(): { readonly interceptor: Interceptor; stop(): void } {
  const retry = defaultGrpcRetryOptions()
  let isClosed = false
  return {
    interceptor(options, nextCall) {
      let failed: Status | undefined
      const repeat = makeGrpcRetryInterceptor({
        ...retry,
        retryableDecider(attempt, status) {
          failed = status
          return !isClosed && retry.retryableDecider(attempt, status)
        },
      })
      // It may be closed while a repetition waits for its time.
      return repeat(options, (given) => (isClosed && failed !== undefined ? failedCall(failed) : nextCall(given)))
    },
    /** Nothing is repeated from here on. */
    stop() {
      isClosed = true
    },
  }
}

/** A call that ends as the one before it did, without a connection. */
function failedCall(status: Status): Call {
  return {
    start: (_metadata, listener) => listener?.onReceiveStatus?.(status),
    sendMessage() {},
    sendMessageWithContext() {},
    halfClose() {},
    startRead() {},
    cancelWithStatus() {},
    getPeer: () => '',
    getAuthContext: () => null,
  }
}
