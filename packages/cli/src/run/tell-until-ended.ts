import type { Execution } from '@odp/sdk'
import type { CliContext } from '../cli-context.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { colorsFor } from '../output/colors.js'
import { statusText } from '../output/status-text.js'
import { executionEventLine } from '../progress/execution-event-line.js'

/** Tells what happens in an execution until it has ended, and how it stands then. */
export async function tellUntilEnded(
  execution: Execution,
  { json }: { readonly json?: boolean },
  context: CliContext,
): Promise<ExitCode> {
  const colors = colorsFor(context.stdout, context.env)
  for await (const event of execution.events())
    if (!json) context.stdout.write(`${executionEventLine(event, colors)}\n`)
  const state = await execution.status()
  if (!json) context.stdout.write(statusText(state, Date.now(), colors))
  return state.status === 'completed' ? EXIT.fine : EXIT.failed
}
