import { explainPipeline, preparePlannerCatalog, renderExplanation } from '@odp/agent'
import { checkPipeline } from '@odp/dsl'
import type { CliContext } from '../cli-context.js'
import type { ExplainFlags } from '../commands/explain.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { plainText } from '../output/plain-text.js'
import { refuseSource } from '../output/refuse-source.js'
import { writeJson } from '../output/write-json.js'
import { readCatalog } from '../sources/read-catalog.js'
import { readPipeline } from '../sources/read-pipeline.js'

/** Explains a pipeline step by step. */
export async function runExplain(file: string, flags: ExplainFlags, context: CliContext): Promise<ExitCode> {
  const source = await readPipeline(file, context)
  const catalog =
    flags.catalog === undefined ? undefined : preparePlannerCatalog((await readCatalog(flags.catalog, context)).catalog)
  const { report, pipeline } = checkPipeline(source.pipeline, catalog === undefined ? {} : { catalog: catalog.index })
  if (!report.valid || pipeline === undefined) return refuseSource(source, report, context)
  const steps = explainPipeline(pipeline, catalog)
  if (flags.json === true) writeJson(context.stdout, steps)
  else context.stdout.write(plainText(renderExplanation(steps, flags.format)))
  return EXIT.fine
}
