import type { JsonSchema } from '../schema/json-schema.js'
import type { Requirement } from '../steps/define-step.js'
import type { CatalogEstimate, CatalogLists } from './define-catalog.js'
import type { MethodTraits } from './method-traits.js'

/**
 * What an entry of a catalog is; the words in which a step type says what it requires.
 *
 * @example
 * ```ts
 * import { type CatalogKind, indexCatalog } from '@odp/dsl'
 *
 * const kind: CatalogKind = 'model'
 * const models = indexCatalog({ models: [{ id: 'sentiment' }] }).names(kind) // ['sentiment']
 * ```
 */
export type CatalogKind = Requirement['kind']

/** The list of a catalog in which the entries of each kind stand. */
export const CATALOG_LISTS = {
  method: 'methods',
  model: 'models',
  flow: 'flows',
  agent: 'agents',
  asset: 'assets',
  report_template: 'report_templates',
} as const satisfies Record<CatalogKind, keyof CatalogLists>

/** Every kind of entry, in the order in which a catalog document lists them. */
export const CATALOG_KINDS = Object.keys(CATALOG_LISTS) as readonly CatalogKind[]

/** A kind in the words of a message. */
export function kindInWords(kind: CatalogKind): string {
  return kind.replace('_', ' ')
}

/**
 * One entry of a catalog, wherever it was written: in TypeScript with Zod, or as a document.
 *
 * @example
 * ```ts
 * import { type CatalogEntry, indexCatalog } from '@odp/dsl'
 *
 * const index = indexCatalog({ methods: [{ id: 'double', step_type: 'function' }] })
 * const double: CatalogEntry | undefined = index.find('method', 'double')
 * ```
 */
export interface CatalogEntry extends MethodTraits {
  readonly kind: CatalogKind
  readonly id: string
  /** The step type that it belongs to; absent where the catalog does not say, then every type that names its kind may use it. */
  readonly step_type?: string
  /** One sentence: what it does. */
  readonly summary?: string
  /** Other words for it; empty when there are none. */
  readonly synonyms: readonly string[]
  /** JSON Schema of the inputs of a step that uses it; absent where nothing is known. */
  readonly inputs?: JsonSchema
  /** JSON Schema of what it returns; absent where nothing is known. */
  readonly outputs?: JsonSchema
  /** Execution modes in which it runs; absent where the catalog does not say. */
  readonly modes?: readonly string[]
  readonly estimate?: CatalogEstimate
  /** Whether one call can do the work of many items. */
  readonly batches?: boolean
  /** Whether there is TypeScript code for it here. */
  readonly runnable: boolean
}
