import { approvalRequest, checkInput, checkPipeline, estimatePipeline, planPipeline } from '@odp/dsl'
import type { ConversationDependencies } from '../conversation-dependencies.js'
import type { ConversationState, ConversationUpdate } from '../conversation-state.js'
import { givenUp } from './given-up.js'
import { shortIssue } from './short-issue.js'

/** Estimates what a document costs, holds that against the budget, and makes what a person is to approve. */
export function estimateCost(
  state: ConversationState,
  { catalog, context, installation }: ConversationDependencies,
): ConversationUpdate {
  const { document = '', input } = state
  const { pipeline, methods } = checkPipeline(document, { catalog: catalog.index })
  if (pipeline === undefined) return givenUp(state)
  const estimate = estimatePipeline(pipeline, { catalog: catalog.index })
  const { budget_cost_units: budget } = context
  const { expected, most } = estimate.cost
  if (budget !== undefined && expected > budget) {
    const reason = `the expected cost of ${expected} units${most === null ? '' : `, at most ${most},`} is above the budget of ${budget}`
    return { policy: [...state.policy, reason], status: 'refused', next: 'end' }
  }
  const wrong = checkInput(pipeline, input)
  const blockers =
    installation === undefined
      ? []
      : checkPipeline(document, { catalog: catalog.index, installation }).report.diagnostics.filter(
          ({ severity }) => severity === 'error',
        )
  const approval = approvalRequest(planPipeline(pipeline, { methods, catalog: catalog.index }), input, estimate)
  const issues = [...wrong, ...blockers].map(shortIssue)
  return { approval, issues, status: 'awaiting_approval', next: 'askApproval' }
}
