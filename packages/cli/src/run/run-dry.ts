import { checkInput, checkPipeline, planPipeline } from '@odp/dsl'
import { dryRun } from '@odp/worker/in-process'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { colorsFor } from '../output/colors.js'
import { formatIssues } from '../output/format-report.js'
import { writeJson } from '../output/write-json.js'
import { readCatalog } from '../sources/read-catalog.js'
import { readInput } from '../sources/read-input.js'
import { readPipeline } from '../sources/read-pipeline.js'
import { readBranches, readFaults } from './dry-run-options.js'
import { formatResult } from './format-result.js'
import { formatTrace } from './format-trace.js'
import { producedFiles } from './produced-files.js'
import type { RunFlags } from './run-pipeline.js'

const DEFAULT_SEED = '1'

/** Runs a pipeline on made-up outputs and tells the story. No code, no server and no secrets are needed. */
export async function runDry(file: string, flags: RunFlags, context: CliContext): Promise<ExitCode> {
  if (flags.address !== undefined || flags.keepServer || flags.outputDirectory !== undefined)
    throw new CliError(
      'a dry run uses no server and writes no file; leave --address, --keep-server and --output-directory out',
    )
  const options = {
    seed: flags.seed ?? DEFAULT_SEED,
    branches: readBranches(flags.branch ?? []),
    faults: readFaults(flags.fault ?? []),
    sample_input: flags.sampleInput === true,
  }
  const source = await readPipeline(file, context)
  const catalog = flags.catalog === undefined ? undefined : (await readCatalog(flags.catalog, context)).catalog
  const known = catalog === undefined ? {} : { catalog }
  const input = await readInput(flags.input ?? [], flags.inputFile, context)
  const { report, pipeline, methods } = checkPipeline(source.pipeline, known)
  const errorColors = colorsFor(context.stderr, context.env)
  // What is missing is made up; what was given must fit all the same.
  const wrong =
    report.valid && pipeline !== undefined
      ? checkInput(pipeline, input).filter(({ code }) => code !== 'input_missing' || !options.sample_input)
      : report.diagnostics
  if (!report.valid || pipeline === undefined || wrong.length > 0) {
    if (flags.json) writeJson(context.stdout, { status: 'invalid', diagnostics: wrong })
    else {
      context.stderr.write(formatIssues(wrong, source, errorColors))
      if (wrong.some(({ code }) => code === 'input_missing'))
        context.stderr.write('  give it with --input KEY=…, or have it made up with --sample-input\n')
      context.stderr.write(`${errorColors.red('✖')} ${source.name} was refused; nothing was run\n`)
    }
    return EXIT.failed
  }
  const plan = planPipeline(pipeline, { methods, ...known })
  const result = await dryRun(plan, input, { document: pipeline, ...known, ...options })
  const { status, failure, outputs, state, trace } = result
  if (flags.json) {
    const failed = failure === undefined ? {} : { failure }
    writeJson(context.stdout, { status, ...failed, seed: options.seed, input: result.input, trace, outputs, state })
  } else {
    context.stderr.write(formatIssues(report.diagnostics, source, errorColors))
    const colors = colorsFor(context.stdout, context.env)
    const columns = context.stdout.columns ?? 160
    context.stdout.write(formatTrace(trace, columns, colors))
    // Made-up files are not there to be opened, so they are not listed as results.
    const madeUp = new Set(producedFiles(outputs).map(({ step }) => step))
    const shown = Object.fromEntries(Object.entries(outputs).filter(([step]) => !madeUp.has(step)))
    context.stdout.write(formatResult({ ...result, outputs: shown }, plan, context.cwd, columns, colors))
    const note = `dry run, seed ${options.seed}: made-up outputs in virtual time; nothing was called, no file was written`
    context.stdout.write(`${colors.dim(note)}\n`)
  }
  return status === 'completed' ? EXIT.fine : EXIT.failed
}
