/** Reads what a person types, a line at a time, until a signal ends it. */
export class LineReader {
  readonly #chunks: AsyncIterator<string | Uint8Array>
  readonly #ended: Promise<undefined>
  readonly #decoder = new TextDecoder()
  #rest = ''

  constructor(input: AsyncIterable<string | Uint8Array>, signal: AbortSignal) {
    this.#chunks = input[Symbol.asyncIterator]()
    this.#ended = new Promise((resolve) => {
      if (signal.aborted) resolve(undefined)
      signal.addEventListener('abort', () => resolve(undefined), { once: true })
    })
  }

  /** The next line; nothing when the input or the reading has ended. What was typed before the question counts. */
  async read(): Promise<string | undefined> {
    while (true) {
      const end = this.#rest.indexOf('\n')
      if (end >= 0) {
        const line = this.#rest.slice(0, end)
        this.#rest = this.#rest.slice(end + 1)
        return line
      }
      const next = await Promise.race([this.#chunks.next(), this.#ended])
      if (next === undefined || next.done === true) return undefined
      const { value } = next
      this.#rest += typeof value === 'string' ? value : this.#decoder.decode(value, { stream: true })
    }
  }

  /** Lets go of the input. */
  close(): void {
    void this.#chunks.return?.()
  }
}
