import type { z } from 'zod'
import type { CatalogLists } from '../catalog/define-catalog.js'
import type { EntriesOf, EntryOutputs } from './catalog-types.js'

/** A file that an output step wrote. */
export interface OutputFile {
  name: string
  path: string
  media_type: string
  bytes: number
  sha256: string
}

/** The state of an asset that was waited for. */
export interface AssetState {
  location: string
  version: number
  rows: number
}

/** What the work of a step type always gives, whatever the catalog says. */
interface FixedResults<Name> {
  readonly wait_for_asset: { assets: { [Asset in Name & string]: AssetState } }
  readonly validation: { passed: boolean; scores: { relevance?: number; completeness?: number }; problems: string[] }
  readonly output: { files: OutputFile[] }
  readonly ml_training: { model_version: string }
  readonly ml_serving: { service_url: string }
}

type WorkResult<Type, Lists extends CatalogLists, Name> = Type extends keyof FixedResults<Name>
  ? FixedResults<Name>[Type]
  : EntryOutputs<EntriesOf<Lists, Type>, Name>

type DeclaredResult<Work, Declared> = Declared extends z.ZodType
  ? z.output<Declared>
  : Declared extends object
    ? { [Field in keyof Declared]: Field extends keyof Work ? Work[Field] : unknown }
    : Work

/** The outputs of a step as later steps read them; `undefined` is in them where the step may not have run. */
export type StepResult<
  Type,
  Lists extends CatalogLists,
  Name,
  Declared,
  Child extends boolean,
  Continued extends boolean,
> = true extends Child | Continued
  ? DeclaredResult<WorkResult<Type, Lists, Name>, Declared> | undefined
  : DeclaredResult<WorkResult<Type, Lists, Name>, Declared>

/** What a loop gives: one entry an item, in input order. */
export interface LoopResult<Inner> {
  items: { status: 'completed' | 'failed'; error: string | null; outputs: { [Step in keyof Inner]: Inner[Step] } }[]
  count: number
  failed: number
}

/** What a conditional gives. */
export interface ConditionalResult {
  branch: 'if_true' | 'if_false'
}
