import type { z } from 'zod'
import type { CatalogLists } from '../catalog/define-catalog.js'

type ById<Entries> = Entries extends readonly (infer Entry extends { readonly id: string })[]
  ? { readonly [Each in Entry as Each['id']]: Each }
  : Unlisted

/** A list that the catalog does not have: every id may stand there and nothing is known about it. */
interface Unlisted {
  readonly [id: string]: unknown
}

type List<Lists extends CatalogLists, Key extends keyof CatalogLists> = Lists extends {
  readonly [_ in Key]: infer Entries
}
  ? Entries
  : undefined

type OfType<Entries, Type extends string> = Entries extends readonly (infer Entry)[]
  ? readonly Extract<Entry, { readonly step_type: Type }>[]
  : undefined

/** The catalog entries that a step type can name, by id. A step type that names none is absent here. */
interface CatalogEntries<Lists extends CatalogLists> {
  readonly crawler: ById<OfType<List<Lists, 'methods'>, 'crawler'>>
  readonly function: ById<OfType<List<Lists, 'methods'>, 'function'>>
  readonly ml_model: ById<List<Lists, 'models'>>
  readonly llm_flow: ById<List<Lists, 'flows'>>
  readonly llm_agent: ById<List<Lists, 'agents'>>
  readonly output: ById<List<Lists, 'report_templates'>>
  readonly data_transform: ById<List<Lists, 'assets'>>
  readonly wait_for_asset: ById<List<Lists, 'assets'>>
}

/** The entries that `Type` can name, by id. */
export type EntriesOf<Lists extends CatalogLists, Type> = Type extends keyof CatalogEntries<Lists>
  ? CatalogEntries<Lists>[Type]
  : Unlisted

/** What the work of the entry named `Id` takes; unknown when the name is made at run time. */
export type EntryInputs<Entries, Id> = Id extends keyof Entries
  ? Entries[Id] extends { readonly inputs: infer Schema extends z.ZodType }
    ? z.input<Schema>
    : unknown
  : unknown

/** What the work of the entry named `Id` gives. */
export type EntryOutputs<Entries, Id> = Id extends keyof Entries
  ? Entries[Id] extends { readonly outputs: infer Schema extends z.ZodType }
    ? z.output<Schema>
    : unknown
  : unknown
