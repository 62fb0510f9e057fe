import { type Command, InvalidArgumentError } from 'commander'
import type { CliContext } from '../cli-context.js'
import type { ExitCode } from '../exit-code.js'
import { collect } from './collect.js'
import { readBudget } from './session-options.js'

/** What `odp mcp` was called with. */
export interface McpFlags {
  readonly catalog?: string
  readonly address?: string
  readonly http?: number
  readonly allowSubmit?: boolean
  readonly allowBrave?: boolean
  readonly workspace?: readonly string[]
  readonly budget?: number
}

/** Adds `odp mcp`. */
export function addMcp(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  program
    .command('mcp')
    .summary('serve tools for other agents (Model Context Protocol)')
    .description(
      'Serves tools with which other agents find methods and draft, check, repair, try out, submit and watch pipelines, on standard input ' +
        'and output or, with --http, on this machine. Without --allow-submit nothing can be started; with it, in safe mode only: a person ' +
        'approves each execution. No tool approves.',
    )
    .option('--catalog <file>', 'what exists: YAML, JSON, or a module that exports `catalog`')
    .option('--address <host:port>', 'Temporal server to use, instead of TEMPORAL_ADDRESS; without encryption')
    .option('--http <port>', 'serve streamable HTTP on 127.0.0.1 with a bearer token; 0 takes a free port', readPort)
    .option('--allow-submit', 'let agents submit pipelines, which wait for an approval')
    .option('--workspace <id>', 'only pipelines and executions of this workspace (repeatable)', collect)
    .option('--budget <units>', 'refuse pipelines that may cost more', readBudget)
    .option('--allow-brave', 'let agents submit in brave mode, without approval; needs --workspace and --budget')
    .addHelpText(
      'after',
      `
The token of --http is that of ODP_MCP_TOKEN, or made anew and printed on standard error.

Examples:
  odp mcp --catalog catalog.yaml
  odp mcp --catalog catalog.ts --allow-submit --workspace acme --budget 50
  odp mcp --catalog catalog.yaml --http 7400

Exit codes: 0 ended, 1 the catalog has errors, 2 usage or environment`,
    )
    .action(async (flags: McpFlags) => {
      const { runMcp } = await import('../mcp/run-mcp.js')
      end(await runMcp(flags, program.version() ?? '0', context))
    })
}

function readPort(value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value)
  throw new InvalidArgumentError('expected a port, 0 to 65535.')
}
