import { resolve } from 'node:path'
import type { Catalog } from '@odp/dsl'
import type { Equipment } from './activities/activity.js'
import { installCatalog } from './activities/installed-catalog.js'
import { cacheOf } from './cache/open-cache.js'
import type { ResultCache } from './cache/result-cache.js'
import { llmClient } from './llm/llm-client.js'
import { type LlmSettings, llmSettings } from './llm/llm-settings.js'

/**
 * What the work of steps is equipped with.
 *
 * @example
 * ```ts
 * import type { EquipmentOptions } from '@odp/worker'
 *
 * const options: EquipmentOptions = { secret: (name) => process.env[`ODP_${name}`], output_directory: 'reports' }
 * ```
 */
export interface EquipmentOptions {
  /** Methods, models and report templates, with their code. */
  readonly catalog?: Catalog
  /** Gives a secret by name. Default: the environment variable `ODP_SECRET_<NAME>`. */
  readonly secret?: (name: string) => string | undefined
  /** Folder for the files of output steps. Default `odp-output` in the working directory. */
  readonly output_directory?: string
  /**
   * Where results of crawlers, and of steps with `cache`, are kept: `memory`, `off`, the address of a SQLite file for the workers of one machine
   * (`file:///path/to/cache.sqlite`), of a Redis server for those of many (`redis://host:6379`, needs the package `redis`), or a cache of one's own.
   * Default: the environment variable `ODP_CACHE`, else `memory`.
   */
  readonly cache?: string | ResultCache
  /**
   * How language models are asked, or `off`. Default: what the variables `OPENAI_API_KEY`, `OPENAI_BASE_URL` and `ODP_LLM_MODEL` say, see `llmSettings`;
   * off without the first two.
   */
  readonly llm?: LlmSettings | 'off'
}

/** What activities work with. */
export function equipmentOf(options: EquipmentOptions): Equipment {
  const given = options.cache ?? process.env.ODP_CACHE ?? 'memory'
  const llm = options.llm ?? llmSettings() ?? 'off'
  const cache = typeof given === 'string' ? cacheOf(given) : given
  return {
    catalog: installCatalog(options.catalog),
    secret: options.secret ?? ((name) => process.env[`ODP_SECRET_${name}`]),
    output_directory: resolve(options.output_directory ?? 'odp-output'),
    ...(cache === undefined ? {} : { cache }),
    ...(llm === 'off' ? {} : { llm: llmClient(llm) }),
  }
}
