import type { PlannerContext } from '../planner-options.js'
import type { Goal } from './goal.js'
import type { Workspace } from './workspace.js'

const SENDING =
  /^(send|sends|post|posts|deliver|delivers|delivered|push|webhook|webhooks|notify|forward|hook|upload|submit)$/

/** Which files are sent where; hosts that may not be called are told. */
export function findDeliveries(
  space: Workspace,
  context: PlannerContext,
): { deliveries: Map<Goal, string>; refused: string[] } {
  const deliveries = new Map<Goal, string>()
  const refused: string[] = []
  for (const clause of space.request.clauses) {
    if (!clause.tokens.some(({ lower }) => SENDING.test(lower))) continue
    for (const { mention } of clause.tokens) {
      const at = clause.tokens.findIndex((token) => token.mention === mention)
      const isAddress = (mention?.kinds.get('url') ?? 0) >= 0.9 || (mention?.kinds.get('domain') ?? 0) >= 0.9
      const isTarget = clause.tokens
        .slice(Math.max(0, at - 4), at)
        .some(({ lower }) => /^(to|at|via|webhook|hook|through)$/.test(lower))
      if (mention === undefined || !isAddress || !isTarget) continue
      const url = String(mention.value)
      const isUrl = /^https?:\/\//i.test(url)
      space.reserved.add(mention)
      const host = hostOf(url)
      const isAllowed =
        isUrl && host !== undefined && (context.allowed_webhook_hosts ?? []).includes(host) && /^https:/i.test(url)
      if (!isAllowed)
        refused.push(
          `files are not sent to '${host ?? url}': allowed hosts are ${(context.allowed_webhook_hosts ?? []).join(', ') || 'none'}`,
        )
      else {
        const goal = space.goals.filter(({ step_type }) => step_type === 'output').at(-1)
        if (goal !== undefined) deliveries.set(goal, url)
      }
    }
  }
  return { deliveries, refused }
}

function hostOf(url: string): string | undefined {
  const match = /^(?:https?:\/\/)?([^/?#\s]+)/i.exec(url)?.[1]
  // What stands before an @ is no host: a look-alike there must not pass.
  return match
    ?.slice(match.lastIndexOf('@') + 1)
    .replace(/:\d+$/, '')
    .toLowerCase()
}
