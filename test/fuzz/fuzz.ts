import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { FuzzInput } from './make-input.ts'

/** What a process of a fuzz run says about its inputs, a line each. */
export type ChildLine =
  | ({ readonly kind: 'start'; readonly index: number } & FuzzInput)
  | ({ readonly kind: 'failure' } & FuzzFailure)
  | {
      readonly kind: 'done'
      readonly index: number
      readonly valid: boolean
      readonly ran: boolean
      readonly slowest: { readonly name: string; readonly milliseconds: number }
      readonly length: number
      readonly heapUsed: number
      readonly rss: number
    }

/** A law that an input broke. The text is empty where an earlier input broke the same one. */
interface FuzzFailure extends FuzzInput {
  readonly index: number
  readonly law: string
  readonly detail: string
}

export interface FuzzOptions {
  readonly seed: number
  /** Number of inputs. */
  readonly count: number
  /** Number of the first input. */
  readonly from?: number
  /** Called after every input. */
  readonly onInput?: (report: FuzzReport) => void
  readonly onFailure?: (failure: FuzzFailure) => void
}

/** What a fuzz run found. */
export interface FuzzReport {
  checked: number
  valid: number
  ran: number
  /** The slowest answer, its input's number and length. */
  slowest: { readonly index: number; readonly name: string; readonly milliseconds: number; readonly length: number }
  /** Largest heap and largest resident size after an input, in bytes. */
  heap: number
  resident: number
  readonly failures: FuzzFailure[]
}

/** Old space of the process that reads the inputs, in megabytes. */
const MEMORY_MB = 300

const LONGEST_SILENCE_MS = 120_000
const folder = fileURLToPath(new URL('.', import.meta.url))

/** Reads many inputs in a process of limited memory; where it dies or hangs, that is a failure, and a new one goes on. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const report: FuzzReport = {
    checked: 0,
    valid: 0,
    ran: 0,
    slowest: { index: 0, name: 'nothing', milliseconds: 0, length: 0 },
    heap: 0,
    resident: 0,
    failures: [],
  }
  const first = options.from ?? 0
  const end = first + options.count
  for (let next = first; next < end; ) next = await runChild(options, next, end, report)
  return report
}

/** Runs a process until it ends. Answers the number of the input that comes next. */
async function runChild(options: FuzzOptions, from: number, to: number, report: FuzzReport): Promise<number> {
  const child = spawnChild(options.seed, from, to)
  let started: { readonly index: number } & FuzzInput = { index: from - 1, face: 'text', text: '' }
  let next = from
  let heardAt = performance.now()
  let hangs = false
  let complaint = ''
  const fail = (failure: FuzzFailure) => {
    report.failures.push(failure)
    options.onFailure?.(failure)
  }
  const watch = setInterval(() => {
    if (performance.now() - heardAt < LONGEST_SILENCE_MS) return
    hangs = true
    child.kill('SIGKILL')
  }, 1000)
  child.stderr?.on('data', (data: Buffer) => {
    complaint = (complaint + data.toString()).slice(-3000)
  })
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve))
  if (child.stdout !== null) {
    for await (const text of createInterface({ input: child.stdout })) {
      heardAt = performance.now()
      const line = JSON.parse(text) as ChildLine
      if (line.kind === 'start') started = line
      else if (line.kind === 'failure') fail(line)
      else {
        next = line.index + 1
        count(line, report)
        options.onInput?.(report)
      }
    }
  }
  const code = await exited
  clearInterval(watch)
  if (code === 0) return to
  if (started.index < next) throw new Error(`The process did not start: ${complaint}`)
  const law = hangs
    ? `an answer comes within ${LONGEST_SILENCE_MS / 1000} seconds`
    : `the process lives with ${MEMORY_MB} MB`
  fail({ index: started.index, law, detail: complaint, face: started.face, text: started.text })
  return started.index + 1
}

function spawnChild(seed: number, from: number, to: number): ChildProcess {
  const options = [
    `--max-old-space-size=${MEMORY_MB}`,
    '--conditions=@odp/source',
    '--import',
    `${folder}source-hooks.mjs`,
  ]
  const { NODE_OPTIONS: _, ...env } = process.env
  return spawn(process.execPath, [...options, `${folder}fuzz-child.ts`, String(seed), String(from), String(to)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function count(line: ChildLine & { readonly kind: 'done' }, report: FuzzReport): void {
  report.checked += 1
  if (line.valid) report.valid += 1
  if (line.ran) report.ran += 1
  report.heap = Math.max(report.heap, line.heapUsed)
  report.resident = Math.max(report.resident, line.rss)
  if (line.slowest.milliseconds > report.slowest.milliseconds) {
    report.slowest = { index: line.index, length: line.length, ...line.slowest }
  }
}
