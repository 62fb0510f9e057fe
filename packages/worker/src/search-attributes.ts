/**
 * Search attributes that ODP gives to its executions, with their types for Temporal. A namespace needs them to be
 * registered; `startDevServer` does it. Where one is missing, it is left out.
 *
 * @example
 * ```ts
 * import { SEARCH_ATTRIBUTES } from '@odp/worker/client'
 *
 * for (const [name, type] of Object.entries(SEARCH_ATTRIBUTES))
 *   console.log(`temporal operator search-attribute create --name ${name} --type ${type}`)
 * ```
 */
export const SEARCH_ATTRIBUTES = {
  OdpWorkspaceId: 'Keyword',
  OdpProjectId: 'Keyword',
  OdpPipelineId: 'Keyword',
  OdpDigest: 'Keyword',
  OdpMode: 'Keyword',
  OdpStatus: 'Keyword',
  OdpCost: 'Double',
} as const
