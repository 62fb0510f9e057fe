import type { ValidateOptions, ValidationReport } from '@odp/dsl'
import type { Command } from 'commander'
import type { CliContext } from '../cli-context.js'
import { EXIT, type ExitCode } from '../exit-code.js'

interface ValidateFlags {
  readonly catalog?: string
  readonly resources?: string
  readonly installation?: boolean
  readonly fix?: boolean
  readonly json?: boolean
}

/** Adds `odp validate`. */
export function addValidate(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  program
    .command('validate')
    .summary('check pipelines')
    .description(
      'Checks pipelines: shape, catalog, dependencies. All problems are reported at once, with line and column, and nothing is run ' +
        '(a .ts or .js file is loaded to get the pipeline that it exports).',
    )
    .argument('<files...>', 'pipelines: YAML, JSON, a module that exports a built pipeline, or - for standard input')
    .option('--catalog <file>', 'what exists: a YAML or JSON catalog, or a .ts or .js module that exports `catalog`')
    .option('--resources <file>', 'check also against what is free and allowed: a YAML or JSON document (level 4)')
    .option('--installation', 'check also whether a worker with this catalog can run it (level 4)')
    .option('--fix', 'apply the safe fixes, write the files back, and report what is left; - prints the fixed text')
    .option('--json', 'print the report as JSON; a list of reports for several files. With --fix it has `applied` too')
    .addHelpText(
      'after',
      `
Examples:
  odp validate pipeline.yaml
  odp validate pipelines/*.yaml --catalog catalog.yaml
  odp validate pipeline.ts --catalog catalog.ts --installation --json
  odp validate pipeline.yaml --catalog catalog.yaml --resources resources.yaml
  odp validate --fix pipeline.yaml --catalog catalog.yaml

Exit codes: 0 no errors (warnings may be), 1 a pipeline has errors, 2 usage, or a file cannot be read`,
    )
    .action(async (files: string[], flags: ValidateFlags) => end(await validate(files, flags, context)))
}

async function validate(files: readonly string[], flags: ValidateFlags, context: CliContext): Promise<ExitCode> {
  if (flags.fix) {
    const { validateAndFix } = await import('../run/validate-and-fix.js')
    return validateAndFix(files, await validateOptions(flags, context), flags.json === true, context)
  }
  const { validatePipeline } = await import('@odp/dsl')
  const { readPipeline } = await import('../sources/read-pipeline.js')
  const options = await validateOptions(flags, context)
  const checked: { source: Awaited<ReturnType<typeof readPipeline>>; report: ValidationReport }[] = []
  for (const file of files) {
    const source = await readPipeline(file, context)
    checked.push({ source, report: validatePipeline(source.pipeline, options) })
  }
  if (flags.json) {
    const { writeJson } = await import('../output/write-json.js')
    const reports = checked.map(({ report }) => report)
    writeJson(context.stdout, files.length === 1 ? reports[0] : reports)
  } else {
    const { colorsFor } = await import('../output/colors.js')
    const { formatIssues, formatSummary } = await import('../output/format-report.js')
    const colors = colorsFor(context.stdout, context.env)
    for (const { source, report } of checked) {
      context.stdout.write(formatIssues(report.diagnostics, source, colors))
      context.stdout.write(`${formatSummary(report, source.name, colors)}\n`)
    }
  }
  return checked.every(({ report }) => report.valid) ? EXIT.fine : EXIT.failed
}

async function validateOptions(flags: ValidateFlags, context: CliContext): Promise<ValidateOptions> {
  const { readCatalog } = await import('../sources/read-catalog.js')
  const given = flags.catalog === undefined ? undefined : await readCatalog(flags.catalog, context)
  const resources =
    flags.resources === undefined
      ? {}
      : await (await import('../sources/read-resources.js')).readResources(flags.resources, context)
  // Only this option needs the worker, which takes half a second to load.
  const worker = flags.installation ? await import('@odp/worker') : undefined
  return {
    ...resources,
    ...(given === undefined ? {} : { catalog: given.catalog }),
    ...(worker === undefined ? {} : { installation: worker.workerInstallation(given?.code) }),
  }
}
