import { type Command, Option } from 'commander'
import type { CliContext } from '../cli-context.js'
import type { ExitCode } from '../exit-code.js'

/** What `odp eval` was called with. */
export interface EvalFlags {
  readonly catalog: string
  readonly requests: string
  readonly planner: 'typed' | 'typed-without-types' | 'bm25-chain' | 'llm' | 'hybrid'
  readonly out?: string
  readonly json?: boolean
}

/** Adds `odp eval`. */
export function addEval(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  program
    .command('eval')
    .summary('measure how well a planner understands requests')
    .description(
      'Drafts for requests of which it is known what is right, and scores the drafts with 95 % intervals. With --out everything is recorded: planner, model, date, ' +
        'digests of catalog, requests and instructions, predictions, and what the model said word for word.',
    )
    .requiredOption(
      '--requests <file>',
      '{ context, requests: [{ id, request, paraphrases, expect, plan, … }] } as YAML or JSON',
    )
    .requiredOption('--catalog <file>', 'catalog: YAML, JSON, or a module that exports `catalog`')
    .addOption(
      new Option('--planner <name>', 'who plans; the second and third are there to compare with')
        .choices(['typed', 'typed-without-types', 'bm25-chain', 'llm', 'hybrid'])
        .default('typed'),
    )
    .option('--out <file>', 'write the whole record as JSON')
    .option('--json', 'print the whole record as JSON')
    .addHelpText(
      'after',
      `
Examples:
  odp eval --requests requests.yaml --catalog catalog.yaml
  odp eval --requests requests.yaml --catalog catalog.yaml --planner llm --out record.json

A model is configured by OPENAI_API_KEY or OPENAI_BASE_URL, with ODP_LLM_MODEL.

Exit codes: 0 measured, 1 the requests are not valid, 2 usage, or a file or model is missing`,
    )
    .action(async (flags: EvalFlags) => {
      const { runEval } = await import('../run/run-eval.js')
      end(await runEval(flags, context))
    })
}
