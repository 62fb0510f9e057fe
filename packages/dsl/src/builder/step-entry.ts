import type { z } from 'zod'
import type { CatalogLists } from '../catalog/define-catalog.js'
import type { EntriesOf, EntryOutputs } from './catalog-types.js'
import type { Decoded, Encoded } from './encoded-schema.js'

/**
 * What the builder remembers of a step: its id, where its outputs are described, and whether they may be missing.
 *
 * The outputs themselves are looked up when a callback reads them. The compiler copies these entries in every call
 * of a chain, and a copy of names costs nothing while a copy of object types makes long pipelines quadratic.
 *
 * @example
 * ```ts
 * import type { StepEntry } from '@odp/dsl'
 *
 * // .mlTraining('train', …) adds:
 * type Train = StepEntry<'train', 'ml_training', undefined, undefined, false>
 * ```
 */
export interface StepEntry<Id, Type, Source, Declared, Missing> {
  readonly id: Id
  readonly type: Type
  readonly source: Source
  readonly declared: Declared
  readonly missing: Missing
}

/** Any entry. */
export interface AnyEntry {
  readonly id: string
  readonly type: unknown
  readonly source: unknown
  readonly declared: unknown
  readonly missing: boolean
}

/**
 * Outputs that were declared as a map: their names. Declaration files name it; nobody writes it by hand.
 *
 * @example
 * ```ts
 * import type { DeclaredNames } from '@odp/dsl'
 *
 * // outputs: { posts: '…', profile: '…' }
 * type Declared = DeclaredNames<'posts' | 'profile'>
 * ```
 */
export interface DeclaredNames<Name> {
  readonly names: Name
}

/** The entries of steps that may not have run. */
export type MaybeEntries<Entries> =
  Entries extends StepEntry<infer Id extends string, infer Type, infer Source, infer Declared, unknown>
    ? StepEntry<Id, Type, Source, Declared, true>
    : never

/** The entries of a group, which may be missing where the group is. */
export type InnerEntries<Entries, Missing> = Missing extends true ? MaybeEntries<Entries> : Extract<Entries, AnyEntry>

/** Whether a step with these options may be missing. */
export type MayBeMissing<Child, Continued> = true extends Child | Continued ? true : false

/** The outputs option as it is remembered. */
export type DeclaredSource<Declared> = Declared extends z.ZodObject
  ? Encoded<Declared>
  : Declared extends object
    ? DeclaredNames<keyof Declared & string>
    : undefined

/** A file that an output step wrote. */
interface OutputFile {
  name: string
  path: string
  media_type: string
  bytes: number
  sha256: string
}

/** The state of an asset that was waited for. */
interface AssetState {
  location: string
  version: number
  rows: number
}

/**
 * What a conditional gives.
 *
 * @example
 * ```ts
 * import type { ConditionalResult } from '@odp/dsl'
 *
 * const result: ConditionalResult = { branch: 'if_true' }
 * ```
 */
export interface ConditionalResult {
  branch: 'if_true' | 'if_false'
}

/** What a loop gives: one entry an item, in input order. */
export interface LoopResult<Inner> {
  items: { status: 'completed' | 'failed'; error: string | null; outputs: Inner }[]
  count: number
  failed: number
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

type DeclaredResult<Work, Declared> = [Declared] extends [undefined]
  ? Work
  : Declared extends DeclaredNames<infer Field extends string>
    ? { [Name in Field]: Name extends keyof Work ? Work[Name] : unknown }
    : z.output<Decoded<Declared>>

/** `Type` is a step type and `Source` a catalog id; or `items` or `steps` with the inner steps, or `value` with the type itself. */
type SourceResult<Lists extends CatalogLists, Type, Source, Declared> = Type extends 'items'
  ? LoopResult<ResultsOf<Lists, Source>>
  : Type extends 'steps'
    ? ResultsOf<Lists, Source>
    : Type extends 'value'
      ? Source
      : DeclaredResult<WorkResult<Type, Lists, Source>, Declared>

/** The outputs of a step; `undefined` is in them where the step may not have run. */
export type ResultOf<Lists extends CatalogLists, Entry extends AnyEntry> =
  | SourceResult<Lists, Entry['type'], Entry['source'], Entry['declared']>
  | (Entry['missing'] extends true ? undefined : never)

/**
 * The outputs of steps by their ids.
 *
 * @example
 * ```ts
 * import type { CatalogLists, ResultsOf, StepEntry } from '@odp/dsl'
 *
 * type Results = ResultsOf<CatalogLists, StepEntry<'train', 'ml_training', undefined, undefined, false>>
 * const results: Results = { train: { model_version: '3' } }
 * ```
 */
export type ResultsOf<Lists extends CatalogLists, Entries> = {
  [Entry in Extract<Entries, AnyEntry> as Entry['id']]: ResultOf<Lists, Entry>
}
