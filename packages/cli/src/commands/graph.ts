import { type Command, Option } from 'commander'
import type { CliContext } from '../cli-context.js'
import { EXIT, type ExitCode } from '../exit-code.js'

interface GraphFlags {
  readonly format: 'mermaid' | 'dot' | 'svg'
  readonly out?: string
  readonly json?: boolean
}

/** Adds `odp graph`. */
export function addGraph(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  program
    .command('graph')
    .summary('draw a pipeline')
    .description('Draws the steps of a pipeline, what they read from each other, and what activates them.')
    .argument('<file>', 'pipeline: YAML, JSON, a module that exports a built pipeline, or - for standard input')
    .addOption(
      new Option('--format <format>', 'form of the picture').choices(['mermaid', 'dot', 'svg']).default('mermaid'),
    )
    .option('--out <file>', 'write it to a file')
    .option('--json', 'print { format, text } as JSON')
    .addHelpText(
      'after',
      `
Examples:
  odp graph pipeline.yaml
  odp graph pipeline.yaml --format svg --out pipeline.svg
  odp graph pipeline.ts --format dot | dot -Tpdf > pipeline.pdf

Exit codes: 0 fine, 1 the pipeline has errors, 2 usage, or a file cannot be read or written`,
    )
    .action(async (file: string, flags: GraphFlags) => end(await drawGraph(file, flags, context)))
}

async function drawGraph(file: string, flags: GraphFlags, context: CliContext): Promise<ExitCode> {
  const { checkPipeline, planPipeline, renderPlan } = await import('@odp/dsl')
  const { readPipeline } = await import('../sources/read-pipeline.js')
  const source = await readPipeline(file, context)
  const { report, pipeline, methods } = checkPipeline(source.pipeline)
  if (!report.valid || pipeline === undefined) {
    const { refuseSource } = await import('../output/refuse-source.js')
    return refuseSource(source, report, context)
  }
  const plan = planPipeline(pipeline, { methods })
  const text = flags.format === 'svg' ? await toSvg(renderPlan(plan, 'dot')) : renderPlan(plan, flags.format)
  if (flags.json) {
    const { writeJson } = await import('../output/write-json.js')
    writeJson(context.stdout, { format: flags.format, text })
  }
  if (flags.out !== undefined) {
    const { writeText } = await import('../sources/write-text.js')
    await writeText(flags.out, text, context)
  } else if (!flags.json) context.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  return EXIT.fine
}

async function toSvg(dot: string): Promise<string> {
  const { instance } = await import('@viz-js/viz')
  const { polishSvg } = await import('../output/polish-svg.js')
  const viz = await instance()
  return polishSvg(viz.renderString(dot, { format: 'svg' }))
}
