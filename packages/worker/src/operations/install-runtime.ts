import { DefaultLogger, Runtime, type RuntimeOptions } from '@temporalio/worker'
import { jsonTemporalLogger } from './json-log.js'
import { METRIC_BUCKETS } from './metrics.js'

/**
 * How a worker tells what it does.
 *
 * @example
 * ```ts
 * import type { TelemetrySettings } from '@odp/worker'
 *
 * const telemetry: TelemetrySettings = { metrics_address: '127.0.0.1:9464', log: 'json' }
 * ```
 */
export interface TelemetrySettings {
  /** `host:port` at which Prometheus reads the metrics of this process, at the path `/metrics`. Default: nowhere. */
  readonly metrics_address?: string
  /** `json`: one line on standard error for each event of an execution and each attempt. Default: what `ODP_LOG` says, else `off`. */
  readonly log?: 'json' | 'off'
}

/**
 * Metrics that cannot be offered: an address that is no `host:port` or is taken, or a process whose Temporal `Runtime`
 * is set up in another way already.
 *
 * @example
 * ```ts
 * import { installQuietRuntime, MetricsAddressError } from '@odp/worker'
 *
 * try {
 *   installQuietRuntime({ metrics_address: '9464' })
 * } catch (error) {
 *   if (error instanceof MetricsAddressError) console.error(error.message)
 * }
 * ```
 */
export class MetricsAddressError extends Error {
  override readonly name = 'MetricsAddressError'
  readonly code = 'metrics_address_invalid'
}

let installed: { readonly metrics_address?: string } | undefined

/**
 * Sets Temporal's runtime up for a command line: by itself it logs every failed attempt and ends workers on Ctrl-C. There is one runtime
 * a process; one that the program has set up before stays as it is.
 *
 * @throws MetricsAddressError when metrics are wanted and cannot be offered
 * @example
 * ```ts
 * import { createWorker, installQuietRuntime } from '@odp/worker'
 * import { NativeConnection } from '@temporalio/worker'
 *
 * installQuietRuntime({ metrics_address: '127.0.0.1:9464' })
 * const worker = await createWorker({ connection: await NativeConnection.connect({ address: '127.0.0.1:7233' }) })
 * ```
 */
export function installQuietRuntime(settings: TelemetrySettings = {}): void {
  const { metrics_address } = settings
  if (metrics_address !== undefined) checkAddress(metrics_address)
  if (installed !== undefined) {
    if (metrics_address !== undefined && metrics_address !== installed.metrics_address) throw tooLate(metrics_address)
    return
  }
  try {
    Runtime.install(runtimeOptions(settings))
    installed = metrics_address === undefined ? {} : { metrics_address }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const isForeign = error.name === 'IllegalStateError'
    if (metrics_address !== undefined) throw isForeign ? tooLate(metrics_address) : unusable(metrics_address, error)
    // The program has set it up in its own way.
    if (!isForeign) throw error
    installed = {}
  }
}

/** Whether a worker writes a log. */
export function wantsLog({ log }: Pick<TelemetrySettings, 'log'>): boolean {
  return (log ?? process.env.ODP_LOG) === 'json'
}

function runtimeOptions(settings: TelemetrySettings): RuntimeOptions {
  const { metrics_address } = settings
  const inJson = wantsLog(settings)
  const level = inJson ? 'WARN' : 'ERROR'
  return {
    logger: inJson ? jsonTemporalLogger() : new DefaultLogger(level),
    telemetryOptions: {
      logging: { filter: { core: level, other: 'ERROR' }, forward: {} },
      ...(metrics_address === undefined ? {} : { metrics: { prometheus: prometheus(metrics_address) } }),
    },
    shutdownSignals: [],
  }
}

function prometheus(bindAddress: string) {
  return { bindAddress, useSecondsForDurations: true, histogramBucketOverrides: { ...METRIC_BUCKETS } }
}

function checkAddress(address: string): void {
  const [, port] = /^(?:[\w.-]+|\[[\da-fA-F:.]+\]):(\d{1,5})$/.exec(address) ?? []
  if (port !== undefined && Number(port) > 0 && Number(port) < 65_536) return
  throw new MetricsAddressError(`metrics_address must be host:port, such as 127.0.0.1:9464; it is '${address}'`)
}

function tooLate(address: string): MetricsAddressError {
  return new MetricsAddressError(
    `no metrics can be offered at ${address}: Temporal's runtime of this process is set up already, and there is one a process; ` +
      'start the first worker with metrics_address, or give the metrics to Runtime.install',
  )
}

function unusable(address: string, cause: Error): MetricsAddressError {
  return new MetricsAddressError(`no metrics can be offered at ${address}: ${cause.message}`, { cause })
}
