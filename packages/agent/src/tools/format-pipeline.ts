import { formatPipeline } from '@odp/dsl'
import * as z from 'zod'
import { defineTool, pipelineArgument } from './agent-tool.js'
import { invalid } from './checked-text.js'

export const formatPipelineTool = defineTool({
  name: 'format_pipeline',
  description: 'Gives a pipeline its canonical spelling; comments and order stay.',
  input: z.strictObject({ pipeline: pipelineArgument }),
  effect: 'none',
  whole: ['pipeline'],
  run(_context, { pipeline }) {
    const { text, changed, issues } = formatPipeline(pipeline)
    if (issues.length > 0) throw invalid(pipeline, issues)
    return { changed, pipeline: text }
  },
})
