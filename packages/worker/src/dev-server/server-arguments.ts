import { SEARCH_ATTRIBUTES } from '../search-attributes.js'
import { loopback } from './ports.js'

/**
 * Types that Temporal knows for search attributes.
 *
 * @example
 * ```ts
 * import type { SearchAttributeType } from '@odp/worker/dev-server'
 *
 * const attributes: Record<string, SearchAttributeType> = { odp_workspace: 'Keyword' }
 * ```
 */
export type SearchAttributeType = 'Text' | 'Keyword' | 'Int' | 'Double' | 'Bool' | 'Datetime' | 'KeywordList'

export interface ServerSettings {
  readonly port: number
  readonly ui_port: number | undefined
  readonly database_file: string
  readonly namespace: string
  readonly search_attributes: Readonly<Record<string, SearchAttributeType>>
}

// The defaults of the development server hold one execution at ten steps a second (20 queue polls a second on its one
// shard) and let a task wait for two seconds now and then (four partitions of a queue that one worker polls).
const tuning: Readonly<Record<string, number>> = {
  'history.transferProcessorMaxPollRPS': 2_000,
  'history.timerProcessorMaxPollRPS': 2_000,
  'history.visibilityProcessorMaxPollRPS': 2_000,
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
}

/** The command line of `temporal` for one server. */
export function serverArguments(settings: ServerSettings): string[] {
  const attributes = { ...SEARCH_ATTRIBUTES, ...settings.search_attributes }
  return [
    ...['server', 'start-dev', '--ip', loopback, '--port', String(settings.port)],
    ...(settings.ui_port === undefined ? ['--headless'] : ['--ui-port', String(settings.ui_port)]),
    ...['--db-filename', settings.database_file, '--namespace', settings.namespace],
    ...['--log-format', 'json', '--log-level', 'warn'],
    ...Object.entries(attributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
    ...Object.entries(tuning).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${value}`]),
  ]
}
