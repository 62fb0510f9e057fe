import type { z } from 'zod'
import type { CatalogLists } from '../catalog/define-catalog.js'
import type { Pipeline, StepDocument } from '../document/pipeline-document.js'
import type { JsonObject } from '../json/json.js'
import type { StepDefinition } from '../steps/define-step.js'
import { type ActivityStepType, STEP_DEFINITIONS, type StepType } from '../steps/index.js'
import { addRoute } from './add-route.js'
import { buildDocument } from './build-document.js'
import type { EntriesOf } from './catalog-types.js'
import type { InputNames } from './check-inputs.js'
import { jsonSchemaOf } from './json-schema-of.js'
import type { CamelCase, Condition, GivenStep, ItemOf, ListOption } from './pipe.js'
import { type Language, methodName, type PipelineMeta, type PipelineOptions } from './pipeline.js'
import { createReference, type Mentioned } from './reference.js'
import type { Roots } from './scope.js'
import type {
  AnyEntry,
  ConditionalResult,
  DeclaredSource,
  LoopResult,
  MayBeMissing,
  ResultOf,
  StepEntry,
} from './step-entry.js'
import type {
  CommonOptions,
  ConstantOptions,
  Expected,
  LinkOf,
  OutputsOption,
  OwnOptions,
  RequiredPorts,
} from './step-options.js'
import type { OutputsOf, Reference, Value } from './value.js'
import { writeStep } from './write-step.js'

type Plain<Child extends boolean, Continued extends boolean> = CommonOptions<
  never,
  CatalogLists,
  AnyEntry,
  Child,
  Continued
>

/** Adds a step of `Type` and returns its outputs as references. */
type ConstantStepMethod<Type extends StepType, Lists extends CatalogLists> = <
  const Id extends string,
  const Name extends (keyof EntriesOf<Lists, Type> & string) | Value<string>,
  const Inputs extends InputNames<Expected<Lists, Type, Name>> = never,
  const Declared extends OutputsOption | undefined = undefined,
  Child extends boolean = false,
  Continued extends boolean = false,
>(
  id: Id,
  options: ConstantOptions<Expected<Lists, Type, Name>, Inputs, Declared, Child, Continued> &
    RequiredPorts<Expected<Lists, Type, Name>> &
    OwnOptions<Type, never, CatalogLists, AnyEntry> &
    LinkOf<Type, Name>,
) => OutputsOf<
  Id,
  ResultOf<
    Lists,
    StepEntry<Id, Type, Name extends string ? Name : string, DeclaredSource<Declared>, MayBeMissing<Child, Continued>>
  >
>

type ConstantStepMethods<Lists extends CatalogLists> = {
  readonly [Type in ActivityStepType as CamelCase<Type>]: ConstantStepMethod<Type, Lists>
}

type Inner<Lists extends CatalogLists> = (steps: PipelineSteps<Lists>) => void

/**
 * Steps as constants: every method adds a step to this block and returns references to its outputs.
 *
 * @example
 * ```ts
 * import { type CatalogLists, type PipelineSteps, pipelineSteps } from '@odp/dsl'
 *
 * const addMail = (steps: PipelineSteps<CatalogLists>) => steps.function('mail', { method: 'send_mail' })
 * addMail(pipelineSteps({ pipeline_id: 'alert', workspace_id: 'acme', project_id: 'demo' }))
 * ```
 */
export interface PipelineSteps<Lists extends CatalogLists> extends ConstantStepMethods<Lists> {
  /** One step an item. The body gets its own `steps` and the item. */
  loop<
    const Id extends string,
    const List extends ListOption,
    Child extends boolean = false,
    Continued extends boolean = false,
  >(
    id: Id,
    options: Plain<Child, Continued> & {
      readonly iterate_over: List
      readonly loop_variable: string
      readonly max_parallel?: number
      readonly batch_size?: number
    },
    body: (steps: PipelineSteps<Lists>, item: Reference<ItemOf<List>>) => void,
  ): OutputsOf<Id, LoopResult<Record<string, unknown>> | (true extends Child | Continued ? undefined : never)>
  parallelGroup<const Id extends string, Child extends boolean = false, Continued extends boolean = false>(
    id: Id,
    options: Plain<Child, Continued> & { readonly parallel_config?: { readonly max_parallel?: number } },
    body: Inner<Lists>,
  ): OutputsOf<Id, unknown>
  conditional<const Id extends string, Child extends boolean = false, Continued extends boolean = false>(
    id: Id,
    options: Plain<Child, Continued> & { readonly condition: Condition | { readonly expression: Condition } },
    then: Inner<Lists>,
    otherwise?: Inner<Lists>,
  ): OutputsOf<Id, ConditionalResult | (true extends Child | Continued ? undefined : never)>
  when<const Id extends string>(
    id: Id,
    condition: Condition,
    then: Inner<Lists>,
    otherwise?: Inner<Lists>,
  ): OutputsOf<Id, ConditionalResult>
  /** A step as it stands in a document, for what the other methods cannot say. */
  step<const Id extends string>(id: Id, step: GivenStep): OutputsOf<Id, unknown>
  /** A route of the step before. */
  onSuccess(route: { readonly match: Condition }, body: Inner<Lists> | readonly string[]): void
}

/**
 * The outermost block: it knows the input and builds the document.
 *
 * @example
 * ```ts
 * import { type CatalogLists, pipelineSteps, type RootSteps } from '@odp/dsl'
 *
 * const steps: RootSteps<unknown, CatalogLists> = pipelineSteps({
 *   pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo',
 * })
 * ```
 */
export interface RootSteps<Input, Lists extends CatalogLists> extends PipelineSteps<Lists>, Roots<Input> {
  /** @throws PipelineBuildError like `pipeline(…).build()` */
  build(): Pipeline<Input, Readonly<Record<string, unknown>>>
}

interface RuntimeBlock {
  readonly methods: Readonly<Record<string, unknown>>
  readonly steps: () => readonly StepDocument[]
}

type Body = (methods: RuntimeBlock['methods'], item?: unknown) => void

function createBlock(language: Language, mentioned: Mentioned): RuntimeBlock {
  let steps: readonly StepDocument[] = []
  const inner = (body: Body, options?: Readonly<Record<string, unknown>>) => {
    const block = createBlock(language, mentioned)
    const variable = options?.loop_variable
    body(block.methods, typeof variable === 'string' ? createReference(variable, [], mentioned) : undefined)
    return block.steps()
  }
  const add =
    (definition: StepDefinition) =>
    (id: string, options: object, ...bodies: readonly (Body | undefined)[]) => {
      const given = { ...options }
      const blocks = bodies.map((body) => body && inner(body, given))
      steps = [...steps, writeStep({ definition, id, options: given, blocks, catalog: language.catalog, mentioned })]
      return createReference(id, [], mentioned)
    }
  const byName: Readonly<Record<string, ReturnType<typeof add>>> = Object.fromEntries(
    Object.entries(language.definitions).map(([type, definition]) => [methodName(type), add(definition)]),
  )
  const methods = {
    ...byName,
    step: (id: string, given: JsonObject) => {
      steps = [...steps, { type: '', ...given, id }]
      return createReference(id, [], mentioned)
    },
    when: (id: string, condition: unknown, ...bodies: readonly Body[]) =>
      byName.conditional?.(id, { condition }, ...bodies),
    onSuccess: (route: { readonly match: unknown }, body: Body | readonly string[]) => {
      steps = addRoute(steps, route.match, typeof body === 'function' ? inner(body) : body, mentioned)
    },
  }
  return { methods, steps: () => steps }
}

/**
 * The second face of the builder: steps as constants. For generated code and very long pipelines, since each step is
 * checked for itself. Ids used twice are found by `build()` only.
 *
 * @throws PipelineBuildError from `build()`, TypeError from a method, like `pipeline()`
 * @example
 * ```ts
 * import { pipelineSteps } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const steps = pipelineSteps(
 *   { pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' },
 *   { input: z.object({ name: z.string() }) },
 * )
 * const outputs = z.object({ text: z.string() })
 * const greet = steps.function('greet', { method: 'greet', inputs: { name: steps.input.name }, outputs })
 * steps.function('shout', { method: 'shout', inputs: { text: greet.text } })
 * const document = steps.build()
 * ```
 */
export function pipelineSteps<const Lists extends CatalogLists = CatalogLists, Schema extends z.ZodType = z.ZodUnknown>(
  meta: PipelineMeta,
  options: PipelineOptions<Lists> & { readonly input?: Schema } = {},
): RootSteps<z.input<Schema>, Lists> {
  const mentioned: Mentioned = new Set()
  const block = createBlock({ definitions: STEP_DEFINITIONS, catalog: options.catalog }, mentioned)
  const document: JsonObject = { version: '1.0', ...(meta as unknown as JsonObject) }
  if (options.input !== undefined) document.input_schema = jsonSchemaOf(options.input, 'input')
  const roots = {
    input: createReference('input', [], mentioned),
    run: createReference('run', [], mentioned),
    secrets: createReference('secrets', [], mentioned),
  }
  const build = () => buildDocument({ ...document, steps: [...block.steps()] })
  return Object.freeze({ ...block.methods, ...roots, build }) as unknown as RootSteps<z.input<Schema>, Lists>
}
