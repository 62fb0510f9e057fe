import type { Clause } from '../../request/clause.js'
import type { Mention } from '../../request/mention.js'
import type { PlannerContext } from '../planner-options.js'
import type { Goal } from './goal.js'
import type { Workspace } from './workspace.js'

const SENDING =
  /^(send|sends|post|posts|deliver|delivers|delivered|push|webhook|webhooks|notify|forward|hook|upload|submit)$/

const ADDRESS_FIT = 0.9

/** An address of the request to which something is to be sent. */
export interface Delivery {
  readonly clause: Clause
  readonly url: string
  readonly mention: Mention
  /** Why nothing is sent there; undefined where it may be. */
  readonly refusal?: string
}

/** What is to be sent where, in the order of the request. */
export function readDeliveries(space: Workspace, context: PlannerContext): Delivery[] {
  const found: Delivery[] = []
  for (const clause of space.request.clauses) {
    const verbs = clause.tokens.filter(({ lower }) => SENDING.test(lower))
    if (verbs.length === 0) continue
    for (const { mention } of clause.tokens) {
      const at = clause.tokens.findIndex((token) => token.mention === mention)
      const isAddress = (mention?.kinds.get('url') ?? 0) >= 0.9 || (mention?.kinds.get('domain') ?? 0) >= 0.9
      const isTarget = clause.tokens
        .slice(Math.max(0, at - 4), at)
        .some(({ lower }) => /^(to|at|via|webhook|hook|through)$/.test(lower))
      if (mention === undefined || !isAddress || !isTarget) continue
      if (isTakenByMethod(mention, space)) continue
      const url = String(mention.value)
      const host = hostOf(url)
      space.reserved.add(mention)
      for (const { stem } of verbs) space.used.add(stem)
      const allowed = context.allowed_webhook_hosts ?? []
      const isAllowed = host !== undefined && allowed.includes(host) && /^https:\/\//i.test(url)
      found.push({
        clause,
        url,
        mention,
        ...(isAllowed
          ? {}
          : { refusal: `files are not sent to '${host ?? url}': allowed hosts are ${allowed.join(', ') || 'none'}` }),
      })
    }
  }
  return found
}

/** Whether a method has the address as an input of its own. */
function isTakenByMethod(mention: Mention, space: Workspace): boolean {
  return space.goals.some(
    ({ step_type, bound }) =>
      step_type !== 'output' &&
      [...bound.values()].flat().some((source) => source.kind === 'const' && source.mention === mention),
  )
}

/** Where no file is made, an address that may be sent to is an input of the method that sends. */
export function releaseAddresses(space: Workspace, context: PlannerContext): void {
  if (space.goals.some(({ step_type }) => step_type === 'output')) return
  for (const { clause, mention, refusal } of readDeliveries(space, context)) {
    if (refusal !== undefined) continue
    const sender = space.goals.find((goal) => goal.clause === clause && portOf(goal, mention, space) !== undefined)
    if (sender !== undefined) space.reserved.delete(mention)
  }
}

/** The input of a step that is for an address such as this one. */
function portOf({ capability }: Goal, mention: Mention, space: Workspace): string | undefined {
  return capability?.inputs.find(
    (port) => port.required && (space.fits.fit(mention, port)?.quality ?? 0) >= ADDRESS_FIT,
  )?.name
}

/** Which files are sent where; hosts that may not be called are told. */
export function findDeliveries(
  space: Workspace,
  context: PlannerContext,
): { deliveries: Map<Goal, string>; refused: string[]; refused_urls: string[] } {
  const deliveries = new Map<Goal, string>()
  const refused_urls: string[] = []
  const refused: string[] = []
  for (const { url, refusal } of readDeliveries(space, context)) {
    const goal = space.goals.filter(({ step_type }) => step_type === 'output').at(-1)
    if (refusal !== undefined) {
      refused.push(refusal)
      refused_urls.push(url)
    } else if (goal !== undefined) deliveries.set(goal, url)
  }
  return { deliveries, refused, refused_urls }
}

function hostOf(url: string): string | undefined {
  const match = /^(?:https?:\/\/)?([^/?#\s]+)/i.exec(url)?.[1]
  // What stands before an @ is no host: a look-alike there must not pass.
  return match
    ?.slice(match.lastIndexOf('@') + 1)
    .replace(/:\d+$/, '')
    .toLowerCase()
}
