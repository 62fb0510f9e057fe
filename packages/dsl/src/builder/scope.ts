import type { CatalogLists } from '../catalog/define-catalog.js'
import type { AnyEntry, ResultOf } from './step-entry.js'
import type { OutputsOf, Reference, Value } from './value.js'

/** Roots that every step can read. */
export interface Roots<Input> {
  /** The input of the run. */
  readonly input: Reference<Input>
  /** The run itself. */
  readonly run: Reference<{
    id: string
    pipeline_id: string
    workspace_id: string
    project_id: string
    started_at: string
  }>
  /** Secrets of the installation. They are filled in by the worker only and never appear in histories, logs or outputs. */
  readonly secrets: Value<never> & { readonly [name: string]: Value<string> }
}

/** What a callback may read: the input, every earlier step and the enclosing loop variables. */
export type Scope<Input, Lists extends CatalogLists, Entries extends AnyEntry> = {
  readonly [Entry in Entries as Entry['id']]: OutputsOf<Entry['id'], ResultOf<Lists, Entry>>
} & Roots<Input>
