import type { Command } from 'commander'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import type { ExitCode } from '../exit-code.js'
import type { RunFlags } from '../run/run-pipeline.js'
import { collect } from './collect.js'

/** Adds `odp run`. */
export function addRun(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  program
    .command('run')
    .summary('run a pipeline and watch it')
    .description(
      'Checks a pipeline, runs it on Temporal with a worker in this process, and shows every step. Nothing is started when it is ' +
        'refused. Without TEMPORAL_ADDRESS or --address the server that `odp dev` runs in this folder is used, else an embedded ' +
        'server (database .odp/temporal.db) that ends with the run. Ctrl-C cancels the execution, a second one ends at once.',
    )
    .argument('<file>', 'pipeline: YAML, JSON, a module that exports a built pipeline, or - for standard input')
    .option('--catalog <file>', 'methods with their code: a .ts or .js module that exports `catalog`')
    .option('--input <key=text>', 'an input value; key:=json for numbers, lists and the like (repeatable)', collect)
    .option('--input-file <file>', 'input values as a YAML or JSON mapping; --input wins')
    .option('--output-directory <folder>', 'where files go, in a folder for each execution (default: odp-output)')
    .option('--address <host:port>', 'Temporal server to use, instead of TEMPORAL_ADDRESS; without encryption')
    .option(
      '--queue <kind=name>',
      'send steps that need a cpu, gpu or llm machine to the workers of this task queue (repeatable)',
      collect,
    )
    .option('--keep-server', 'keep an embedded server running after the run, until Ctrl-C')
    .option('--approve', 'for a pipeline in safe mode: approve it at once, instead of asking or waiting')
    .option('--dry-run', 'run on made-up outputs in virtual time: nothing is called, no server or code is needed')
    .option('--seed <text>', 'for --dry-run: the same seed gives the same run (default: 1)')
    .option('--branch <step=branch>', 'for --dry-run: if_true or if_false for a conditional (repeatable)', collect)
    .option(
      '--fault <step=times>',
      'for --dry-run: let the first attempts fail, without =times all (repeatable)',
      collect,
    )
    .option('--sample-input', 'for --dry-run: make up the input that is not given')
    .option(
      '--json',
      'print only the result, as JSON: { execution_id, status, failure?, files, outputs, state }; of a dry run ' +
        '{ status, failure?, seed, input, trace, outputs, state }',
    )
    .addHelpText(
      'after',
      `
Examples:
  odp run pipeline.yaml --catalog catalog.ts --input username=ada
  odp run pipeline.ts --catalog catalog.ts --input-file input.yaml --input limit:=20
  odp run pipeline.yaml --catalog catalog.ts --json | jq .outputs
  TEMPORAL_ADDRESS=temporal.example.com:7233 odp run pipeline.yaml --catalog catalog.ts --queue gpu=odp-gpu
  odp run pipeline.yaml --catalog catalog.yaml --dry-run --sample-input --branch risky=if_true --fault collect=2

Exit codes: 0 completed, 1 refused, failed or cancelled, 2 usage, a file that cannot be read, or no Temporal server`,
    )
    .action(async (file: string, flags: RunFlags) => {
      if (flags.dryRun) {
        const { runDry } = await import('../run/run-dry.js')
        return end(await runDry(file, flags, context))
      }
      refuseDryRunOptions(flags)
      const { runPipeline } = await import('../run/run-pipeline.js')
      end(await runPipeline(file, flags, context))
    })
}

function refuseDryRunOptions({ seed, branch, fault, sampleInput }: RunFlags): void {
  if (seed ?? branch ?? fault ?? sampleInput)
    throw new CliError('--seed, --branch, --fault and --sample-input are for --dry-run; add it')
}
