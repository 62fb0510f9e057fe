import type { Command } from 'commander'
import type { CliContext } from '../cli-context.js'
import type { ExitCode } from '../exit-code.js'
import type { ReplayFlags } from '../run/run-replay.js'
import { addAuthorOptions } from './author-options.js'
import { collect } from './collect.js'

/** Adds `odp replay` and `odp replan`. */
export function addReplay(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  program
    .command('replay')
    .summary('run an execution again from a step, with what it has done before')
    .description(
      'Starts a new execution that takes over the recorded outputs of another one, but for the step of --from, all behind it, and what ' +
        'is not the same any more. With a catalog that has code a worker runs in this process, on the task queue of the former ' +
        'execution, until the new one has ended; without, a worker has to run there.',
    )
    .argument('<execution>', 'id of the execution to replay')
    .option('--from <step>', 'the step that runs again; without it only what cannot be reused runs')
    .option(
      '--input <key=text>',
      'another input value; key:=json for numbers, lists and the like (repeatable)',
      collect,
    )
    .option('--input-file <file>', 'input values as a YAML or JSON mapping; --input wins')
    .option('--pipeline <file>', 'the pipeline as it is now (default: as it was)')
    .option('--catalog <file>', 'methods: estimates for the preview and, of a .ts or .js module, code for a worker')
    .option('--reuse-answers', 'take over what people have let through, instead of asking again')
    .option('--preview', 'only say what is reused, what runs and why, and what that costs')
    .option('--output-directory <folder>', 'where files go, in a folder for each execution (default: odp-output)')
    .option('--address <host:port>', 'Temporal server to use, instead of TEMPORAL_ADDRESS; without encryption')
    .option('--json', 'print the preview as JSON, or { execution_id, reuse } of what was started')
    .addHelpText(
      'after',
      `
Examples:
  odp replay survey-38d295fb --from analyse --catalog catalog.ts --preview
  odp replay survey-38d295fb --from analyse --catalog catalog.ts --input depth:=3
  odp replay survey-38d295fb --pipeline survey.yaml --catalog catalog.ts

Exit codes: 0 fine, 1 refused, or the new execution failed, 2 usage, or no server or worker`,
    )
    .action(async (execution: string, flags: ReplayFlags) => {
      const { runReplay } = await import('../run/run-replay.js')
      end(await runReplay(execution, flags, context))
    })
  const replan = program
    .command('replan')
    .summary('go on with a changed pipeline')
    .description(
      'Lets what runs end, and goes on with another pipeline of the same id. Outputs of steps that mean the same there are kept.',
    )
    .argument('<execution>', 'id of the execution')
    .argument('<file>', 'pipeline: YAML, JSON, a module that exports a built pipeline, or - for standard input')
    .option('--catalog <file>', 'methods, to check the pipeline against')
  addAuthorOptions(replan)
    .addHelpText(
      'after',
      `
Examples:
  odp replan survey-38d295fb survey.yaml --catalog catalog.ts --reason "one source more"

Exit codes: 0 done, 1 refused or no such execution, 2 usage, or no server or worker`,
    )
    .action(async (execution: string, file: string, flags) => {
      const { runReplan } = await import('../run/run-replay.js')
      end(await runReplan(execution, file, flags, context))
    })
}
