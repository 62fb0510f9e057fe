import type { Command } from 'commander'
import type { CliContext } from '../cli-context.js'
import type { ExitCode } from '../exit-code.js'
import type { StatusFlags } from '../run/run-status.js'

/** Adds `odp status`. */
export function addStatus(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  program
    .command('status')
    .summary('show an execution: its steps, its questions, who did what')
    .description(
      'Shows the state of an execution and of each step, what it asks and the command of each answer, and what people have done. ' +
        'A worker on its task queue tells it, of one that has ended this process. The server is that of TEMPORAL_ADDRESS, else that of this folder.',
    )
    .argument('<execution>', 'id of the execution')
    .option('--address <host:port>', 'Temporal server to use, instead of TEMPORAL_ADDRESS; without encryption')
    .option('--json', 'print the state as JSON')
    .addHelpText(
      'after',
      `
Examples:
  odp status survey-38d295fb
  odp status survey-38d295fb --json

Exit codes: 0 shown, 1 no such execution, 2 usage, or no server or worker`,
    )
    .action(async (execution: string, flags: StatusFlags) => {
      const { runStatus } = await import('../run/run-status.js')
      end(await runStatus(execution, flags, context))
    })
}
