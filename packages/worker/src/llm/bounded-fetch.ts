/** Says that an answer was cut off; no service uses it for anything that is worth another try. */
export const TOO_LONG_STATUS = 413

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/**
 * A `fetch` that reads an answer to its end before it gives it back, so that the time limit of a call holds for all of it, and that takes no more than so
 * many bytes. It goes nowhere but to the address that was configured.
 */
export function boundedFetch(longest: number): Fetch {
  return async (input, init) => {
    const answer = await fetch(input, { ...init, redirect: 'error' })
    const chunks: Uint8Array[] = []
    let size = 0
    const reader = answer.body?.getReader()
    while (reader !== undefined) {
      const { done, value } = await reader.read()
      if (done) break
      size += value.byteLength
      if (size > longest) {
        await reader.cancel()
        return tooLong(longest)
      }
      chunks.push(value)
    }
    const { status, statusText } = answer
    const headers = new Headers(answer.headers)
    // The body is decoded by now.
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name)
    const isEmpty = [204, 205, 304].includes(status)
    return new Response(isEmpty ? null : Buffer.concat(chunks), { status, statusText, headers })
  }
}

function tooLong(longest: number): Response {
  const error = { message: `the answer is longer than ${longest} bytes` }
  return new Response(JSON.stringify({ error }), {
    status: TOO_LONG_STATUS,
    headers: { 'content-type': 'application/json', 'x-should-retry': 'false' },
  })
}
