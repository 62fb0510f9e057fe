import { isJsonObject, type JsonObject } from '../json/json.js'
import type { StepDefinition } from '../steps/define-step.js'
import { STEP_DEFINITIONS } from '../steps/index.js'
import { CATALOG_KINDS, CATALOG_LISTS, type CatalogEntry, type CatalogKind } from './catalog-entry.js'
import { indexCatalog } from './catalog-index.js'
import type { Catalog, CatalogDocument, CatalogDocumentEntry } from './define-catalog.js'
import { pickTraits } from './method-traits.js'

/**
 * Prints a catalog that is written in TypeScript as a plain document: the same entries with JSON Schemas, without their code. A report template keeps its
 * format as `x-format`.
 *
 * @example
 * ```ts
 * import { catalogDocument, defineCatalog, defineMethod } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const inputs = z.object({ n: z.number() })
 * const double = defineMethod({ id: 'double', step_type: 'function', summary: 'Doubles a number.', inputs, outputs: inputs })
 * JSON.stringify(catalogDocument(defineCatalog({ methods: [double] })))
 * ```
 */
export function catalogDocument(catalog: Catalog): CatalogDocument {
  const index = indexCatalog(catalog)
  const lists: Record<string, CatalogDocumentEntry[]> = {}
  for (const kind of CATALOG_KINDS) {
    const entries = index.entries(kind)
    if (entries !== undefined) lists[CATALOG_LISTS[kind]] = [...entries.values()].map(printEntry)
  }
  for (const printed of lists.report_templates ?? []) {
    const template = catalog.lists.report_templates?.find(({ id }) => id === printed.id)
    if (template !== undefined) Object.assign(printed, { 'x-format': template.format })
  }
  const types = index.types.map(({ id, parents }) => ({ id, parents: [...(parents ?? [])] }))
  return { version: '1.0', ...(types.length === 0 ? {} : { types }), ...lists }
}

function printEntry(entry: CatalogEntry): CatalogDocumentEntry {
  const { kind, id, summary, synonyms, inputs, outputs, modes, estimate } = entry
  const step_type = entry.step_type ?? onlyTypeNaming(kind)
  return {
    id,
    ...(step_type === undefined ? {} : { step_type }),
    ...(summary === undefined ? {} : { summary }),
    ...(synonyms.length === 0 ? {} : { synonyms: [...synonyms] }),
    ...printSchema('inputs', inputs),
    ...printSchema('outputs', outputs),
    ...(modes === undefined ? {} : { modes: [...modes] }),
    ...(estimate === undefined ? {} : { estimate: { ...estimate } }),
    ...pickTraits(entry),
    ...(entry.batches === undefined ? {} : { batches: entry.batches }),
  }
}

/** A document holds objects only; `{}` says as little as `true`. */
function printSchema(
  key: 'inputs' | 'outputs',
  schema: CatalogEntry['inputs'],
): { readonly [Key in 'inputs' | 'outputs']?: JsonObject } {
  if (schema === undefined) return {}
  return { [key]: isJsonObject(schema) ? schema : {} }
}

/** The step type whose steps name entries of a kind, where there is exactly one. */
function onlyTypeNaming(kind: CatalogKind): string | undefined {
  const definitions = Object.values(STEP_DEFINITIONS) as unknown as readonly StepDefinition[]
  const types = definitions.filter(
    ({ requires, example }) => isJsonObject(example) && requires?.(example).some((need) => need.kind === kind) === true,
  )
  return types.length === 1 ? types[0]?.type : undefined
}
