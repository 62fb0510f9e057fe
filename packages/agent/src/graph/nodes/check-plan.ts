import { parsePipeline, validatePipeline } from '@odp/dsl'
import { checkDocumentPolicy } from '../../policy/check-document.js'
import type { ConversationDependencies } from '../conversation-dependencies.js'
import type { ConversationState, ConversationUpdate } from '../conversation-state.js'
import { afterIssues } from './after-issues.js'
import { shortIssue } from './short-issue.js'

/** Holds a document against the policy and the checker. */
export function checkPlan(state: ConversationState, dependencies: ConversationDependencies): ConversationUpdate {
  const { catalog, context } = dependencies
  const { document = '', policy } = state
  const { pipeline } = parsePipeline(document)
  const given = state.pipeline === undefined ? undefined : parsePipeline(state.pipeline).pipeline
  if (pipeline !== undefined) {
    const breaches = checkDocumentPolicy(pipeline, catalog, { ...context, mode: 'safe' }, given)
    if (breaches.length > 0)
      return {
        policy: [...policy, ...breaches.map(({ message }) => message)],
        document: undefined,
        status: 'refused',
        next: 'end',
      }
  }
  const { valid, diagnostics } = validatePipeline(document, { catalog: catalog.index })
  if (valid) return { issues: [], next: 'estimateCost' }
  const issues = diagnostics.filter(({ severity }) => severity === 'error').map(shortIssue)
  return afterIssues(state, issues, dependencies)
}
