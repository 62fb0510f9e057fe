import { type Command, InvalidArgumentError } from 'commander'
import type { CliContext } from '../cli-context.js'
import type { ExitCode } from '../exit-code.js'
import type { EventsFlags } from '../run/run-events.js'

/** Adds `odp events`. */
export function addEvents(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  program
    .command('events')
    .summary('tell what happens in an execution')
    .description(
      'Prints the events of an execution, one a line, in order and without gaps: number, time in UTC, what happened, and why. ' +
        'A worker on its task queue tells them, of one that has ended this process. The server is that of TEMPORAL_ADDRESS, else that of this folder.',
    )
    .argument('<execution>', 'id of the execution')
    .option('--follow', 'wait for what comes, until the execution has ended or Ctrl-C')
    .option('--after <number>', 'only events after this one (default: 0)', readNumber)
    .option('--address <host:port>', 'Temporal server to use, instead of TEMPORAL_ADDRESS; without encryption')
    .option('--json', 'print each event as one line of JSON')
    .addHelpText(
      'after',
      `
Examples:
  odp events survey-38d295fb --follow
  odp events survey-38d295fb --after 120 --json | jq .type

Exit codes: 0 told, 1 no such execution, or with --follow it failed or was cancelled, 2 usage, or no server or worker`,
    )
    .action(async (execution: string, flags: EventsFlags) => {
      const { runEvents } = await import('../run/run-events.js')
      end(await runEvents(execution, flags, context))
    })
}

function readNumber(text: string): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(number)) return number
  throw new InvalidArgumentError('The number of an event is a whole number from 0.')
}
