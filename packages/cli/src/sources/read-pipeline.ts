import type { PipelineDocument } from '@odp/dsl'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import type { IssueSource } from '../output/format-issue.js'
import { describeExports, isModule, loadModule } from './load-module.js'
import { readText } from './read-text.js'

/** A pipeline as it was given: text, or the document that a module built. */
export interface PipelineSource extends IssueSource {
  readonly pipeline: string | PipelineDocument
}

/**
 * Reads a pipeline from a YAML or JSON file, from standard input (`-`), or from a module that exports a built one.
 *
 * @throws CliError when there is no such file, or the module exports no pipeline or several
 */
export async function readPipeline(file: string, context: CliContext): Promise<PipelineSource> {
  if (isModule(file))
    return { name: file, lines: [], pipeline: exportedPipeline(await loadModule(file, context), file) }
  const text = await readText(file, context)
  return { name: file === '-' ? '<stdin>' : file, lines: text.split('\n'), pipeline: text }
}

function exportedPipeline(module: Readonly<Record<string, unknown>>, file: string): PipelineDocument {
  if (isPipeline(module.default)) return module.default
  const found = Object.entries(module).filter(([, value]) => isPipeline(value))
  const [only] = found
  if (only !== undefined && found.length === 1) return only[1] as PipelineDocument
  if (found.length === 0) {
    throw new CliError(`'${file}' exports no pipeline: ${describeExports(module)}; export what .build() gives`)
  }
  const names = found.map(([name]) => name).join(', ')
  throw new CliError(`'${file}' exports several pipelines (${names}): make the one that is meant the default export`)
}

function isPipeline(value: unknown): value is PipelineDocument {
  return typeof value === 'object' && value !== null && 'steps' in value && Array.isArray(value.steps)
}
