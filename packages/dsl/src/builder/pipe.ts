import type { z } from 'zod'
import type { CatalogLists } from '../catalog/define-catalog.js'
import type { Pipeline, PipelineDocument } from '../document/pipeline-document.js'
import type { Json } from '../json/json.js'
import type { ActivityStepType, StepType } from '../steps/index.js'
import type { EntriesOf } from './catalog-types.js'
import type { InputNames } from './check-inputs.js'
import type { Expression } from './expression.js'
import type {
  AnyEntry,
  ConditionalResult,
  DeclaredSource,
  InnerEntries,
  MayBeMissing,
  MaybeEntries,
  ResultsOf,
  StepEntry,
} from './step-entry.js'
import type {
  CommonOptions,
  Expected,
  LinkOf,
  Make,
  OutputsOption,
  OwnOptions,
  RequiredPorts,
  WorkOptions,
} from './step-options.js'
import type { Resolved, Value } from './value.js'

declare const addedSteps: unique symbol

/**
 * Steps of a branch, a group, a route or a loop, as their callback returns them.
 *
 * @example
 * ```ts
 * import { type Block, pipeline } from '@odp/dsl'
 *
 * const meta = { pipeline_id: 'alert', workspace_id: 'acme', project_id: 'demo' }
 * const block: Block<unknown> = pipeline(meta).function('mail', { method: 'send_mail' })
 * ```
 */
export interface Block<out Added> {
  readonly [addedSteps]?: () => Added
}

/** A free step id, or a sentence that says why it cannot be used. */
export type NewId<Id extends string, Known> = Id extends Known
  ? `the id '${Id}' is already used: ids are unique in the whole pipeline`
  : Id extends 'input' | 'run' | 'secrets'
    ? `'${Id}' is a name of the language: choose another id`
    : Id

/** `wait_for_asset` as a method name. */
export type CamelCase<Text extends string> = Text extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Text

/** The methods of the step types without inner steps, one a type, named in camelCase. */
type StepMethods<Input, Visible extends AnyEntry, Added extends AnyEntry, Lists extends CatalogLists> = {
  readonly [Type in ActivityStepType as CamelCase<Type>]: StepMethod<Type, Input, Visible, Added, Lists>
}

/** Adds a step of `Type`. */
type StepMethod<
  Type extends StepType,
  Input,
  Visible extends AnyEntry,
  Added extends AnyEntry,
  Lists extends CatalogLists,
> = <
  const Id extends string,
  const Name extends
    | (keyof EntriesOf<Lists, Type> & string)
    | Value<string>
    | Make<Input, Lists, Visible, string | Value<string>>,
  const Inputs extends InputNames<Expected<Lists, Type, Name>> = never,
  const Declared extends OutputsOption | undefined = undefined,
  Child extends boolean = false,
  Continued extends boolean = false,
  Source = Name extends string ? Name : string,
  Kept = DeclaredSource<Declared>,
  Missing extends boolean = MayBeMissing<Child, Continued>,
>(
  id: NewId<Id, Visible['id']>,
  options: WorkOptions<Input, Lists, Visible, Expected<Lists, Type, Name>, Inputs, Declared, Child, Continued> &
    RequiredPorts<Expected<Lists, Type, Name>> &
    OwnOptions<Type, Input, Lists, Visible> &
    LinkOf<Type, Name>,
) => Pipe<
  Input,
  Visible | StepEntry<Id, Type, Source, Kept, Missing>,
  Added | StepEntry<Id, Type, Source, Kept, Missing>,
  Lists
>

type Body<Input, Entries extends AnyEntry, Lists extends CatalogLists, Inner> = (
  steps: Pipe<Input, Entries, never, Lists>,
) => Block<Inner>

/** A step as it stands in a document, without its id. */
export interface GivenStep {
  readonly type: StepType
  readonly [key: string]: Json
}

/** What decides: an expression or its text. */
export type Condition = Expression<boolean> | string

/** A list to iterate over. */
export type ListOption = Value<readonly unknown[]> | readonly unknown[]

/** Type of the items of a list option. */
export type ItemOf<List> = List extends (scope: never) => infer Made
  ? ItemOf<Made>
  : Resolved<List> extends readonly (infer Item)[]
    ? Item
    : unknown

/**
 * The fluent builder. `Visible` are the steps that callbacks see, `Added` those of them that this block added.
 * The result types spell `Added | StepEntry<…>` out: through an alias the compiler gives up at about a hundred steps.
 *
 * @example
 * ```ts
 * import { type CatalogLists, type Pipe, pipeline } from '@odp/dsl'
 *
 * const begun: Pipe<unknown, never, never, CatalogLists> = pipeline({
 *   pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo',
 * })
 * const document = begun.function('greet', { method: 'greet' }).build()
 * ```
 */
export interface Pipe<
  in out Input,
  in out Visible extends AnyEntry,
  in out Added extends AnyEntry,
  in out Lists extends CatalogLists,
> extends StepMethods<Input, Visible, Added, Lists> {
  readonly [addedSteps]?: () => Added

  /** What a run takes, as a Zod schema: `input_schema` of the document, and the type of `input` in callbacks. */
  input<Schema extends z.ZodType>(schema: Schema): Pipe<z.input<Schema>, Visible, Added, Lists>

  /** How the pipeline is run: mode, limits, estimates. */
  execution(execution: NonNullable<PipelineDocument['execution']>): Pipe<Input, Visible, Added, Lists>

  /** Runs the inner steps once an item. Later steps read `items`, `count` and `failed`. */
  loop<
    const Id extends string,
    const List extends ListOption | Make<Input, Lists, Visible, ListOption>,
    const Variable extends string,
    Inner,
    Child extends boolean = false,
    Continued extends boolean = false,
    Missing extends boolean = MayBeMissing<Child, Continued>,
  >(
    id: NewId<Id, Visible['id']>,
    options: CommonOptions<Input, Lists, Visible, Child, Continued> & {
      readonly iterate_over: List
      readonly loop_variable: NewId<Variable, Visible['id']>
      readonly max_parallel?: number
      readonly batch_size?: number
    },
    body: Body<Input, Visible | StepEntry<Variable, 'value', ItemOf<List>, undefined, false>, Lists, Inner>,
  ): Pipe<
    Input,
    Visible | StepEntry<Id, 'items', Inner, undefined, Missing>,
    Added | StepEntry<Id, 'items', Inner, undefined, Missing>,
    Lists
  >

  /** Runs the inner steps side by side. Their ids are global; the group itself has one field a step. */
  parallelGroup<
    const Id extends string,
    Inner,
    Child extends boolean = false,
    Continued extends boolean = false,
    Missing extends boolean = MayBeMissing<Child, Continued>,
  >(
    id: NewId<Id, Visible['id']>,
    options: CommonOptions<Input, Lists, Visible, Child, Continued> & {
      readonly parallel_config?: { readonly max_parallel?: number }
    },
    body: Body<Input, Visible, Lists, Inner>,
  ): Pipe<
    Input,
    Visible | InnerEntries<Inner, Missing> | StepEntry<Id, 'steps', Inner, undefined, Missing>,
    Added | InnerEntries<Inner, Missing> | StepEntry<Id, 'steps', Inner, undefined, Missing>,
    Lists
  >

  /** Runs one of two branches; the outputs of both may be missing afterwards. `when` is the short form. */
  conditional<
    const Id extends string,
    Then,
    Otherwise = never,
    Child extends boolean = false,
    Continued extends boolean = false,
    Missing extends boolean = MayBeMissing<Child, Continued>,
  >(
    id: NewId<Id, Visible['id']>,
    options: CommonOptions<Input, Lists, Visible, Child, Continued> & {
      readonly condition: Condition | Make<Input, Lists, Visible, Condition>
    },
    then: Body<Input, Visible, Lists, Then>,
    otherwise?: Body<Input, Visible, Lists, Otherwise>,
  ): Pipe<
    Input,
    | Visible
    | MaybeEntries<Then>
    | MaybeEntries<Otherwise>
    | StepEntry<Id, 'value', ConditionalResult, undefined, Missing>,
    | Added
    | MaybeEntries<Then>
    | MaybeEntries<Otherwise>
    | StepEntry<Id, 'value', ConditionalResult, undefined, Missing>,
    Lists
  >

  /** Runs one of two branches: `if_true`, and `if_false` where it is given. */
  when<const Id extends string, Then, Otherwise = never>(
    id: NewId<Id, Visible['id']>,
    condition: Condition | Make<Input, Lists, Visible, Condition>,
    then: Body<Input, Visible, Lists, Then>,
    otherwise?: Body<Input, Visible, Lists, Otherwise>,
  ): Pipe<
    Input,
    | Visible
    | MaybeEntries<Then>
    | MaybeEntries<Otherwise>
    | StepEntry<Id, 'value', ConditionalResult, undefined, false>,
    Added | MaybeEntries<Then> | MaybeEntries<Otherwise> | StepEntry<Id, 'value', ConditionalResult, undefined, false>,
    Lists
  >

  /**
   * Adds a step as it stands in a document, for what the other methods cannot say. Its outputs have no type, and the
   * steps inside it cannot be read by name.
   */
  step<const Id extends string>(
    id: NewId<Id, Visible['id']>,
    step: GivenStep,
  ): Pipe<
    Input,
    Visible | StepEntry<Id, 'value', unknown, undefined, false>,
    Added | StepEntry<Id, 'value', unknown, undefined, false>,
    Lists
  >

  /** Adds a route to the step before: where `match` holds after it completed, the steps (or children, by id) run. */
  onSuccess<Routed = never>(
    route: { readonly match: Condition | Make<Input, Lists, Visible, Condition> },
    body: Body<Input, Visible, Lists, Routed> | readonly string[],
  ): Pipe<Input, Visible | MaybeEntries<Routed>, Added | MaybeEntries<Routed>, Lists>

  /**
   * The pipeline document, deeply frozen, with the types of its input and outputs.
   *
   * @throws PipelineBuildError with every id used twice and every unknown target of a check, a fallback or a route
   */
  build(): Pipeline<Input, ResultsOf<Lists, Added>>
}
