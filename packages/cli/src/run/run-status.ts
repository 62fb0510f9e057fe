import type { CliContext } from '../cli-context.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { colorsFor } from '../output/colors.js'
import { statusText } from '../output/status-text.js'
import { writeJson } from '../output/write-json.js'
import { clientOf, findServer } from './find-server.js'

/** The options of `odp status`. */
export interface StatusFlags {
  readonly address?: string
  readonly json?: boolean
}

/** Shows the state of an execution. */
export async function runStatus(id: string, flags: StatusFlags, context: CliContext): Promise<ExitCode> {
  const client = clientOf(await findServer(flags.address, context))
  try {
    const state = await client.execution(id).status()
    if (flags.json) writeJson(context.stdout, state)
    else context.stdout.write(statusText(state, Date.now(), colorsFor(context.stdout, context.env)))
    return EXIT.fine
  } finally {
    await client.close()
  }
}
