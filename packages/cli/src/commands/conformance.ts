import { type Command, Option } from 'commander'
import type { CliContext } from '../cli-context.js'
import type { ExitCode } from '../exit-code.js'
import type { ConformanceFlags } from '../run/run-conformance.js'

/** Adds `odp conformance`. */
export function addConformance(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  program
    .command('conformance')
    .summary('run conformance cases of the language')
    .description(
      'Runs every case (.yaml) of a folder: a pipeline, what its steps answer, and what is expected. On the local host it runs in ' +
        'this process in virtual time; on temporal it runs on a Temporal server (TEMPORAL_ADDRESS, else an embedded one).',
    )
    .argument('<folder>', 'folder with cases')
    .addOption(new Option('--host <host>', 'what runs the cases').choices(['local', 'temporal']).default('local'))
    .option('--json', 'print { passed, failed, cases: [{ name, ok, differences }] } as JSON')
    .addHelpText(
      'after',
      `
Examples:
  odp conformance conformance/
  odp conformance conformance/ --host temporal --json

Exit codes: 0 all cases pass, 1 a case fails, 2 usage, there are no cases, or no Temporal server`,
    )
    .action(async (folder: string, flags: ConformanceFlags) => {
      const { conformance } = await import('../run/run-conformance.js')
      end(await conformance(folder, flags, context))
    })
}
