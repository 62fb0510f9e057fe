import type { Catalog, Installation } from '@odp/dsl'
import { installCatalog } from './activities/installed-catalog.js'
import type { EquipmentOptions } from './equipment.js'
import { llmSettings } from './llm/llm-settings.js'

/**
 * What a worker of this version can do with a catalog, for level 4 of validation: a method runs when the catalog has its code, and of outside systems only
 * language models have a connector, where one is configured (see `llmSettings`).
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
export function workerInstallation(catalog?: Catalog, options: Pick<EquipmentOptions, 'llm'> = {}): Installation {
  const installed = installCatalog(catalog)
  const llm = options.llm ?? llmSettings() ?? 'off'
  return {
    connectors: llm === 'off' ? [] : ['llm'],
    isRunnable(kind, id) {
      // A name made at run time is checked when it is known.
      if (id.includes('{{')) return undefined
      if (kind === 'flow') return installed.flows.get(id)?.prompt !== undefined
      if (kind === 'agent') return installed.agents.get(id)?.prompt !== undefined
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
