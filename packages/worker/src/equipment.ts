import { resolve } from 'node:path'
import type { Catalog } from '@odp/dsl'
import type { Equipment } from './activities/activity.js'
import { installCatalog } from './activities/installed-catalog.js'

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
}

/** What activities work with. */
export function equipmentOf(options: EquipmentOptions): Equipment {
  return {
    catalog: installCatalog(options.catalog),
    secret: options.secret ?? ((name) => process.env[`ODP_SECRET_${name}`]),
    output_directory: resolve(options.output_directory ?? 'odp-output'),
  }
}
