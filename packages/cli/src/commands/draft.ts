import { type Command, Option } from 'commander'
import type { CliContext } from '../cli-context.js'
import type { ExitCode } from '../exit-code.js'
import { addSessionOptions, type SessionFlags } from './session-options.js'

/** What `odp draft` was called with. */
export interface DraftFlags extends SessionFlags {
  readonly catalog: string
  readonly requests?: string
  readonly pipeline?: string
  readonly planner: 'typed' | 'llm' | 'hybrid'
  readonly out?: string
  readonly json?: boolean
}

/** Adds `odp draft`. */
export function addDraft(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  const command = program
    .command('draft')
    .summary('draft a pipeline from a request')
    .description(
      'Drafts a pipeline from what a person wants to find out, or changes one. The typed planner works with the catalog alone: no model, no network. ' +
        'It asks when it must, says what is missing, and names the words that it could not use. Nothing is run or submitted.',
    )
    .argument('[request]', 'what is wanted, in plain English')
    .requiredOption('--catalog <file>', 'catalog: YAML, JSON, or a module that exports `catalog`')
    .option('--pipeline <file>', 'pipeline to change instead of drafting a new one')
    .option(
      '--requests <file>',
      'draft for each of { context, requests: [{ id, request, paraphrases, pipeline }] }, one JSON line each',
    )
    .addOption(
      new Option(
        '--planner <name>',
        'who plans; llm and hybrid send the request, the nearest entries of the catalog and the plan of --pipeline to a model',
      )
        .choices(['typed', 'llm', 'hybrid'])
        .default('typed'),
    )
  addSessionOptions(command)
    .option('--out <file>', 'write the pipeline, or the lines of --requests, to a file')
    .option('--json', 'print { outcome, plan, document, question, missing, policy, unused_words, planner } as JSON')
    .addHelpText(
      'after',
      `
Examples:
  odp draft "whois of example.org, then breaches of the registrant's e-mail" --catalog catalog.yaml --out pipeline.yaml
  odp draft "whois of example.org" --catalog catalog.yaml --workspace acme --project kyc --budget 20
  odp draft "also geocode the location" --pipeline pipeline.yaml --catalog catalog.yaml
  odp draft --requests requests.yaml --catalog catalog.yaml --out predictions.jsonl

A model is configured by OPENAI_API_KEY or OPENAI_BASE_URL, with ODP_LLM_MODEL.

Exit codes: 0 a pipeline was drafted, 1 a question, a refusal or nothing that fits, 2 usage, or a file cannot be read`,
    )
    .action(async (request: string | undefined, flags: DraftFlags) => {
      const { runDraft } = await import('../run/run-draft.js')
      end(await runDraft(request, flags, context))
    })
}
