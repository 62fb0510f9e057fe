import type { CliContext } from '../cli-context.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { colorsFor } from '../output/colors.js'
import { formatIssues } from '../output/format-report.js'
import { writeJson } from '../output/write-json.js'
import { plainProgress } from '../progress/plain-progress.js'
import { type Progress, silentProgress } from '../progress/progress.js'
import { terminalProgress } from '../progress/terminal-progress.js'
import { isModule } from '../sources/load-module.js'
import { readCatalog } from '../sources/read-catalog.js'
import { readInput } from '../sources/read-input.js'
import { type PipelineSource, readPipeline } from '../sources/read-pipeline.js'
import { type CheckedRun, checkRun } from './check-run.js'
import { type Executed, execute } from './execute.js'
import { formatResult } from './format-result.js'
import { watchInterruption } from './interruption.js'
import { openServer } from './open-server.js'
import { outputDirectory } from './output-directory.js'
import { producedFiles } from './produced-files.js'
import { readQueues } from './read-queues.js'

/** The options of `odp run`. */
export interface RunFlags {
  readonly catalog?: string
  readonly input?: readonly string[]
  readonly inputFile?: string
  readonly outputDirectory?: string
  readonly address?: string
  readonly queue?: readonly string[]
  readonly keepServer?: boolean
  readonly approve?: boolean
  readonly dryRun?: boolean
  readonly seed?: string
  readonly branch?: readonly string[]
  readonly fault?: readonly string[]
  readonly sampleInput?: boolean
  readonly json?: boolean
}

/** Checks, runs and shows a pipeline. Nothing is started when it is refused. */
export async function runPipeline(file: string, flags: RunFlags, context: CliContext): Promise<ExitCode> {
  const task_queues = readQueues(flags.queue ?? [])
  const source = await readPipeline(file, context)
  const catalog = flags.catalog === undefined ? undefined : await readCatalog(flags.catalog, context)
  const input = await readInput(flags.input ?? [], flags.inputFile, context)
  const checked = checkRun(source, input, catalog)
  if (checked.kind === 'refused') return refuse(checked, source, flags, context)
  const errorColors = colorsFor(context.stderr, context.env)
  context.stderr.write(formatIssues(checked.warnings, source, errorColors))

  const { pipeline, plan } = checked
  const progress = flags.json ? silentProgress : chooseProgress(context)
  const interruption = watchInterruption(context)
  const { signal } = interruption
  let hasStarted = false
  const onStarted = (id: string) => {
    hasStarted = true
    if (!flags.json && !isTerminal(context)) context.stderr.write(`execution ${id}\n`)
  }
  try {
    const server = await openServer({ ...pick(flags.address), onProgress: progress.note, signal }, context)
    try {
      const executed = await execute({
        settings: server.settings,
        pipeline,
        plan,
        input,
        task_queues,
        progress,
        interruption,
        output_directory: outputDirectory(flags.outputDirectory, context),
        ...(catalog === undefined ? {} : { known: catalog.catalog }),
        ...(catalog?.code === undefined ? {} : { catalog: catalog.code }),
        people: { context, approve: flags.approve === true },
        onStarted,
        onEnded: (ended) => tell(ended, checked, flags, context),
        onWaiting: () => {
          if (!flags.json) context.stderr.write('waiting up to 10 s for methods that still run; Ctrl-C ends at once\n')
        },
      })
      if (flags.keepServer && server.embedded !== undefined && !signal.aborted) {
        context.stderr.write(`the Temporal server stays at ${server.settings.address} until Ctrl-C\n`)
        await interruption.happened
      }
      return executed.result.status === 'completed' ? EXIT.fine : EXIT.failed
    } finally {
      await server.stop()
    }
  } catch (error) {
    if (!signal.aborted || hasStarted) throw error
    context.stderr.write('interrupted; nothing was started\n')
    return EXIT.failed
  } finally {
    interruption.stop()
  }
}

function refuse(
  { issues }: Extract<CheckedRun, { kind: 'refused' }>,
  source: PipelineSource,
  flags: RunFlags,
  context: CliContext,
): ExitCode {
  if (flags.json) writeJson(context.stdout, { status: 'invalid', diagnostics: issues })
  else {
    const colors = colorsFor(context.stderr, context.env)
    context.stderr.write(formatIssues(issues, source, colors))
    const hasCode = flags.catalog !== undefined && isModule(flags.catalog)
    if (!hasCode && issues.some(({ code }) => code === 'method_not_runnable')) {
      context.stderr.write('  give the code of methods with --catalog FILE, a module that exports `catalog`\n')
    }
    const missing = issues.find(({ code }) => code === 'input_missing')
    if (missing !== undefined)
      context.stderr.write(`  give it with --input ${missing.path[1]}=…, or --input-file FILE\n`)
    context.stderr.write(`${colors.red('✖')} ${source.name} was refused; nothing was started\n`)
  }
  return EXIT.failed
}

function tell(
  { execution_id, result }: Executed,
  checked: Extract<CheckedRun, { kind: 'accepted' }>,
  flags: RunFlags,
  context: CliContext,
): void {
  const { status, failure, outputs, state } = result
  if (flags.json) {
    const files = producedFiles(outputs)
    writeJson(context.stdout, {
      execution_id,
      status,
      ...(failure === undefined ? {} : { failure }),
      files,
      outputs,
      state,
    })
    return
  }
  const colors = colorsFor(context.stdout, context.env)
  const columns = context.stdout.columns ?? 120
  context.stdout.write(formatResult(result, checked.plan, context.cwd, columns, colors))
}

function chooseProgress(context: CliContext): Progress {
  const colors = colorsFor(context.stdout, context.env)
  if (isTerminal(context)) return terminalProgress(context.stdout, colors)
  return plainProgress(context.stdout, context.stderr, colors)
}

function isTerminal({ stdout, env }: CliContext): boolean {
  return stdout.isTTY === true && env.TERM !== 'dumb'
}

function pick(address: string | undefined): { readonly address?: string } {
  return address === undefined ? {} : { address }
}
