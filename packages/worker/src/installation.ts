import type { Catalog, Installation } from '@odp/dsl'
import { installCatalog } from './activities/installed-catalog.js'

/**
 * What a worker of this version can do with a catalog, for level 4 of validation: no outside system has a connector, and a
 * method runs when the catalog has its code.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { defineCatalog, validatePipeline } from '@odp/dsl'
 * import { workerInstallation } from '@odp/worker'
 *
 * const catalog = defineCatalog({ assets: [{ id: 'silver.profiles' }] })
 * const installation = workerInstallation(catalog)
 * const report = validatePipeline(readFileSync('pipeline.yaml', 'utf8'), { catalog, installation })
 * ```
 */
export function workerInstallation(catalog?: Catalog): Installation {
  const installed = installCatalog(catalog)
  return {
    connectors: [],
    isRunnable(kind, id) {
      // A name made at run time is checked when it is known.
      if (id.includes('{{')) return undefined
      const entries = {
        method: installed.methods,
        model: installed.models,
        report_template: installed.report_templates,
      }
      if (kind !== 'method' && kind !== 'model' && kind !== 'report_template') return undefined
      const entry = entries[kind].get(id)
      return entry?.run !== undefined || (entry !== undefined && 'runBatch' in entry && entry.runBatch !== undefined)
    },
  }
}
