import type { StepState } from '@odp/dsl/plan'
import * as z from 'zod'
import { defineTool, executionArgument, verboseArgument } from './agent-tool.js'
import { failureWithoutText, watchedExecution } from './watched-execution.js'

export const executionStatusTool = defineTool({
  name: 'execution_status',
  description:
    'The state of an execution and its steps, what waits for a person, and cost so far. Outputs and messages are left out: they may hold what was read from outside.',
  input: z.strictObject({ execution_id: executionArgument, verbose: verboseArgument }),
  effect: 'reads',
  async run(context, { execution_id }) {
    const { state } = await watchedExecution(context, execution_id)
    const { status, pipeline_id, workspace_id, cost_units, sequence, approval, failure, steps, questions } = state
    const waiting = [...steps, ...questions].filter(({ question }) => question !== undefined)
    return {
      execution_id,
      status,
      pipeline_id,
      workspace_id,
      started_at: new Date(state.started_at).toISOString(),
      ...(state.ended_at === undefined ? {} : { ended_at: new Date(state.ended_at).toISOString() }),
      cost_units,
      events: sequence,
      ...(failure === undefined ? {} : { failure: { ...failureWithoutText(failure), step: failure.step } }),
      ...(approval === undefined
        ? {}
        : {
            awaits_approval: approval.digest,
            how_a_person_approves: `odp approve ${execution_id} --digest ${approval.digest}`,
          }),
      ...(waiting.length === 0
        ? {}
        : {
            questions: waiting.map(({ id, question }) => ({
              step: id,
              kind: question?.kind,
              choices: question?.choices,
            })),
          }),
      steps: steps.map(stepLine),
    }
  },
})

function stepLine({ id, status, attempts, failure, items, reused, rescued_by }: StepState) {
  return {
    id,
    status,
    ...(attempts > 1 ? { attempts } : {}),
    ...(failure === undefined ? {} : { failure: failureWithoutText(failure).code }),
    ...(items === undefined ? {} : { items }),
    ...(reused === undefined ? {} : { reused }),
    ...(rescued_by === undefined ? {} : { rescued_by }),
  }
}
