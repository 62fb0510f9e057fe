import { type Command, InvalidArgumentError, Option } from 'commander'
import type { CliContext } from '../cli-context.js'
import type { ExitCode } from '../exit-code.js'
import type { WorkerFlags } from '../run/run-worker.js'

/** Adds `odp worker`. */
export function addWorker(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  program
    .command('worker')
    .summary('run a worker, or go on with an execution whose worker is gone')
    .description(
      'Runs the steps of executions with the methods of a catalog until Ctrl-C, which gives running steps ten seconds to end. With --for it ' +
        'serves one execution, such as one of `odp run` that was killed, tells what happens in it, and ends with it. The server is that ' +
        'of TEMPORAL_ADDRESS, else that of this folder.',
    )
    .requiredOption('--catalog <file>', 'methods: a .ts or .js module that exports `catalog`')
    .addOption(
      new Option('--for <execution>', 'serve the task queue of this execution until it has ended').conflicts([
        'taskQueue',
        'serves',
        'maxActivities',
        'metricsAddress',
      ]),
    )
    .option('--task-queue <name>', 'task queue to serve (default: odp)')
    .addOption(
      new Option('--serves <kind...>', 'kinds of work, each on a queue of its own (default: all on one)').choices([
        'workflow',
        'io',
        'cpu',
        'gpu',
        'llm',
      ]),
    )
    .option('--max-activities <number>', 'steps at once (default: 100)', readCount)
    .option('--output-directory <folder>', 'where files go, in a folder for each execution (default: odp-output)')
    .option('--metrics-address <host:port>', 'let Prometheus read metrics here, at /metrics')
    .option('--address <host:port>', 'Temporal server to use, instead of TEMPORAL_ADDRESS; without encryption')
    .addHelpText(
      'after',
      `
Examples:
  odp worker --catalog catalog.ts
  odp worker --catalog catalog.ts --serves gpu --max-activities 2 --metrics-address 127.0.0.1:9464
  odp worker --catalog catalog.ts --for survey-38d295fb

Exit codes: 0 ended by Ctrl-C, or with --for the execution completed, 1 with --for it did not, 2 usage, or no server`,
    )
    .action(async (flags: WorkerFlags) => {
      const { runWorker } = await import('../run/run-worker.js')
      end(await runWorker(flags, context))
    })
}

function readCount(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count > 0) return count
  throw new InvalidArgumentError('A number of steps is a whole number from 1.')
}
