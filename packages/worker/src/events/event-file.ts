import { type FileHandle, mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ExecutionEvent } from '@odp/dsl/plan'
import { PublishedSequences } from './published-sequences.js'
import { asideNumbers, readEvents } from './read-events.js'

const LINE_FEED = 10
const CHUNK = 65_536

/** A file of events that is open for appending. */
export class EventFile {
  readonly #handle: FileHandle
  readonly #path: string
  /** How far each execution is written, here and in the files put aside. */
  readonly sequences: PublishedSequences
  #size: number

  private constructor(path: string, handle: FileHandle, size: number, sequences: PublishedSequences) {
    this.#path = path
    this.#handle = handle
    this.#size = size
    this.sequences = sequences
  }

  static async open(path: string, known?: PublishedSequences): Promise<EventFile> {
    await mkdir(dirname(path), { recursive: true })
    const handle = await open(path, 'a+')
    try {
      const size = await removeTornLine(handle)
      const sequences = known ?? new PublishedSequences()
      if (known === undefined) for await (const event of readEvents(path)) sequences.take(event)
      return new EventFile(path, handle, size, sequences)
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /** Bytes so far. */
  get size(): number {
    return this.#size
  }

  async append(event: ExecutionEvent): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(event)}\n`)
    await this.#handle.appendFile(line)
    this.#size += line.length
    this.sequences.take(event)
  }

  /** Closes it and gives it the next number; the file that follows it is returned. */
  async putAside(): Promise<EventFile> {
    await this.#handle.close()
    const last = (await asideNumbers(this.#path)).at(-1) ?? 0
    await rename(this.#path, `${this.#path}.${last + 1}`)
    return EventFile.open(this.#path, this.sequences)
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

/** Removes what stands behind the last line feed: a process was killed while it wrote. Gives the size that is left. */
async function removeTornLine(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat()
  const chunk = Buffer.alloc(CHUNK)
  let end = size
  while (end > 0) {
    const start = Math.max(0, end - CHUNK)
    const { bytesRead } = await handle.read(chunk, 0, end - start, start)
    const found = chunk.subarray(0, bytesRead).lastIndexOf(LINE_FEED)
    end = found < 0 ? start : start + found + 1
    if (found >= 0) break
  }
  if (end < size) await handle.truncate(end)
  return end
}
