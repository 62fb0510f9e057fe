import type { z } from 'zod'
import type { CatalogLists } from '../catalog/define-catalog.js'
import type { RetryPolicyDocument } from '../document/pipeline-document.js'
import type { Json } from '../json/json.js'
import type { StepType } from '../steps/index.js'
import type { StepMode } from '../steps/step-mode.js'
import type { EntriesOf, EntryInputs } from './catalog-types.js'
import type { CheckInputs } from './check-inputs.js'
import type { JsonWithReferences, OwnKeys } from './own-keys.js'
import type { Value } from './value.js'

/** A value, or a callback that makes it from references. */
export type Given<Context, T> = T | ((scope: Context) => T)

/** A name that is made at run time, such as `({ source }) => \`crawler_${source.type}\``. */
export type MadeName<Context> = Value<string> | ((scope: Context) => string | Value<string>)

type Quantity = number | string | Value<string>

/** Keys that every step may have, spelled as in the document. `inputs` and `outputs` are typed by the step. */
export interface CommonOptions<Context, Known, Child extends boolean, Continued extends boolean> {
  readonly name?: Given<Context, string | Value<string>>
  readonly description?: Given<Context, string | Value<string>>
  /** Steps that must have settled before. References order by themselves. */
  readonly depends_on?: readonly (Known & string)[]
  readonly execution_mode?: StepMode
  readonly retry_policy?: RetryPolicyDocument
  readonly timeout_minutes?: number
  /** Conditions on the outputs, as text: a bare path starts at the step's own outputs. */
  readonly check?: readonly (
    | { readonly not_exists: string; readonly run: string }
    | { readonly boolean: string; readonly run: string }
  )[]
  /** Routes that run children, by their ids. Routes with steps of their own are added with `.onSuccess()`. */
  readonly on_success?: {
    readonly routes: readonly { readonly match: { readonly expression: string }; readonly steps: readonly string[] }[]
  }
  readonly resources?: Given<Context, { readonly cpu?: Quantity; readonly memory?: Quantity; readonly gpu?: Quantity }>
  readonly cache?: Given<Context, { readonly ttl_minutes?: number; readonly key?: JsonWithReferences }>
  readonly [extension: `x-${string}`]: Json
  /** The step runs only when a check, a fallback or a route activates it; its outputs may be missing. */
  readonly is_child?: Child
  readonly on_error?: { readonly fallback_step?: string; readonly continue_on_failure?: Continued }
}

/** The key of each step type that names a catalog entry, and what stands there. */
interface LinkKeys<Name, Context> {
  readonly crawler: { readonly method: Name }
  readonly function: { readonly method: Name }
  readonly ml_model: { readonly model: Name }
  readonly llm_flow: { readonly flow: Name }
  readonly llm_agent: {
    readonly agent_config: { readonly graph_definition: Name } & Omit<
      OwnKeys<'llm_agent'>['agent_config'],
      'graph_definition'
    >
  }
  readonly output: { readonly template?: Name }
  readonly data_transform: { readonly asset: Name }
  readonly wait_for_asset: {
    readonly assets: readonly Name[] | ((scope: Context) => readonly Value<string>[])
  }
}

type LinkOf<Type, Name, Context> = Type extends keyof LinkKeys<Name, Context> ? LinkKeys<Name, Context>[Type] : unknown

type LinkKey<Type> = Type extends keyof LinkKeys<never, never> ? keyof LinkKeys<never, never>[Type] & string : never

/** The own keys of a step type; every value may come from a callback. */
export type OwnOptions<Type extends StepType, Context, Without extends string = never> = {
  readonly [Key in keyof OwnKeys<Type, Without>]: Given<Context, OwnKeys<Type, Without>[Key]>
}

/** Ids that may stand where a step of `Type` names a catalog entry. */
export type EntryId<Lists extends CatalogLists, Type> = keyof EntriesOf<Lists, Type> & string

/** What the work of the named entry takes. */
export type Expected<Lists extends CatalogLists, Type, Name> = EntryInputs<EntriesOf<Lists, Type>, Name>

type RequiredInputs<Expects> = unknown extends Expects
  ? never
  : { [Key in keyof Expects]-?: undefined extends Expects[Key] ? never : Key }[keyof Expects]

/** `inputs` must be there when the work cannot do without. */
type RequiredPorts<Expects> = [RequiredInputs<Expects>] extends [never] ? unknown : { readonly inputs: unknown }

/** A declaration of outputs. */
export type OutputsOption = z.ZodObject | Readonly<Record<string, string | Value<string>>>

interface WorkOptions<Context, Known, Expects, Inputs, Declared, Child extends boolean, Continued extends boolean>
  extends CommonOptions<Context, Known, Child, Continued> {
  /** What the work receives: constants, references, lists and objects of them, `or(a, b)`, `withDefault(a, value)`. */
  readonly inputs?: (scope: Context) => Inputs & CheckInputs<Expects, Inputs>
  /**
   * What later steps may read. Absent: everything that the catalog entry gives. A map `{field: 'artifact'}` limits and
   * names. A Zod object types the outputs of a step that the catalog does not describe, and is checked at run time.
   */
  readonly outputs?: Declared
}

/** Options of a step of `Type`. */
export type StepOptions<
  Type extends StepType,
  Context,
  Known,
  Lists extends CatalogLists,
  Name,
  Inputs,
  Declared,
  Child extends boolean,
  Continued extends boolean,
> = WorkOptions<Context, Known, Expected<Lists, Type, Name>, Inputs, Declared, Child, Continued> &
  RequiredPorts<Expected<Lists, Type, Name>> &
  OwnOptions<Type, Context, LinkKey<Type>> &
  LinkOf<Type, Name, Context>

/** Options of a step whose inputs are given as constants and references instead of a callback. */
export type ConstantStepOptions<
  Type extends StepType,
  Lists extends CatalogLists,
  Name,
  Inputs,
  Declared,
  Child extends boolean,
  Continued extends boolean,
> = CommonOptions<never, string, Child, Continued> & {
  readonly inputs?: Inputs & CheckInputs<Expected<Lists, Type, Name>, Inputs>
  readonly outputs?: Declared
} & RequiredPorts<Expected<Lists, Type, Name>> &
  OwnOptions<Type, never, LinkKey<Type>> &
  LinkOf<Type, Name, never>
