import type { z } from 'zod'
import type { CatalogLists } from '../catalog/define-catalog.js'
import type { RetryPolicyDocument } from '../document/pipeline-document.js'
import type { Json, JsonObject } from '../json/json.js'
import type { StepType } from '../steps/index.js'
import type { StepMode } from '../steps/step-mode.js'
import type { EntriesOf, EntryInputs } from './catalog-types.js'
import type { CheckInputs } from './check-inputs.js'
import type { JsonWithReferences, OwnKeys } from './own-keys.js'
import type { Scope } from './scope.js'
import type { AnyEntry } from './step-entry.js'
import type { Value } from './value.js'

/** A callback that makes a `T` from references. */
export interface Make<Input, Lists extends CatalogLists, Entries extends AnyEntry, T> {
  // biome-ignore lint/style/useShorthandFunctionType: a function type would be copied with all steps in every call
  (scope: Scope<Input, Lists, Entries>): T
}

type Quantity = number | string | Value<string>

/** Keys that every step may have, spelled as in the document. `inputs` and `outputs` are typed by the step. */
export interface CommonOptions<
  Input,
  Lists extends CatalogLists,
  Entries extends AnyEntry,
  Child extends boolean,
  Continued extends boolean,
> {
  readonly name?: string | Value<string> | Make<Input, Lists, Entries, string | Value<string>>
  readonly description?: string | Value<string> | Make<Input, Lists, Entries, string | Value<string>>
  /** Steps that must have settled before. References order by themselves. */
  readonly depends_on?: readonly Entries['id'][]
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
  readonly resources?:
    | { readonly cpu?: Quantity; readonly memory?: Quantity; readonly gpu?: Quantity }
    | Make<Input, Lists, Entries, { readonly cpu?: Quantity; readonly memory?: Quantity; readonly gpu?: Quantity }>
  readonly cache?:
    | { readonly ttl_minutes?: number; readonly key?: JsonWithReferences }
    | Make<Input, Lists, Entries, { readonly ttl_minutes?: number; readonly key?: JsonWithReferences }>
  readonly [extension: `x-${string}`]: Json
  /** The step runs only when a check, a fallback or a route activates it; its outputs may be missing. */
  readonly is_child?: Child
  readonly on_error?: { readonly fallback_step?: string; readonly continue_on_failure?: Continued }
}

/** The key of each step type that names a catalog entry, and what stands there. */
interface LinkKeys<Name> {
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
  readonly wait_for_asset: { readonly assets: readonly Name[] }
}

/** The key that names a catalog entry. */
export type LinkOf<Type, Name> = Type extends keyof LinkKeys<Name> ? LinkKeys<Name>[Type] : unknown

/** That key's name. */
type LinkKey<Type> = Type extends keyof LinkKeys<never> ? keyof LinkKeys<never>[Type] & string : never

/** The own keys of a step type; every value may come from a callback. */
export type OwnOptions<Type extends StepType, Input, Lists extends CatalogLists, Entries extends AnyEntry> = [
  keyof OwnKeys<Type, LinkKey<Type>>,
] extends [never]
  ? unknown
  : {
      readonly [Key in keyof OwnKeys<Type, LinkKey<Type>>]:
        | OwnKeys<Type, LinkKey<Type>>[Key]
        | Make<Input, Lists, Entries, OwnKeys<Type, LinkKey<Type>>[Key]>
    }

/** What the work of the named entry takes. */
export type Expected<Lists extends CatalogLists, Type, Name> = EntryInputs<EntriesOf<Lists, Type>, Name>

type RequiredInputs<Expects> = unknown extends Expects
  ? never
  : { [Key in keyof Expects]-?: undefined extends Expects[Key] ? never : Key }[keyof Expects]

/** `inputs` must be there when the work cannot do without. */
export type RequiredPorts<Expects> = [RequiredInputs<Expects>] extends [never] ? unknown : { readonly inputs: unknown }

/** A declaration of outputs. */
export type OutputsOption = z.ZodObject | Readonly<Record<string, string | Value<string>>>

/** Options of a step whose work is done by an activity. */
export interface WorkOptions<
  Input,
  Lists extends CatalogLists,
  Entries extends AnyEntry,
  Expects,
  Inputs,
  Declared,
  Child extends boolean,
  Continued extends boolean,
> extends CommonOptions<Input, Lists, Entries, Child, Continued> {
  /** What the work receives: constants, references, lists and objects of them, `or(a, b)`, `withDefault(a, value)`. */
  readonly inputs?: (scope: Scope<Input, Lists, Entries>) => Inputs & CheckInputs<Expects, Inputs>
  /**
   * What later steps may read. Absent: everything that the catalog entry gives. A map `{field: 'artifact'}` limits and
   * names. A Zod object types the outputs of a step that the catalog does not describe, and is checked at run time.
   */
  readonly outputs?: Declared
  /** Checks the outputs at run time without typing them: a Zod schema or a JSON Schema, one property an output. */
  readonly output_schema?: z.ZodType | JsonObject | boolean
}

/** Options of a step whose inputs are given as constants and references instead of a callback. */
export interface ConstantOptions<Expects, Inputs, Declared, Child extends boolean, Continued extends boolean>
  extends CommonOptions<never, CatalogLists, AnyEntry, Child, Continued> {
  readonly inputs?: Inputs & CheckInputs<Expects, Inputs>
  readonly outputs?: Declared
  /** Checks the outputs at run time without typing them: a Zod schema or a JSON Schema, one property an output. */
  readonly output_schema?: z.ZodType | JsonObject | boolean
}
