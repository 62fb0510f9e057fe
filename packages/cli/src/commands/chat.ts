import { type Command, Option } from 'commander'
import type { CliContext } from '../cli-context.js'
import type { ExitCode } from '../exit-code.js'
import { collect } from './collect.js'
import { addSessionOptions, type SessionFlags } from './session-options.js'

/** What `odp chat` was called with. */
export interface ChatFlags extends SessionFlags {
  readonly catalog: string
  readonly pipeline?: string
  readonly input?: readonly string[]
  readonly inputFile?: string
  readonly planner?: 'typed' | 'llm' | 'hybrid'
  readonly store?: string
  readonly resume?: string
  readonly run: boolean
  readonly outputDirectory?: string
  readonly address?: string
}

/** Adds `odp chat`. */
export function addChat(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  const command = program
    .command('chat')
    .summary('talk about what is wanted, approve the pipeline, watch it run')
    .description(
      'Holds a conversation: drafts a pipeline, asks when it must, shows it with its cost, and starts exactly what is approved, in safe mode. ' +
        'With a catalog that has code a worker runs in this process. Conversations are kept in a file, and can be taken up again.',
    )
    .argument('[request]', 'what is wanted; asked for where it is missing')
    .requiredOption('--catalog <file>', 'catalog: YAML, JSON, or a module that exports `catalog`')
    .option('--pipeline <file>', 'pipeline to change instead of drafting a new one')
    .option('--input <key=text>', 'an input value; key:=json for numbers, lists and the like (repeatable)', collect)
    .option('--input-file <file>', 'input values as a YAML or JSON mapping; --input wins')
    .addOption(
      new Option('--planner <name>', 'who plans (default: hybrid where a model is configured, else typed)').choices([
        'typed',
        'llm',
        'hybrid',
      ]),
    )
  addSessionOptions(command)
    .option('--store <file>', 'where conversations are kept (default: .odp/conversations.sqlite)')
    .option('--resume <thread>', 'take up a conversation that was left')
    .option('--no-run', 'end with the approved pipeline instead of running it')
    .option('--output-directory <folder>', 'where files go, in a folder for each execution (default: odp-output)')
    .option('--address <host:port>', 'Temporal server to use, instead of TEMPORAL_ADDRESS; without encryption')
    .addHelpText(
      'after',
      `
Examples:
  odp chat "whois of example.org, then breaches of the registrant's e-mail" --catalog catalog.ts
  odp chat --pipeline survey.yaml --catalog catalog.ts --no-run
  odp chat --resume chat-6f1c --catalog catalog.ts

A model is configured by OPENAI_API_KEY or OPENAI_BASE_URL, with ODP_LLM_MODEL. The request and the nearest entries of the catalog are sent to it.

Exit codes: 0 completed, or approved with --no-run; 1 nothing came of it, or it was left open; 2 usage, or a file or server is missing`,
    )
    .action(async (request: string | undefined, flags: ChatFlags) => {
      const { runChat } = await import('../chat/run-chat.js')
      end(await runChat(request, flags, context))
    })
}
