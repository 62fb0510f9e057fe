import type { Json } from '@odp/dsl'
import type { PlannerContext } from '../planner/planner-options.js'

/** Whether files may be sent to an address: https, without templates or a user, to a host of the session. */
export function isAllowedWebhook(url: Json | undefined, { allowed_webhook_hosts = [] }: PlannerContext): boolean {
  if (typeof url !== 'string' || url.includes('{{')) return false
  const host = /^https:\/\/([a-z0-9.-]+)(?::\d{1,5})?(?:[/?#][^\s\\]*)?$/i.exec(url)?.[1]
  return host !== undefined && allowed_webhook_hosts.some((allowed) => allowed.toLowerCase() === host.toLowerCase())
}
