import { approvalRequest, type PipelineDocument, planReplay, type ReplaySource } from '@odp/dsl'
import type { Plan } from '@odp/dsl/plan'
import { type OperationRequest, readReplaySource } from '@odp/worker/client'
import { refuseInput, type Starter } from './starter.js'

/** What `replan` is given for a new pipeline: its plan, and the steps whose outputs hold for it too. */
export async function replanRequest(
  starter: Starter,
  id: string,
  source: string | PipelineDocument,
): Promise<Omit<OperationRequest<'replan'>, 'by' | 'reason' | 'request_id'>> {
  const { pipeline, plan, estimate } = starter.check(source)
  await starter.connect()
  const old = await readReplaySource(starter.client, id)
  refuseInput(pipeline, old.input)
  const keep = keptSteps(old, plan)
  if (plan.mode !== 'safe') return { plan, keep }
  const approval = approvalRequest(plan, old.input, estimate)
  return { plan, keep, estimate: approval.estimate, approval_digest: approval.digest }
}

/** Steps whose outputs hold for the new plan, those included that have not been worked out yet: they still may be until it begins. */
function keptSteps(old: ReplaySource, plan: Plan): string[] {
  const ended = new Set(
    old.state.steps.filter(({ status }) => ['failed', 'skipped', 'cancelled'].includes(status)).map(({ id }) => id),
  )
  const open = old.plan.nodes.filter(({ id }) => !ended.has(id) && !Object.hasOwn(old.outputs, id))
  const outputs = { ...old.outputs, ...Object.fromEntries(open.map(({ id }) => [id, {}])) }
  return Object.keys(planReplay({ old: { ...old, outputs }, plan, input: old.input, reuse_answers: true }).reuse)
}
