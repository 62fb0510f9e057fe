import { approvalRequest, checkInput, editPipeline, estimatePipeline, type JsonObject, planPipeline } from '@odp/dsl'
import * as z from 'zod'
import { defineTool, pipelineArgument } from './agent-tool.js'
import { invalid, validText } from './checked-text.js'
import { allowStart } from './submit-policy.js'
import { noCatalog, type ToolContext } from './tool-context.js'
import { ToolError } from './tool-error.js'

export const submitPipelineTool = defineTool({
  name: 'submit_pipeline',
  description:
    'Submits a pipeline that has no errors. It is in safe mode: nothing runs before a person approves its digest. Gives the execution id and how a person approves; no tool approves. Where tools may not submit, it says so.',
  input: z.strictObject({
    pipeline: pipelineArgument,
    input: z.record(z.string(), z.unknown()).optional().describe('Input of the run.'),
    execution_id: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,199}$/)
      .optional()
      .describe('An id of your own makes a repeated call harmless: the same id is not started twice.'),
  }),
  effect: 'starts',
  async run(context, { pipeline: given, input = {}, execution_id }) {
    const { policy } = context
    if (!policy.allow_submit) {
      throw new ToolError('submit_not_allowed', 'these tools may not start executions', {
        hint: 'whoever runs them may allow it (--allow-submit); a person can run the pipeline with `odp run`',
      })
    }
    const prepared = prepare(context, given, input as JsonObject)
    const client = await context.client()
    const { id } = await client.submit(prepared.text, {
      input: input as JsonObject,
      by: policy.by,
      ...(execution_id === undefined ? {} : { execution_id }),
    })
    const { mode, approval } = prepared
    if (mode !== 'safe') return { execution_id: id, mode, next: 'execution_status' }
    const { digest, estimate } = approval
    return {
      execution_id: id,
      mode,
      status: 'awaiting_approval',
      approval: { digest, ...estimate },
      how_a_person_approves: `odp approve ${id} --digest ${digest}`,
      ...(prepared.text === given ? {} : { changed: 'execution.mode was set to safe' }),
    }
  },
})

/** Everything that can refuse a submission, before anything is sent. */
function prepare(context: ToolContext, given: string, input: JsonObject) {
  const { index, policy } = context
  if (index === undefined) throw noCatalog()
  const stated = validText(context, given).pipeline.execution?.mode
  const text = stated === undefined && !policy.modes.includes('brave') ? inSafeMode(given) : given
  const { pipeline, methods, blockers } = validText(context, text)
  if (blockers.length > 0) throw invalid(text, blockers)
  const wrong = checkInput(pipeline, input)
  if (wrong.length > 0) throw invalid(text, wrong)
  const estimate = estimatePipeline(pipeline, { catalog: index })
  const plan = planPipeline(pipeline, { methods, catalog: index })
  allowStart(policy, pipeline, plan.mode, estimate)
  return { text, mode: plan.mode, approval: approvalRequest(plan, input, estimate) }
}

/** Without a mode a document would be brave. */
function inSafeMode(text: string): string {
  return editPipeline(text, (document) => ({ ...document, execution: { ...document.execution, mode: 'safe' } })).text
}
