import { createReadStream } from 'node:fs'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { ExecutionEvent } from '@odp/dsl/plan'

/**
 * Which events {@link readEvents} gives.
 *
 * @example
 * ```ts
 * import { readEvents, type ReadEventsOptions } from '@odp/worker'
 *
 * const options: ReadEventsOptions = { execution_id: 'ada-1', after: 12 }
 * for await (const event of readEvents('events.jsonl', options)) console.log(event.type)
 * ```
 */
export interface ReadEventsOptions {
  /** Only events of this execution. Default: of all. */
  readonly execution_id?: string
  /** Only events with a larger number in their execution. Default 0. */
  readonly after?: number
}

/**
 * A file of events has a line that is no event.
 *
 * @example
 * ```ts
 * import { EventFileError, readEvents } from '@odp/worker'
 *
 * try {
 *   for await (const event of readEvents('events.jsonl')) console.log(event.type)
 * } catch (error) {
 *   if (error instanceof EventFileError) console.error(error.message)
 * }
 * ```
 */
export class EventFileError extends Error {
  override readonly name = 'EventFileError'
  readonly code = 'event_file_invalid'
}

/**
 * Reads what a file bus has written, also from the files that it has put aside, up to the last whole line. The events of each
 * execution come in order. A file that does not exist has no events.
 *
 * @throws EventFileError
 * @example
 * ```ts
 * import { readEvents } from '@odp/worker'
 *
 * for await (const event of readEvents('events.jsonl', { execution_id: 'ada-1' })) console.log(event.sequence, event.type)
 * ```
 */
export async function* readEvents(
  path: string,
  { execution_id, after = 0 }: ReadEventsOptions = {},
): AsyncGenerator<ExecutionEvent, void, void> {
  for await (const event of everyEvent(resolve(path))) {
    if (event.sequence > after && (execution_id === undefined || event.execution_id === execution_id)) yield event
  }
}

/** Numbers of the files that were put aside, the oldest first. */
export async function asideNumbers(file: string): Promise<number[]> {
  const prefix = `${basename(file)}.`
  const names = await orMissing(readdir(dirname(file)))
  return (names ?? [])
    .filter((name) => name.startsWith(prefix) && /^[1-9]\d*$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((a, b) => a - b)
}

async function* everyEvent(file: string): AsyncGenerator<ExecutionEvent, void, void> {
  let done = 0
  while (true) {
    for (const number of (await asideNumbers(file)).filter((found) => found > done)) {
      const aside = await orMissing(open(`${file}.${number}`))
      if (aside !== undefined) yield* eventsOf(aside, `${file}.${number}`)
      done = number
    }
    const live = await orMissing(open(file))
    // It may have been put aside before it was opened: then what was opened is a later file.
    if ((await asideNumbers(file)).some((found) => found > done)) {
      await live?.close()
      continue
    }
    if (live !== undefined) yield* eventsOf(live, file)
    return
  }
}

async function* eventsOf(handle: FileHandle, name: string): AsyncGenerator<ExecutionEvent, void, void> {
  const input = createReadStream(name, { fd: handle, encoding: 'utf8' })
  let torn: EventFileError | undefined
  let number = 0
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      // Only the last line may be half written.
      if (torn !== undefined) throw torn
      number += 1
      const event = parseEvent(line)
      if (event === undefined) torn = new EventFileError(`${name}:${number} is no event: ${line.slice(0, 80)}`)
      else yield event
    }
  } finally {
    input.destroy()
  }
}

function parseEvent(line: string): ExecutionEvent | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isEvent(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isEvent(value: unknown): value is ExecutionEvent {
  if (typeof value !== 'object' || value === null) return false
  const { sequence, type, execution_id } = value as Partial<ExecutionEvent>
  return Number.isSafeInteger(sequence) && typeof type === 'string' && typeof execution_id === 'string'
}

async function orMissing<Value>(work: Promise<Value>): Promise<Value | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
