import type { CliContext } from '../cli-context.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { colorsFor } from '../output/colors.js'
import { statusText } from '../output/status-text.js'
import { writeJson } from '../output/write-json.js'
import { askRecord } from './ask-record.js'
import { clientOf, openRecord } from './find-server.js'
import { watchInterruption } from './interruption.js'

/** The options of `odp status`. */
export interface StatusFlags {
  readonly address?: string
  readonly json?: boolean
}

/** Shows the state of an execution. */
export async function runStatus(id: string, flags: StatusFlags, context: CliContext): Promise<ExitCode> {
  const interruption = watchInterruption(context)
  const server = await openRecord(flags.address, context, interruption.signal)
  const client = clientOf(server.settings)
  const execution = client.execution(id)
  try {
    const asked = askRecord(execution, server.settings, () => execution.status())
    const state = await Promise.race([asked, interruption.happened])
    if (state === undefined) return EXIT.failed
    if (flags.json) writeJson(context.stdout, state)
    else context.stdout.write(statusText(state, Date.now(), colorsFor(context.stdout, context.env)))
    return EXIT.fine
  } finally {
    interruption.stop()
    await client.close()
    await server.stop()
  }
}
