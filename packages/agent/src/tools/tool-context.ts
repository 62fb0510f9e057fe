import { type Catalog, type CatalogDocument, type CatalogIndex, type Installation, indexCatalog } from '@odp/dsl'
import type { OdpClient } from '@odp/sdk'
import { type PlannerCatalog, preparePlannerCatalog } from '../retrieve/planner-catalog.js'
import { ToolError } from './tool-error.js'

/**
 * What tools may do, whatever an agent asks for. No tool can change it.
 *
 * @example
 * ```ts
 * import type { ToolPolicy } from '@odp/agent/tools'
 *
 * const policy: Partial<ToolPolicy> = { allow_submit: true, workspaces: ['acme'], budget_cost_units: 50 }
 * ```
 */
export interface ToolPolicy {
  /** Whether `submit_pipeline` may start executions. Default false. */
  readonly allow_submit: boolean
  /** Modes in which executions may be started. Default `['safe']`: a person approves each. */
  readonly modes: readonly ('safe' | 'brave')[]
  /** Workspaces that pipelines may name and executions may belong to; all without it. */
  readonly workspaces?: readonly string[]
  /** Most cost units that one pipeline may cost; no limit without it. */
  readonly budget_cost_units?: number
  /** Hosts that files may be delivered to. Default: none. */
  readonly webhook_hosts: readonly string[]
  /** Whether pipelines may hold code of their own. Default false. */
  readonly allow_code: boolean
  /** Name under which executions are started. Default `agent`. */
  readonly by: string
}

/**
 * What tools work with.
 *
 * @example
 * ```ts
 * import type { ToolContextOptions } from '@odp/agent/tools'
 * import { createClient } from '@odp/sdk'
 *
 * const options: ToolContextOptions = { client: () => createClient(), policy: { workspaces: ['acme'] } }
 * ```
 */
export interface ToolContextOptions {
  /** What exists. Without it nothing can be searched or drafted, and methods are not checked. */
  readonly catalog?: Catalog | CatalogDocument
  /** What can run here: what cannot is told beside the issues, and is not submitted. */
  readonly installation?: Installation
  /** Gives the client; called when one is first needed, and again after it has failed. */
  readonly client?: () => OdpClient | Promise<OdpClient>
  readonly policy?: Partial<ToolPolicy>
  /** Told of errors that nobody foresaw; their messages are not shown to agents. */
  readonly onError?: (error: unknown) => void
}

/**
 * What tools work with, made ready.
 *
 * @example
 * ```ts
 * import type { ToolContext } from '@odp/agent/tools'
 *
 * const canSubmit = ({ policy }: ToolContext) => policy.allow_submit
 * ```
 */
export interface ToolContext {
  readonly policy: ToolPolicy
  readonly installation: Installation | undefined
  /** The catalog; undefined without one. */
  readonly catalog: Catalog | CatalogDocument | undefined
  /** The catalog, ready to be asked; undefined without one. */
  readonly index: CatalogIndex | undefined
  /** The catalog, ready for searching and drafting. */
  planner(): PlannerCatalog
  client(): Promise<OdpClient>
  /** Ends the connection of the client, if there is one. */
  close(): Promise<void>
  readonly onError: (error: unknown) => void
}

const SAFE: ToolPolicy = { allow_submit: false, modes: ['safe'], webhook_hosts: [], allow_code: false, by: 'agent' }

/**
 * Makes ready what tools work with. Make it once and use it for every call.
 *
 * @example
 * ```ts
 * import { makeToolContext, runTool } from '@odp/agent/tools'
 *
 * const context = makeToolContext({ catalog: { methods: [{ id: 'count_birds', step_type: 'function' }] } })
 * console.log((await runTool(context, 'search_methods', { query: 'birds' })).text)
 * ```
 */
export function makeToolContext(options: ToolContextOptions = {}): ToolContext {
  const { catalog } = options
  const index = catalog === undefined ? undefined : indexCatalog(catalog)
  let prepared: PlannerCatalog | undefined
  let client: Promise<OdpClient> | undefined
  const connect = options.client
  return {
    policy: { ...SAFE, ...options.policy },
    installation: options.installation,
    catalog,
    index,
    planner() {
      if (catalog === undefined) throw noCatalog()
      prepared ??= preparePlannerCatalog(catalog)
      return prepared
    },
    client() {
      if (connect === undefined)
        throw new ToolError('server_unreachable', 'no Temporal server is configured for these tools')
      client ??= Promise.resolve()
        .then(connect)
        .catch((error: unknown) => {
          client = undefined
          throw new ToolError('server_unreachable', error instanceof Error ? error.message : String(error))
        })
      return client
    },
    async close() {
      const open = await client?.catch(() => undefined)
      client = undefined
      await open?.close()
    },
    onError: options.onError ?? (() => {}),
  }
}

/** What is said where only a catalog would help. */
export function noCatalog(): ToolError {
  return new ToolError('catalog_missing', 'these tools were given no catalog, so nothing is known of methods', {
    hint: 'whoever runs them starts them with --catalog FILE',
  })
}
