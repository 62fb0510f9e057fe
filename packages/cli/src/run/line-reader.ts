type Chunk = IteratorResult<string | Uint8Array>

/** Reads what a person types, a line at a time, until a signal ends it. */
export class LineReader {
  readonly #chunks: AsyncIterator<string | Uint8Array>
  readonly #ended: Promise<undefined>
  readonly #decoder = new TextDecoder()
  /** What was asked for and has not come: a read that was given up leaves it to the next one. */
  #coming: Promise<Chunk> | undefined
  #rest = ''

  constructor(input: AsyncIterable<string | Uint8Array>, signal: AbortSignal) {
    this.#chunks = input[Symbol.asyncIterator]()
    this.#ended = endOf(signal)
  }

  /**
   * The next line; nothing when the input or the reading has ended. What was typed before the question counts.
   *
   * @param signal gives this read up; what is typed then is for the next one
   */
  async read(signal?: AbortSignal): Promise<string | undefined> {
    const givenUp = signal === undefined ? [] : [endOf(signal)]
    while (true) {
      const end = this.#rest.indexOf('\n')
      if (end >= 0) {
        const line = this.#rest.slice(0, end)
        this.#rest = this.#rest.slice(end + 1)
        return line
      }
      this.#coming ??= this.#chunks.next()
      const next = await Promise.race([this.#coming, this.#ended, ...givenUp])
      if (next === undefined) return undefined
      this.#coming = undefined
      if (next.done === true) return undefined
      const { value } = next
      this.#rest += typeof value === 'string' ? value : this.#decoder.decode(value, { stream: true })
    }
  }

  /** Lets go of the input. */
  close(): void {
    void this.#chunks.return?.()
  }
}

function endOf(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}
