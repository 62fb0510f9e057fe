import type { Command } from 'commander'
import type { CliContext } from '../cli-context.js'
import { EXIT, type ExitCode } from '../exit-code.js'

/** Adds `odp schema`. */
export function addSchema(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  program
    .command('schema')
    .summary('print the JSON Schema of pipelines')
    .description('Prints the JSON Schema of pipeline documents, for editors and other tools.')
    .option('--out <file>', 'write it to a file')
    .option('--json', 'print it on one line')
    .addHelpText(
      'after',
      `
Examples:
  odp schema --out pipeline.schema.json
  # then, as the first line of a pipeline, for editors with the YAML language server:
  # yaml-language-server: $schema=./pipeline.schema.json

Exit codes: 0 fine, 2 usage, or the file cannot be written`,
    )
    .action(async (flags: { readonly out?: string; readonly json?: boolean }) => {
      const { pipelineJsonSchema } = await import('@odp/dsl')
      const text = `${JSON.stringify(pipelineJsonSchema(), undefined, flags.json ? undefined : 2)}\n`
      if (flags.out === undefined) context.stdout.write(text)
      else {
        const { writeText } = await import('../sources/write-text.js')
        await writeText(flags.out, text, context)
      }
      end(EXIT.fine)
    })
}
