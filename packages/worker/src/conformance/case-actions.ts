import { isJsonObject, type Operation, type OperationName } from '@odp/dsl/plan'
import type { CaseAction } from './conformance-case.js'
import type { TimedAction } from './conformance-host.js'

/** Names of actions in cases and the operations that they are. */
const OPERATION_OF: Readonly<Record<string, OperationName>> = {
  approve: 'approve',
  reject: 'reject',
  cancel: 'cancel',
  pause: 'pause',
  resume: 'resume',
  answer: 'answerStep',
  retry: 'retryStep',
  skip: 'skipStep',
}

/** What the actions of a case do, and one sentence for each that cannot be understood. An approval is of `digest` unless it names another. */
export function caseActions(
  actions: readonly CaseAction[],
  digest: string,
): { readonly actions: readonly TimedAction[]; readonly problems: readonly string[] } {
  const timed: TimedAction[] = []
  const problems: string[] = []
  for (const [index, { at_seconds, ...action }] of actions.entries()) {
    for (const [name, given] of Object.entries(action)) {
      const operation = Object.hasOwn(OPERATION_OF, name) ? OPERATION_OF[name] : undefined
      if (operation === undefined) {
        problems.push(`action '${name}' is none of ${Object.keys(OPERATION_OF).join(', ')}`)
        continue
      }
      const values = isJsonObject(given) ? given : {}
      const value = values.value === 're-plan' ? { value: 'replan' } : {}
      const named = {
        request_id: `action-${index}`,
        by: 'case',
        ...(name === 'approve' ? { digest } : {}),
        ...values,
        ...value,
      }
      timed.push({ at_seconds, operation: { ...named, operation } as unknown as Operation })
    }
  }
  return { actions: timed, problems }
}
