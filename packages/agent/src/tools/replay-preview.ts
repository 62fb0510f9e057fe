import type { JsonObject } from '@odp/dsl'
import * as z from 'zod'
import { defineTool, executionArgument, pipelineArgument, verboseArgument } from './agent-tool.js'
import { validText } from './checked-text.js'
import { figures } from './estimate-pipeline.js'
import { allowWorkspace } from './submit-policy.js'
import { soon, watchedExecution } from './watched-execution.js'

export const replayPreviewTool = defineTool({
  name: 'replay_preview',
  description:
    'Says what a replay of an execution would reuse, what would run and why, and what that costs. It starts nothing; a person starts replays.',
  input: z.strictObject({
    execution_id: executionArgument,
    from: z.string().min(1).max(256).optional().describe('The step that would run again, with all behind it.'),
    pipeline: pipelineArgument.optional().describe('The pipeline as it would be. Default: as it was.'),
    input: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Input values that would take the place of the former.'),
    verbose: verboseArgument,
  }),
  effect: 'reads',
  async run(context, { execution_id, from, pipeline, input }) {
    if (pipeline !== undefined) allowWorkspace(context.policy, validText(context, pipeline).pipeline.workspace_id)
    const { execution } = await watchedExecution(context, execution_id)
    const request = {
      ...(from === undefined ? {} : { from }),
      ...(pipeline === undefined ? {} : { pipeline }),
      ...(input === undefined ? {} : { input: input as JsonObject }),
    }
    // What is reused is told by name only: the outputs may hold what was read from outside.
    const { steps, estimate } = await soon(execution.previewReplay(request), execution_id)
    const of = (action: string) => steps.filter((step) => step.action === action)
    return {
      reuse: of('reuse').map(({ id }) => id),
      run: of('run').map(({ id, text }) => (text === undefined ? { id } : { id, why: text })),
      skip: of('skip').map(({ id }) => id),
      ...(estimate === undefined ? {} : { cost_units: figures(estimate.cost), seconds: figures(estimate.work) }),
      how_a_person_starts_it: `odp replay ${execution_id}${from === undefined ? '' : ` --from ${from}`}`,
    }
  },
})
