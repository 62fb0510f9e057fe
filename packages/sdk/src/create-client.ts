import type { Catalog, CatalogDocument, Installation, Json, Pipeline, PipelineDocument } from '@odp/dsl'
import { ExecutionHandle, temporalClient } from '@odp/worker/client'
import { type ConnectionTls, connectionSettings } from '@odp/worker/dev-server'
import { Connection } from '@temporalio/client'
import { Execution } from './execution.js'
import { retryUntilClosed } from './retry-until-closed.js'
import { Starter, type StartSettings } from './starter.js'

/**
 * Where the client connects to, and what it checks against.
 *
 * @example
 * ```ts
 * import { type ClientOptions, createClient } from '@odp/sdk'
 *
 * const options: ClientOptions = { address: 'temporal.example.org:7233', namespace: 'odp' }
 * const odp = createClient(options)
 * ```
 */
export interface ClientOptions {
  /** Host and port of the Temporal server. Default: the variables `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, … or `127.0.0.1:7233`. */
  readonly address?: string
  /** Default `default`. */
  readonly namespace?: string
  /** Encryption towards `address`: `true`, or certificates. Default: on with `apiKey`, else off. */
  readonly tls?: boolean | ConnectionTls
  /** Key for `address`, such as that of a namespace of Temporal Cloud. */
  readonly apiKey?: string
  /** Task queue of the workers. Default `odp`. */
  readonly task_queue?: string
  /** What exists; with it, submitted pipelines are checked on level 2. */
  readonly catalog?: Catalog | CatalogDocument
  /** What the workers can do, for level 4. Default: nothing of outside systems. */
  readonly installation?: Installation
}

/**
 * How one pipeline is submitted.
 *
 * @example
 * ```ts
 * import type { SubmitOptions } from '@odp/sdk'
 *
 * const options: SubmitOptions<{ username: string }> = { input: { username: 'ada' }, execution_id: 'ada-1' }
 * ```
 */
export interface SubmitOptions<Input = Record<string, Json>> extends StartSettings {
  /** Input of the run. Of a replay: values that take the place of the former ones. */
  readonly input?: Input
}

/**
 * Submits pipelines and finds executions.
 *
 * @example
 * ```ts
 * import { createClient, type OdpClient } from '@odp/sdk'
 *
 * const odp: OdpClient = createClient()
 * const state = await odp.execution('ada-1').status()
 * await odp.close()
 * ```
 */
export interface OdpClient {
  /**
   * Checks a pipeline and its input and starts it: a built pipeline, a document, or YAML text. In safe mode it waits for an
   * approval; with `replay.enabled` it replays another execution.
   *
   * @throws PipelineInvalidError when it is refused, ServerUnreachableError when no server answers, ExecutionNotFoundError when
   * there is none to replay; nothing was started then
   */
  submit<Input, Outputs>(
    pipeline: Pipeline<Input, Outputs>,
    ...options: Record<string, never> extends Input
      ? [options?: SubmitOptions<Input>]
      : [options: SubmitOptions<Input> & { readonly input: Input }]
  ): Promise<Execution<Outputs>>
  submit(pipeline: string | PipelineDocument, options?: SubmitOptions): Promise<Execution>
  /** The execution of an id. It is not asked for until something is read. */
  execution<Outputs = Record<string, Json>>(id: string): Execution<Outputs>
  /** Ends the connection. */
  close(): Promise<void>
}

const DEFAULT_ADDRESS = '127.0.0.1:7233'

/**
 * Makes a client. It connects when it is first used.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { createClient } from '@odp/sdk'
 *
 * const odp = createClient({ address: '127.0.0.1:7233' })
 * const execution = await odp.submit(readFileSync('pipeline.yaml', 'utf8'), { input: { username: 'ada' } })
 * const outputs = await execution.result()
 * await odp.close()
 * ```
 */
export function createClient(options: ClientOptions = {}): OdpClient {
  const settings = options.address === undefined ? connectionSettings() : undefined
  const { address, tls, apiKey } = { address: DEFAULT_ADDRESS, ...settings, ...given(options) }
  const encryption = tls ?? (apiKey === undefined ? undefined : true)
  const retry = retryUntilClosed()
  const connection = Connection.lazy({
    address,
    interceptors: [retry.interceptor],
    ...(encryption === undefined ? {} : { tls: encryption }),
    ...(apiKey === undefined ? {} : { apiKey }),
  })
  const client = temporalClient({ connection, namespace: options.namespace ?? settings?.namespace ?? 'default' })
  const { catalog, installation = { connectors: [] }, task_queue } = options

  const starter = new Starter(client, {
    address,
    connection,
    installation,
    ...(catalog === undefined ? {} : { catalog }),
    ...(task_queue === undefined ? {} : { task_queue }),
  })
  const submit = async (source: string | PipelineDocument, { input, ...settings }: SubmitOptions = {}) =>
    new Execution(new ExecutionHandle(client, await starter.submit(source, input ?? {}, settings)), starter)
  return {
    submit: submit as OdpClient['submit'],
    execution: <Outputs>(id: string) => new Execution<Outputs>(new ExecutionHandle(client, id), starter),
    close() {
      retry.stop()
      return connection.close()
    },
  }
}

function given({ address, tls, apiKey }: ClientOptions) {
  return {
    ...(address === undefined ? {} : { address }),
    ...(tls === undefined ? {} : { tls }),
    ...(apiKey === undefined ? {} : { apiKey }),
  }
}
