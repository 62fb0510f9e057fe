import { type Command, InvalidArgumentError } from 'commander'
import type { CliContext } from '../cli-context.js'
import type { ExitCode } from '../exit-code.js'
import type { DevFlags } from '../run/run-dev.js'

/** Adds `odp dev`. */
export function addDev(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  program
    .command('dev')
    .summary('run a Temporal server, and a worker, on this machine')
    .description(
      'Starts a Temporal server on 127.0.0.1 and, with --catalog, a worker with its methods on the task queue odp. Both run until ' +
        'Ctrl-C. The first time on a machine the server may have to be downloaded or built, which takes some minutes.',
    )
    .option('--catalog <file>', 'run a worker with the methods of this .ts or .js module that exports `catalog`')
    .option('--port <number>', 'port of the server (default: 7233, or a free one if that is taken)', readPort)
    .option('--ui-port <number>', "show Temporal's web interface at this port", readPort)
    .option('--database <file>', 'SQLite file that keeps executions (default: .odp/temporal.db)')
    .option('--output-directory <folder>', 'where the worker puts files (default: odp-output)')
    .option('--metrics-address <host:port>', 'let Prometheus read metrics of the worker here, at /metrics')
    .option('--json', 'print one line when ready: { address, namespace, pid, ui_url?, database_file, worker }')
    .addHelpText(
      'after',
      `
Examples:
  odp dev
  odp dev --catalog catalog.ts --ui-port 8233
  odp dev --catalog catalog.ts --metrics-address 127.0.0.1:9464
  odp dev --port 7300 --database /var/tmp/odp.db --json

Exit codes: 0 ended by Ctrl-C, 1 the server or the worker ended by itself, 2 usage, or no server could be started`,
    )
    .action(async (flags: DevFlags) => {
      const { runDev } = await import('../run/run-dev.js')
      end(await runDev(flags, context))
    })
}

function readPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new InvalidArgumentError('A port is a whole number from 1 to 65535.')
}
