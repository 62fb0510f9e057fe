import { diffPipelines, type PipelineDocument, parsePipeline, renderDiff } from '@odp/dsl'
import * as z from 'zod'
import { defineTool, pipelineArgument, verboseArgument } from './agent-tool.js'
import { invalid } from './checked-text.js'

export const diffPipelinesTool = defineTool({
  name: 'diff_pipelines',
  description:
    'Tells what changed between two pipelines, step by step (+ added, - removed, ~ changed, > moved), and how cost and duration change.',
  input: z.strictObject({ before: pipelineArgument, after: pipelineArgument, verbose: verboseArgument }),
  effect: 'none',
  run({ index }, { before, after }) {
    const diff = diffPipelines(read(before), read(after), index === undefined ? {} : { catalog: index })
    return { equal: diff.changes.length === 0, changes: renderDiff(diff).trimEnd().split('\n') }
  },
})

/** A draft that is wrong in other ways than its shape can be compared. */
function read(text: string): PipelineDocument {
  const { pipeline, issues } = parsePipeline(text)
  if (pipeline === undefined) throw invalid(text, issues)
  return pipeline
}
