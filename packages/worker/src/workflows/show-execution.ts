import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow'
import { executionDetails } from './execution-details.js'
import type { Execution } from './interpreter/execution.js'

const STATUS = { name: 'OdpStatus', type: 'KEYWORD' } as const
const COST = { name: 'OdpCost', type: 'DOUBLE' } as const

/** Lets Temporal's web page show the steps of an execution, worked out only when somebody looks. */
export function showDetails(execution: Execution): void {
  // Temporal writes the text as JSON when it is asked for; made after each event it would cost more than the steps.
  const details = { toJSON: () => executionDetails(execution.state()) }
  setCurrentDetails(details as unknown as string)
}

/**
 * Writes the status into the search attributes when it has changed: one event in the history, with which the cost goes. An
 * execution that was started without them, since its namespace has none, stays so.
 */
export function showStatus(execution: Execution): void {
  const { typedSearchAttributes } = workflowInfo()
  const shown = typedSearchAttributes.get(STATUS)
  const { status } = execution
  if (shown === undefined || shown === status) return
  const cost = typedSearchAttributes.get(COST)
  const { cost_units } = execution.state()
  upsertSearchAttributes([
    { key: STATUS, value: status },
    ...(cost === undefined || cost === cost_units ? [] : [{ key: COST, value: cost_units }]),
  ])
}
