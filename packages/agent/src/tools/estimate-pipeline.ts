import { type EstimateInterval, estimatePipeline } from '@odp/dsl'
import * as z from 'zod'
import { defineTool, pipelineArgument, verboseArgument } from './agent-tool.js'
import { validText } from './checked-text.js'
import { noCatalog } from './tool-context.js'

export const estimatePipelineTool = defineTool({
  name: 'estimate_pipeline',
  description:
    'Estimates cost units and seconds of a pipeline from the catalog, as [least, expected, most], most null where nothing bounds it; dearest steps first.',
  input: z.strictObject({
    pipeline: pipelineArgument,
    loop_items: z
      .int()
      .min(0)
      .max(1_000_000)
      .optional()
      .describe('Items of loops of which nothing says it. Default 10.'),
    verbose: verboseArgument,
  }),
  effect: 'none',
  run(context, { pipeline: text, loop_items }) {
    const { index } = context
    if (index === undefined) throw noCatalog()
    const { pipeline } = validText(context, text)
    const found = estimatePipeline(pipeline, { catalog: index, assume: loop_items === undefined ? {} : { loop_items } })
    const dearest = [...found.steps].sort((a, b) => b.cost.expected - a.cost.expected)
    return {
      cost_units: figures(found.cost),
      seconds: figures(found.duration),
      unknown: found.unknown,
      steps: dearest.map(({ id, calls, cost, duration }) => ({
        id,
        calls: figures(calls),
        cost_units: figures(cost),
        seconds: figures(duration),
      })),
      ...(found.issues.length === 0 ? {} : { notes: found.issues.map(({ message }) => message) }),
    }
  },
})

/** An interval as `[least, expected, most]`. */
export function figures({ least, expected, most }: EstimateInterval): readonly [number, number, number | null] {
  return [least, expected, most]
}
