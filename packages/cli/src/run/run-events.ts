import type { ExecutionEvent } from '@odp/dsl/plan'
import type { CliContext } from '../cli-context.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { colorsFor } from '../output/colors.js'
import { executionEventLine } from '../progress/execution-event-line.js'
import { askRecord } from './ask-record.js'
import { clientOf, openRecord } from './find-server.js'
import { watchInterruption } from './interruption.js'

/** The options of `odp events`. */
export interface EventsFlags {
  readonly follow?: boolean
  readonly after?: number
  readonly address?: string
  readonly json?: boolean
}

const TELL_WAITING_MS = 3_000

/** Tells the events of an execution. Ctrl-C ends it; the execution goes on. */
export async function runEvents(id: string, flags: EventsFlags, context: CliContext): Promise<ExitCode> {
  const { follow = false, after = 0, json } = flags
  const interruption = watchInterruption(context)
  const server = await openRecord(flags.address, context, interruption.signal)
  const client = clientOf(server.settings)
  const execution = client.execution(id)
  const waiting = setTimeout(() => context.stderr.write('waiting for a worker …\n'), TELL_WAITING_MS)
  const tell = json ? jsonWriter(context) : lineWriter(context)
  let last: ExecutionEvent | undefined
  try {
    await askRecord(execution, server.settings, async () => {
      for await (const event of execution.events({ after, follow, signal: interruption.signal })) {
        clearTimeout(waiting)
        tell(event)
        last = event
      }
    })
    return follow && (last?.type === 'pipeline.failed' || last?.type === 'pipeline.cancelled') ? EXIT.failed : EXIT.fine
  } finally {
    clearTimeout(waiting)
    interruption.stop()
    await client.close()
    await server.stop()
  }
}

function jsonWriter(context: CliContext): (event: ExecutionEvent) => void {
  return (event) => context.stdout.write(`${JSON.stringify(event)}\n`)
}

function lineWriter(context: CliContext): (event: ExecutionEvent) => void {
  const colors = colorsFor(context.stdout, context.env)
  return (event) => context.stdout.write(`${executionEventLine(event, colors)}\n`)
}
