import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import type { CliContext } from './cli-context.js'
import { addChat } from './commands/chat.js'
import { addConformance } from './commands/conformance.js'
import { addDev } from './commands/dev.js'
import { addDiff } from './commands/diff.js'
import { addDraft } from './commands/draft.js'
import { addEstimate } from './commands/estimate.js'
import { addEval } from './commands/eval.js'
import { addEvents } from './commands/events.js'
import { addExplain } from './commands/explain.js'
import { addFmt } from './commands/fmt.js'
import { addGenerate } from './commands/generate.js'
import { addGraph } from './commands/graph.js'
import { addMcp } from './commands/mcp.js'
import { addOperations } from './commands/operations.js'
import { addReplay } from './commands/replay.js'
import { addRun } from './commands/run.js'
import { addSchema } from './commands/schema.js'
import { addStatus } from './commands/status.js'
import { addValidate } from './commands/validate.js'
import { addWorker } from './commands/worker.js'
import type { ExitCode } from './exit-code.js'
import { colorsFor } from './output/colors.js'

/** In the order of the help: what one does first stands first. */
const COMMANDS = [
  addDraft,
  addChat,
  addValidate,
  addRun,
  addEvents,
  addStatus,
  addOperations,
  addReplay,
  addDev,
  addWorker,
  addEstimate,
  addGraph,
  addExplain,
  addDiff,
  addFmt,
  addGenerate,
  addSchema,
  addMcp,
  addEval,
  addConformance,
]

/** The command line. `end` is called with the exit code of the command that was run. */
export function makeProgram(context: CliContext, end: (code: ExitCode) => void): Command {
  const colors = colorsFor(context.stdout, context.env)
  const program = new Command('odp')
    .description('Investigation pipelines: check them, draw them, run them on Temporal.')
    .version(readVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureHelp({
      helpWidth: Math.min(120, context.stdout.columns ?? 120),
      styleTitle: (text) => colors.bold(text),
      styleCommandText: (text) => colors.cyan(text),
      styleOptionTerm: (text) => colors.cyan(text),
      styleSubcommandTerm: (text) => colors.cyan(text),
    })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      getOutHelpWidth: () => context.stdout.columns ?? 120,
      getOutHasColors: () => colors.isColorSupported,
    })
    .exitOverride()
    .addHelpText('after', '\nExit codes: 0 fine, 1 the document or the run failed, 2 usage or environment')
  for (const add of COMMANDS) add(program, context, end)
  return program
}

function readVersion(): string {
  const manifest: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return manifest.version
}
