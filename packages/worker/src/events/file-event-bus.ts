import { resolve } from 'node:path'
import type { ExecutionEvent } from '@odp/dsl/plan'
import type { EventBus } from './event-bus.js'
import { EventFile } from './event-file.js'

/**
 * How {@link fileEventBus} writes.
 *
 * @example
 * ```ts
 * import { fileEventBus, type FileEventBusOptions } from '@odp/worker'
 *
 * const options: FileEventBusOptions = { rotate_bytes: 8_000_000 }
 * const bus = fileEventBus('/var/log/odp/events.jsonl', options)
 * ```
 */
export interface FileEventBusOptions {
  /** Bytes after which the file is put aside as `<path>.1`, `<path>.2`, … Default 64 MB. */
  readonly rotate_bytes?: number
}

/**
 * Events in a file.
 *
 * @example
 * ```ts
 * import { type FileEventBus, fileEventBus } from '@odp/worker'
 *
 * const bus: FileEventBus = fileEventBus('events.jsonl')
 * await bus.close()
 * ```
 */
export interface FileEventBus extends EventBus {
  /** Waits for what is being written and closes the file. The next event opens it again. */
  close(): Promise<void>
}

const DEFAULT_ROTATE_BYTES = 64_000_000

/**
 * Makes a bus that appends each event to a file, as one line of JSON. What was published outlives the process; after a
 * crash it goes on where the file ends. Files put aside are never deleted: that is left to whoever has processed them.
 * One process writes a file.
 *
 * @example
 * ```ts
 * import { fileEventBus, readEvents } from '@odp/worker'
 *
 * const bus = fileEventBus('events.jsonl')
 * console.log(await bus.unfinished())
 * for await (const event of readEvents('events.jsonl')) console.log(event.execution_id, event.type)
 * ```
 */
export function fileEventBus(path: string, options: FileEventBusOptions = {}): FileEventBus {
  const { rotate_bytes = DEFAULT_ROTATE_BYTES } = options
  let opened: EventFile | undefined
  let turns: Promise<unknown> = Promise.resolve()

  const openFile = async (): Promise<EventFile> => {
    opened ??= await EventFile.open(resolve(path))
    return opened
  }
  const close = async (): Promise<void> => {
    const file = opened
    opened = undefined
    await file?.close()
  }
  const append = async (event: ExecutionEvent): Promise<void> => {
    const file = await openFile()
    if (!file.sequences.isNext(event)) return
    try {
      await file.append(event)
      if (file.size >= rotate_bytes) opened = await file.putAside()
    } catch (error) {
      // Half a line may have been written; opening the file again removes it.
      await close().catch(() => {})
      throw error
    }
  }
  /** One after the other, whatever became of the one before. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = turns.then(work)
    turns = turn.catch(() => {})
    return turn
  }
  return {
    publish: (event) => inTurn(() => append(event)),
    lastSequence: (execution_id) => inTurn(async () => (await openFile()).sequences.last(execution_id)),
    unfinished: () => inTurn(async () => (await openFile()).sequences.unfinished()),
    close: () => inTurn(close),
  }
}
