import type { CatalogKind, JsonObject } from '@odp/dsl'

/** Whether a port or field holds one value, a list, or takes either. */
export type Arity = 'one' | 'many' | 'either'

/** An input of a capability. */
export interface Port {
  readonly name: string
  /** Stems of its name, and of its type's name. */
  readonly words: readonly string[]
  readonly type_words: readonly string[]
  /** Semantic type of the value, of the items where it takes a list. */
  readonly type?: string
  /** JSON types of the value, of the items where it takes a list; empty where the schema does not say. */
  readonly json: readonly string[]
  readonly arity: Arity
  readonly required: boolean
  readonly choices?: readonly string[]
  readonly pattern?: RegExp
  readonly format?: string
  readonly schema: JsonObject
}

/** A value that a capability gives, at any depth of its outputs. */
export interface Field {
  /** From the step on, `profile.recent_posts[*].text`. */
  readonly path: string
  readonly words: readonly string[]
  readonly type_words: readonly string[]
  readonly type?: string
  readonly json: readonly string[]
  /** The list through which the path goes, or which it is; absent for a single value. */
  readonly over?: string
  /** What an item of that list is asked for; empty for the item itself. */
  readonly item_path?: string
  readonly depth: number
  readonly is_required: boolean
}

/** A thing that a catalog offers to a planner: method, model, flow, agent, asset or report template. */
export interface Capability {
  readonly kind: CatalogKind
  readonly id: string
  readonly step_type: string
  readonly summary: string
  readonly synonyms: readonly string[]
  readonly inputs: readonly Port[]
  readonly outputs: readonly Field[]
  /** Names of the direct outputs, with whether the schema promises them. */
  readonly declared: readonly { readonly name: string; readonly required: boolean }[]
  readonly cost: number
  readonly seconds: number
  /** Execution mode that a step has to name, because the entry does not run in the default mode of its step type. */
  readonly mode?: string
  /** Format of the file that a report template makes. */
  readonly format?: string
  /** Tables that a transform writes. */
  readonly refreshes: readonly string[]
  /** Position in the catalog: the last word in every tie. */
  readonly order: number
}
