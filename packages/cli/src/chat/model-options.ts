import type { PlannerContext } from '@odp/agent'
import type { LlmPlannerOptions } from '@odp/agent/llm'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'

/** How a planner with a model plans, as the environment says. @throws CliError where there is no model */
export async function modelOptions(
  planner: 'llm' | 'hybrid',
  session: PlannerContext,
  { env }: CliContext,
): Promise<LlmPlannerOptions> {
  const { llmClient, llmSettings } = await import('@odp/worker/llm')
  const settings = llmSettings(env)
  if (settings === undefined)
    throw new CliError(`--planner ${planner} needs a model: set OPENAI_API_KEY or OPENAI_BASE_URL`)
  return { context: session, client: llmClient(settings), hybrid: planner === 'hybrid' }
}
