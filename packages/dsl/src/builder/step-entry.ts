import type { z } from 'zod'
import type { CatalogLists } from '../catalog/define-catalog.js'
import type { EntriesOf, EntryOutputs } from './catalog-types.js'

/**
 * What the builder remembers of a step: its id, where its outputs are described, and whether they may be missing.
 *
 * The outputs themselves are looked up when a callback reads them. The compiler copies these entries in every call
 * of a chain, and a copy of names costs nothing while a copy of object types makes long pipelines quadratic.
 */
export interface StepEntry<Id, Source, Missing> {
  readonly id: Id
  readonly source: Source
  readonly missing: Missing
}

/** Any entry. */
export interface AnyEntry {
  readonly id: string
  readonly source: unknown
  readonly missing: boolean
}

/** Outputs of a step whose work is done by an activity. */
export interface WorkSource<Type, Name, Declared> {
  readonly work: readonly [Type, Name, Declared]
}

/** Outputs that were declared as a map: their names. */
export interface DeclaredNames<Name> {
  readonly names: Name
}

/** Outputs of a loop over `Inner`. */
export interface LoopSource<Inner> {
  readonly loop: Inner
}

/** Outputs of a group of `Inner`. */
export interface GroupSource<Inner> {
  readonly group: Inner
}

/** A value of a known type: the item of a loop, the outputs of a conditional. */
export interface ValueSource<T> {
  readonly value: T
}

/** The entries of steps that may not have run. */
export type MaybeEntries<Entries> = Entries extends StepEntry<infer Id extends string, infer Source, unknown>
  ? StepEntry<Id, Source, true>
  : never

/** Whether a step with these options may be missing. */
export type MayBeMissing<Child, Continued> = true extends Child | Continued ? true : false

/** The outputs option as it is remembered. */
export type DeclaredSource<Declared> = Declared extends z.ZodType
  ? Declared
  : Declared extends object
    ? DeclaredNames<keyof Declared & string>
    : undefined

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

/** What a conditional gives. */
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

type DeclaredResult<Work, Declared> = Declared extends z.ZodType
  ? z.output<Declared>
  : Declared extends DeclaredNames<infer Field extends string>
    ? { [Name in Field]: Name extends keyof Work ? Work[Name] : unknown }
    : Work

type SourceResult<Lists extends CatalogLists, Source> = Source extends WorkSource<infer Type, infer Name, infer Declared>
  ? DeclaredResult<WorkResult<Type, Lists, Name>, Declared>
  : Source extends LoopSource<infer Inner>
    ? LoopResult<ResultsOf<Lists, Inner>>
    : Source extends GroupSource<infer Inner>
      ? ResultsOf<Lists, Inner>
      : Source extends ValueSource<infer T>
        ? T
        : unknown

/** The outputs of a step; `undefined` is in them where the step may not have run. */
export type ResultOf<Lists extends CatalogLists, Entry> = Entry extends StepEntry<unknown, infer Source, infer Missing>
  ? Missing extends true
    ? SourceResult<Lists, Source> | undefined
    : SourceResult<Lists, Source>
  : never

/** The outputs of steps by their ids. */
export type ResultsOf<Lists extends CatalogLists, Entries> = {
  [Entry in Entries & AnyEntry as Entry['id']]: ResultOf<Lists, Entry>
}
