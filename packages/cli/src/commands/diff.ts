import type { Catalog, CatalogDocument, Issue, PipelineDocument } from '@odp/dsl'
import type { Plan } from '@odp/dsl/plan'
import { type Command, Option } from 'commander'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import type { PipelineSource } from '../sources/read-pipeline.js'

interface DiffFlags {
  readonly format: 'text' | 'mermaid'
  readonly catalog?: string
  readonly exitCode?: boolean
  readonly json?: boolean
}

/** Adds `odp diff`. */
export function addDiff(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  program
    .command('diff')
    .summary('tell what changed between two pipelines')
    .description(
      'Compares two pipelines by their meaning, step by step: added (+), removed (-), changed (~) and moved (>) steps. Comments, order of ' +
        'keys and spelling do not count. As mermaid it draws the new pipeline with its changes marked. With a catalog it tells how cost and duration change; without ' +
        'one they are unknown.',
    )
    .argument('<before>', 'pipeline: YAML, JSON, a module that exports a built pipeline, or - for standard input')
    .argument('<after>', 'the same for the new one')
    .addOption(new Option('--format <format>', 'form of the answer').choices(['text', 'mermaid']).default('text'))
    .option('--catalog <file>', 'catalog with estimates: YAML, JSON, or a module that exports `catalog`')
    .option('--exit-code', 'exit 1 when there are changes')
    .option(
      '--json',
      'print { equal, changes, estimate } as JSON; estimate is null without a catalog, durations are in seconds',
    )
    .addHelpText(
      'after',
      `
Examples:
  odp diff old.yaml new.yaml --catalog catalog.yaml
  git show HEAD:pipeline.yaml | odp diff - pipeline.yaml --exit-code
  odp diff old.yaml new.yaml --format mermaid

Exit codes: 0 compared, 1 different (only with --exit-code), or the catalog has errors, 2 usage, or a pipeline that cannot be read`,
    )
    .action(async (before: string, after: string, flags: DiffFlags) => end(await diff(before, after, flags, context)))
}

async function diff(before: string, after: string, flags: DiffFlags, context: CliContext): Promise<ExitCode> {
  const { diffPipelines, renderDiff, renderDiffMermaid } = await import('@odp/dsl')
  const { readPipeline } = await import('../sources/read-pipeline.js')
  if (before === '-' && after === '-') throw new CliError('only one of the pipelines can come from standard input')
  const old = await documentOf(await readPipeline(before, context), context)
  const source = await readPipeline(after, context)
  const fresh = await documentOf(source, context)
  const found = diffPipelines(old, fresh, await catalogOf(flags, context))
  const equal = found.changes.length === 0
  if (flags.json) {
    const { writeJson } = await import('../output/write-json.js')
    writeJson(context.stdout, { equal, changes: found.changes, estimate: found.estimate ?? null })
  } else if (flags.format === 'mermaid') {
    context.stdout.write(renderDiffMermaid(found, await planOf(source, context)))
  } else {
    const { plainText } = await import('../output/plain-text.js')
    context.stdout.write(plainText(renderDiff(found)))
  }
  return equal || !flags.exitCode ? EXIT.fine : EXIT.failed
}

async function catalogOf(
  { catalog: file }: DiffFlags,
  context: CliContext,
): Promise<{ catalog?: Catalog | CatalogDocument }> {
  if (file === undefined) return {}
  const { readCatalog } = await import('../sources/read-catalog.js')
  const { catalog } = await readCatalog(file, context)
  return { catalog }
}

/** The document of a source that has the shape of one; a draft that is wrong in other ways can be compared. */
async function documentOf(source: PipelineSource, context: CliContext): Promise<PipelineDocument> {
  if (typeof source.pipeline !== 'string') return source.pipeline
  const { parsePipeline } = await import('@odp/dsl')
  const { pipeline, issues } = parsePipeline(source.pipeline)
  if (pipeline !== undefined) return pipeline
  return refuse(source, issues, context)
}

async function planOf(source: PipelineSource, context: CliContext): Promise<Plan> {
  const { checkPipeline, planPipeline } = await import('@odp/dsl')
  const { report, pipeline, methods } = checkPipeline(source.pipeline)
  if (report.valid && pipeline !== undefined) return planPipeline(pipeline, { methods })
  return refuse(source, report.diagnostics, context)
}

async function refuse(source: PipelineSource, issues: readonly Issue[], context: CliContext): Promise<never> {
  const { colorsFor } = await import('../output/colors.js')
  const { formatIssues } = await import('../output/format-report.js')
  context.stderr.write(formatIssues(issues, source, colorsFor(context.stderr, context.env)))
  throw new CliError(`'${source.name}' has errors`)
}
