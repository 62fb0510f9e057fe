import { checkInput, estimatePipeline, type Json, type JsonObject, type PipelineDocument, planPipeline } from '@odp/dsl'
import * as z from 'zod'
import { defineTool, pipelineArgument, verboseArgument } from './agent-tool.js'
import { invalid, validText } from './checked-text.js'
import type { ToolContext } from './tool-context.js'
import { ToolError } from './tool-error.js'

/** Calls of steps that a dry run may be expected to make. */
const MOST_CALLS = 5_000
/** Time that a dry run may take on this machine. */
const MOST_MILLISECONDS = 20_000
const USUAL_ITEMS = 10
const FEW_LINES = 25
const MANY_LINES = 300

export const dryRunTool = defineTool({
  name: 'dry_run',
  description:
    'Runs a pipeline with the real interpreter on made-up outputs in virtual time: nothing is called, no server is needed. Shows what runs, what is skipped, what each step receives. What `input` leaves out is made up.',
  input: z.strictObject({
    pipeline: pipelineArgument,
    input: z.record(z.string(), z.unknown()).optional().describe('Input of the run.'),
    branches: z
      .record(z.string(), z.enum(['if_true', 'if_false']))
      .optional()
      .describe('Branches that conditionals take, by step id.'),
    faults: z
      .record(z.string(), z.int().min(1).max(1_000))
      .optional()
      .describe('Steps whose first so many attempts fail, by step id.'),
    seed: z.string().max(100).optional().describe('Another seed, other values. Default 1.'),
    verbose: verboseArgument,
  }),
  effect: 'none',
  async run(context, { pipeline: text, input = {}, branches = {}, faults = {}, seed = '1', verbose }) {
    const { pipeline, methods } = validText(context, text)
    const given = input as JsonObject
    // What is missing is made up; what was given must fit all the same.
    const wrong = checkInput(pipeline, given).filter(({ code }) => code !== 'input_missing')
    if (wrong.length > 0) throw invalid(text, wrong)
    refuseEndless(context, pipeline, given)
    const { dryRun } = await import('@odp/worker/in-process')
    const known = context.catalog === undefined ? {} : { catalog: context.catalog }
    const plan = planPipeline(pipeline, { methods, ...known })
    const { status, failure, state, trace } = await dryRun(plan, given, {
      document: pipeline,
      ...known,
      seed,
      branches,
      faults: Object.fromEntries(Object.entries(faults).map(([step, times]) => [step, { times }])),
      sample_input: true,
      signal: AbortSignal.timeout(MOST_MILLISECONDS),
    })
    // Nothing else cancels a dry run.
    if (status === 'cancelled') {
      const message = `the dry run was not over after ${MOST_MILLISECONDS / 1_000} seconds`
      throw new ToolError('dry_run_too_large', message, {
        hint: 'give shorter lists, or dry run a part of the pipeline',
      })
    }
    const seconds = trace.at(-1)?.seconds ?? 0
    const lines = trace.slice(0, verbose === true ? MANY_LINES : FEW_LINES)
    return {
      status,
      ...(failure === undefined ? {} : { failure }),
      virtual_seconds: seconds,
      steps: state.steps.map(({ id, status: ended, attempts, reason, items }) => ({
        id,
        status: ended,
        ...(attempts > 1 ? { attempts } : {}),
        ...(reason === undefined ? {} : { reason }),
        ...(items === undefined ? {} : { items: items.count }),
      })),
      trace: lines,
      ...(trace.length > lines.length ? { more_trace: trace.length - lines.length } : {}),
      note: 'made-up outputs: nothing was called',
    }
  },
})

/** Loops of loops over long lists would keep the tools busy for hours. */
function refuseEndless({ index }: ToolContext, pipeline: PipelineDocument, input: JsonObject): void {
  const assume = { loop_items: Math.max(USUAL_ITEMS, itemsIn(input)) }
  const { steps } = estimatePipeline(pipeline, { catalog: index ?? {}, assume })
  const calls = steps.reduce((sum, step) => sum + step.calls.expected, 0)
  if (calls <= MOST_CALLS) return
  throw new ToolError('dry_run_too_large', `about ${Math.round(calls)} calls; a dry run makes ${MOST_CALLS} at most`, {
    hint: 'give shorter lists, or leave the input out: short ones are made up',
  })
}

function itemsIn(value: Json | undefined): number {
  if (typeof value !== 'object' || value === null) return 0
  const inner: Json[] = Array.isArray(value) ? value : (Object.values(value) as Json[])
  const nested = inner.reduce<number>((sum, item) => sum + itemsIn(item), 0)
  return Array.isArray(value) ? value.length + nested : nested
}
