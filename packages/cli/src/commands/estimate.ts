import type { EstimateAssumptions } from '@odp/dsl'
import type { Command } from 'commander'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { collect } from './collect.js'

interface EstimateFlags {
  readonly catalog?: string
  readonly loopItems?: readonly string[]
  readonly json?: boolean
}

/** Adds `odp estimate`. */
export function addEstimate(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  program
    .command('estimate')
    .summary('estimate cost and duration of a pipeline')
    .description(
      'Estimates cost and duration from what the catalog says of one call, with the part of each step: expected (least – most), ' +
        'through loops, branches, retries, fallbacks and what runs side by side. Nothing is run (a .ts or .js file is loaded).',
    )
    .argument('<file>', 'pipeline: YAML, JSON, a module that exports a built pipeline, or - for standard input')
    .option(
      '--catalog <file>',
      'catalog with estimates: YAML, JSON, or a module that exports `catalog`; without it no cost is known',
    )
    .option(
      '--loop-items <number>',
      'expected items of loops of which nothing says it, or step=number for one (repeatable; default: 10)',
      collect,
    )
    .option('--json', 'print { cost, duration, steps, unknown, issues } as JSON; durations in seconds')
    .addHelpText(
      'after',
      `
Examples:
  odp estimate pipeline.yaml --catalog catalog.yaml
  odp estimate pipeline.yaml --catalog catalog.yaml --loop-items others=200 --json

Exit codes: 0 fine, 1 the pipeline or the catalog has errors, 2 usage, or a file cannot be read`,
    )
    .action(async (file: string, flags: EstimateFlags) => end(await estimate(file, flags, context)))
}

async function estimate(file: string, flags: EstimateFlags, context: CliContext): Promise<ExitCode> {
  const { checkPipeline, estimatePipeline, renderEstimate } = await import('@odp/dsl')
  const { readCatalog } = await import('../sources/read-catalog.js')
  const { readPipeline } = await import('../sources/read-pipeline.js')
  const assume = readAssumptions(flags.loopItems ?? [])
  const source = await readPipeline(file, context)
  const catalog = flags.catalog === undefined ? undefined : (await readCatalog(flags.catalog, context)).catalog
  const { report, pipeline } = checkPipeline(source.pipeline, catalog === undefined ? {} : { catalog })
  if (!report.valid || pipeline === undefined) {
    const { refuseSource } = await import('../output/refuse-source.js')
    return refuseSource(source, report, context)
  }
  const found = estimatePipeline(pipeline, { catalog: catalog ?? {}, assume })
  if (catalog === undefined) context.stderr.write('no catalog was named: --catalog FILE says what the calls cost\n')
  if (flags.json) {
    const { writeJson } = await import('../output/write-json.js')
    writeJson(context.stdout, found)
  } else {
    const { plainText } = await import('../output/plain-text.js')
    context.stdout.write(plainText(renderEstimate(found)))
  }
  return EXIT.fine
}

function readAssumptions(values: readonly string[]): EstimateAssumptions {
  const [only] = values
  if (only === undefined) return {}
  if (values.length === 1 && /^\d{1,9}$/.test(only)) return { loop_items: Number(only) }
  const entries = values.map((value): [string, number] => {
    const [, step, items] = /^(.+)=(\d{1,9})$/.exec(value) ?? []
    if (step === undefined)
      throw new CliError(
        `--loop-items '${value}': expected one number for all loops, or step=number for each, for example others=200`,
      )
    return [step, Number(items)]
  })
  return { loop_items: Object.fromEntries(entries) }
}
