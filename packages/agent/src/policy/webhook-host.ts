import type { Json } from '@odp/dsl'

/** Whether files may be sent to an address: https, without templates or a user, to one of the hosts. */
export function isAllowedWebhook(url: Json | undefined, hosts: readonly string[] = []): boolean {
  if (typeof url !== 'string' || url.includes('{{')) return false
  const host = /^https:\/\/([a-z0-9.-]+)(?::\d{1,5})?(?:[/?#][^\s\\]*)?$/i.exec(url)?.[1]
  return host !== undefined && hosts.some((allowed) => allowed.toLowerCase() === host.toLowerCase())
}
