import { type Command, Option } from 'commander'
import type { CliContext } from '../cli-context.js'
import type { ExitCode } from '../exit-code.js'

/** What `odp explain` was called with. */
export interface ExplainFlags {
  readonly catalog?: string
  readonly format: 'text' | 'mermaid'
  readonly json?: boolean
}

/** Adds `odp explain`. */
export function addExplain(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  program
    .command('explain')
    .summary('say of each step why it is there')
    .description(
      'Says of each step why it is there, where its values come from, when it runs and, with a catalog, what it costs.',
    )
    .argument('<file>', 'pipeline: YAML, JSON, a module that exports a built pipeline, or - for standard input')
    .option('--catalog <file>', 'catalog: YAML, JSON, or a module that exports `catalog`')
    .addOption(
      new Option('--format <format>', 'text, or one diagram with the causes of each step')
        .choices(['text', 'mermaid'])
        .default('text'),
    )
    .option('--json', 'print the list of steps as JSON')
    .addHelpText(
      'after',
      `
Examples:
  odp explain pipeline.yaml
  odp explain pipeline.yaml --catalog catalog.yaml --json
  odp explain pipeline.yaml --format mermaid > why.mmd

Exit codes: 0 fine, 1 the pipeline or the catalog has errors, 2 usage, or a file cannot be read`,
    )
    .action(async (file: string, flags: ExplainFlags) => {
      const { runExplain } = await import('../run/run-explain.js')
      end(await runExplain(file, flags, context))
    })
}
