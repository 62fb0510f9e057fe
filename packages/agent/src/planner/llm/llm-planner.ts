import { type LlmBudget, LlmError } from '@odp/worker/llm'
import type { PlannerCatalog } from '../../retrieve/planner-catalog.js'
import type { Draft } from '../draft.js'
import { check, draftPipeline } from '../typed/typed-planner.js'
import { agreementKey, largestGroup } from './agreement.js'
import { type Candidate, findCandidates } from './candidates.js'
import { completeWiring } from './complete-wiring.js'
import { draftByModel, MOST_REPAIRS, type ModelEnding, type ModelSession } from './draft-by-model.js'
import { type Judgement, judgePlan } from './judge-plan.js'
import type { LlmDraft } from './llm-draft.js'
import type { LlmPlannerOptions } from './llm-planner-options.js'
import { type Proposal, proposePlan } from './proposal.js'

const MOST_SAMPLES = 7

/**
 * Drafts a pipeline with a language model, which sees the request and the nearest of the catalog. Its plan is held against policy and checker like any
 * other; issues are given back to it at most three times, as long as they become fewer. It ends in an outcome of a draft, whatever the model does.
 *
 * @throws the reason of the signal, where it is aborted
 *
 * @example
 * ```ts
 * import { preparePlannerCatalog } from '@odp/agent'
 * import { draftWithModel } from '@odp/agent/llm'
 * import { llmClient } from '@odp/worker/llm'
 *
 * const catalog = preparePlannerCatalog({ methods: [{ id: 'count_birds', step_type: 'function' }] })
 * const client = llmClient({ model: 'qwen3:8b', base_url: 'http://127.0.0.1:11434/v1' })
 * const draft = await draftWithModel('count the birds', catalog, { client, context: { workspace_id: 'w', project_id: 'p' } })
 * console.log(draft.outcome, draft.planner)
 * ```
 */
export async function draftWithModel(
  request: string,
  catalog: PlannerCatalog,
  options: LlmPlannerOptions,
): Promise<LlmDraft> {
  return draftByModel(request, options, {
    gives: 'plan',
    empty: 'the request names nothing that could be done',
    typed: () => draftPipeline(request, catalog, options),
    ask: (asked, session) => ask(asked, catalog, options, session),
  })
}

async function ask(
  request: string,
  catalog: PlannerCatalog,
  options: LlmPlannerOptions,
  { budget, typed, policy }: ModelSession,
): Promise<ModelEnding> {
  const also = typed?.flat?.steps.map(({ uses }) => uses) ?? []
  const candidates = findCandidates(request, catalog, also)
  const judge = (proposal: Proposal) => judged(proposal, catalog, options, typed)
  const sampled = await sample(request, candidates, options, budget, judge)
  let { current } = sampled
  let repairs = 0
  const most = Math.min(options.repairs ?? MOST_REPAIRS, MOST_REPAIRS)
  while (current.judgement?.kind === 'issues' && current.proposal.kind === 'plan' && repairs < most) {
    repairs += 1
    const { feedback } = current.judgement
    const earlier = { answer: current.proposal.answer, feedback }
    const next = judge(await proposePlan(request, candidates, options, budget, earlier))
    const isStuck = next.judgement?.kind === 'issues' && next.judgement.feedback.length >= feedback.length
    current = next
    if (isStuck) break
  }
  return { ...ending(current, catalog, options, policy), repairs, ...sampled.agreement }
}

/** A proposal with what becomes of it; questions and abstentions need no judgement. */
interface Judged {
  readonly proposal: Proposal
  readonly judgement?: Judgement
}

function judged(
  proposal: Proposal,
  catalog: PlannerCatalog,
  options: LlmPlannerOptions,
  typed: Draft | undefined,
): Judged {
  if (proposal.kind !== 'plan') return { proposal }
  const plan = options.hybrid === true ? completeWiring(proposal.plan, catalog, typed?.flat) : proposal.plan
  return { proposal: { ...proposal, plan }, judgement: judgePlan(plan, catalog, options.context) }
}

async function sample(
  request: string,
  candidates: readonly Candidate[],
  options: LlmPlannerOptions,
  budget: LlmBudget,
  judge: (proposal: Proposal) => Judged,
): Promise<{ current: Judged; agreement?: Pick<LlmDraft, 'agreement'> }> {
  const count = Math.max(1, Math.min(options.samples ?? 1, MOST_SAMPLES))
  const first = judge(await proposePlan(request, candidates, options, budget))
  if (count === 1) return { current: first }
  const all = [first]
  try {
    while (all.length < count) all.push(judge(await proposePlan(request, candidates, options, budget)))
  } catch (error) {
    // Those that came in time are enough to choose from.
    if (!(error instanceof LlmError)) throw error
  }
  const valid = all.filter(({ judgement }) => judgement?.kind === 'valid')
  const largest = largestGroup(valid, ({ proposal }) => (proposal.kind === 'plan' ? agreementKey(proposal.plan) : ''))
  if (largest === undefined) return { current: first }
  return { current: largest.item, agreement: { agreement: { samples: valid.length, votes: largest.votes } } }
}

function ending(
  { proposal, judgement }: Judged,
  catalog: PlannerCatalog,
  options: LlmPlannerOptions,
  policy: readonly string[],
): Omit<ModelEnding, 'repairs'> {
  const { unused_words } = proposal.answer
  const words = unused_words.slice(0, 50).map((word) => word.slice(0, 50))
  if (proposal.kind === 'question')
    return { outcome: 'question', question: { text: proposal.text, options: proposal.options }, unused_words: words }
  if (proposal.kind === 'abstain') {
    const refused = policy.length > 0 ? { outcome: 'policy' as const, policy } : { outcome: 'abstain' as const }
    return { ...refused, missing: proposal.missing, unused_words: words }
  }
  if (judgement?.kind === 'breach')
    return {
      outcome: 'policy',
      policy: [...policy, ...judgement.breaches.map(({ message }) => message)],
      unused_words: words,
    }
  if (judgement?.kind === 'issues') {
    const [issue] = judgement.feedback
    const missing = `no valid pipeline was found: ${issue?.message ?? ''}`
    return { outcome: 'abstain', missing, issues: judgement.feedback, unused_words: words }
  }
  if (judgement === undefined) return { outcome: 'abstain', missing: 'the model gave no plan', unused_words: words }
  return check(judgement.document, proposal.plan, catalog, options, policy, words)
}
