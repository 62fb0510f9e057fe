import type { z } from 'zod'
import type { Json, JsonObject } from '../json/json.js'
import type { StepMode } from '../steps/step-mode.js'
import type { BatchContext, BatchFailure } from './method-batch.js'
import type { MethodTraits } from './method-traits.js'

/**
 * What a registered method may use while it works.
 *
 * @example
 * ```ts
 * import type { MethodContext } from '@odp/dsl'
 *
 * async function download({ url }: { url: string }, { signal, idempotency_key }: MethodContext) {
 *   const answer = await fetch(url, { signal, headers: { 'idempotency-key': idempotency_key } })
 *   return { body: await answer.text() }
 * }
 * ```
 */
export interface MethodContext {
  /** Aborted when the step is cancelled or over its time. Pass it on to whatever waits. */
  readonly signal: AbortSignal
  /** Tells the engine that the method is alive. The worker does so by itself; call it to add details. */
  heartbeat(details?: Json): void
  /** Stable over attempts: the same for every try of the same step of the same execution. */
  readonly idempotency_key: string
  /** Id of the execution. */
  readonly execution_id: string
  /** Step id with its iteration, such as `others[3].crawl`. */
  readonly step: string
}

/**
 * Cost and duration of one call, for estimates.
 *
 * @example
 * ```ts
 * import type { CatalogEstimate } from '@odp/dsl'
 *
 * const estimate: CatalogEstimate = { cost_units: 2, duration_seconds: 30 }
 * ```
 */
export interface CatalogEstimate {
  /** Cost units of one call. */
  readonly cost_units: number
  /** Seconds of one call. */
  readonly duration_seconds: number
}

interface EntryBase<Id extends string> {
  readonly id: Id
  /** One sentence: what it does. */
  readonly summary: string
  /** Other words for it, used to find it. */
  readonly synonyms?: readonly string[]
  /** Execution modes in which it runs. Default: `direct` when it has code; else nothing is said and every mode of its step type will do. */
  readonly modes?: readonly StepMode[]
  readonly estimate?: CatalogEstimate
}

/**
 * A crawler or function: what it takes, what it gives and, for the direct mode, its code.
 *
 * @example
 * ```ts
 * import type { MethodDefinition } from '@odp/dsl'
 *
 * const ids = (methods: readonly MethodDefinition[]) => methods.map(({ id, step_type }) => `${step_type} ${id}`)
 * ```
 */
export interface MethodDefinition<
  Id extends string = string,
  Type extends 'crawler' | 'function' = 'crawler' | 'function',
  In extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
> extends EntryBase<Id>,
    MethodTraits {
  readonly step_type: Type
  readonly inputs: In
  readonly outputs: Out
  run?(inputs: z.output<In>, context: MethodContext): Promise<z.input<Out>> | z.input<Out>
  /**
   * Does the work of many items in one call, for loops with `batch_size`. It returns one entry for each item, in their order: its outputs, or
   * `{ error }`. Each item's inputs and outputs are checked by themselves. Without `run`, single calls are batches of one.
   */
  runBatch?(
    inputs: readonly z.output<In>[],
    context: BatchContext,
  ): Promise<readonly (z.input<Out> | BatchFailure)[]> | readonly (z.input<Out> | BatchFailure)[]
}

/**
 * A model: what it takes, what it gives and, for the direct mode, its code.
 *
 * @example
 * ```ts
 * import type { ModelDefinition } from '@odp/dsl'
 *
 * const withoutCode = (models: readonly ModelDefinition[]) => models.filter((model) => model.run === undefined)
 * ```
 */
export interface ModelDefinition<
  Id extends string = string,
  In extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
> extends EntryBase<Id>,
    MethodTraits {
  readonly inputs: In
  readonly outputs: Out
  run?(inputs: z.output<In>, context: MethodContext): Promise<z.input<Out>> | z.input<Out>
  /**
   * Does the work of many items in one call, for loops with `batch_size`. It returns one entry for each item, in their order: its outputs, or
   * `{ error }`. Each item's inputs and outputs are checked by themselves. Without `run`, single calls are batches of one.
   */
  runBatch?(
    inputs: readonly z.output<In>[],
    context: BatchContext,
  ): Promise<readonly (z.input<Out> | BatchFailure)[]> | readonly (z.input<Out> | BatchFailure)[]
}

/**
 * A prompt flow: what it takes, what it gives and, for a worker with a language model, what the model is told.
 *
 * @example
 * ```ts
 * import type { FlowDefinition } from '@odp/dsl'
 *
 * const ids = (flows: readonly FlowDefinition[]) => flows.map(({ id }) => id)
 * ```
 */
export interface FlowDefinition<
  Id extends string = string,
  In extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
> extends EntryBase<Id> {
  readonly inputs: In
  readonly outputs: Out
  /** What the model is told to do. The inputs are sent beside it, as data that gives no orders. Without it a worker cannot run the flow. */
  readonly prompt?: string
  /** Model or alias that is asked. Default: that of the worker. */
  readonly model?: string
  /** Tokens that one run may take, read and written together. Default 200,000 for a flow, 500,000 for an agent. */
  readonly max_tokens?: number
}

/**
 * An agent graph: a flow that thinks in rounds before it answers, node by node.
 *
 * @example
 * ```ts
 * import type { AgentDefinition } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const assess: AgentDefinition = {
 *   id: 'assess', summary: 'Weighs a profile from two sides.', prompt: 'Say how risky the profile is, from 0 to 1.',
 *   nodes: [{ id: 'accuse', prompt: 'Look for what speaks against it.' }, { id: 'defend', prompt: 'Look for what speaks for it.' }],
 *   inputs: z.object({ profile: z.string() }), outputs: z.object({ risk: z.number() }),
 * }
 * ```
 */
export interface AgentDefinition<
  Id extends string = string,
  In extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
> extends FlowDefinition<Id, In, Out> {
  /** Nodes that one round goes through, in this order. Default: those of the step, else one. */
  readonly nodes?: readonly { readonly id: string; readonly prompt?: string; readonly model?: string }[]
  /** Methods that its nodes may call; each needs `run`. Default: none. */
  readonly tools?: readonly MethodDefinition[]
}

/**
 * A table or a file of the data platform.
 *
 * @example
 * ```ts
 * import { type AssetDefinition, defineCatalog } from '@odp/dsl'
 *
 * const profiles: AssetDefinition = { id: 'silver.profiles', summary: 'One row a person.' }
 * const catalog = defineCatalog({ assets: [profiles] })
 * ```
 */
export interface AssetDefinition<Id extends string = string> {
  readonly id: Id
  readonly summary?: string
}

/**
 * A report template: turns the inputs of an output step into a report.
 *
 * @example
 * ```ts
 * import type { ReportTemplateDefinition } from '@odp/dsl'
 *
 * const reports = (templates: readonly ReportTemplateDefinition[]) =>
 *   templates.filter(({ format }) => format === 'pdf_report')
 * ```
 */
export interface ReportTemplateDefinition<Id extends string = string, In extends z.ZodType = z.ZodType>
  extends EntryBase<Id> {
  readonly format: 'pdf_report' | 'graph_visualization' | 'csv_dataset'
  readonly inputs: In
  /** Gives what the format renders: a report document, a graph, or `{rows}`. */
  run?(inputs: z.output<In>): Json | object | Promise<Json | object>
}

/**
 * The lists of a catalog, as they are written in TypeScript. Every list may be absent.
 *
 * @example
 * ```ts
 * import { type CatalogLists, defineCatalog } from '@odp/dsl'
 *
 * const lists: CatalogLists = { assets: [{ id: 'silver.profiles' }], types: [{ id: 'email', parents: ['text'] }] }
 * const catalog = defineCatalog(lists)
 * ```
 */
export interface CatalogLists {
  readonly methods?: readonly MethodDefinition[]
  readonly models?: readonly ModelDefinition[]
  readonly flows?: readonly FlowDefinition[]
  readonly agents?: readonly AgentDefinition[]
  readonly assets?: readonly AssetDefinition[]
  readonly report_templates?: readonly ReportTemplateDefinition[]
  /** Semantic types and their parents. */
  readonly types?: readonly { readonly id: string; readonly parents: readonly string[] }[]
}

/**
 * A catalog written in TypeScript: a value for the checker and the worker, and types for the builder.
 *
 * @example
 * ```ts
 * import { type Catalog, validatePipeline } from '@odp/dsl'
 *
 * const isValid = (text: string, catalog: Catalog) => validatePipeline(text, { catalog }).valid
 * ```
 */
export interface Catalog<Lists extends CatalogLists = CatalogLists> {
  readonly lists: Lists
}

/**
 * A catalog as a plain document (section 14 of the language): what exists, with JSON Schemas, without code.
 *
 * @example
 * ```ts
 * import { type CatalogDocument, indexCatalog } from '@odp/dsl'
 *
 * const catalog: CatalogDocument = { version: '1.0', methods: [{ id: 'double', step_type: 'function' }] }
 * const index = indexCatalog(catalog)
 * ```
 */
export interface CatalogDocument {
  readonly version?: string
  readonly catalog_id?: string
  readonly revision?: number
  readonly types?: readonly { readonly id: string; readonly parents: readonly string[] }[]
  readonly methods?: readonly CatalogDocumentEntry[]
  readonly models?: readonly CatalogDocumentEntry[]
  readonly flows?: readonly CatalogDocumentEntry[]
  readonly agents?: readonly CatalogDocumentEntry[]
  readonly assets?: readonly CatalogDocumentEntry[]
  readonly report_templates?: readonly CatalogDocumentEntry[]
}

/**
 * One entry of a catalog document. Unknown keys are kept and ignored.
 *
 * @example
 * ```ts
 * import type { CatalogDocumentEntry } from '@odp/dsl'
 *
 * const double: CatalogDocumentEntry = {
 *   id: 'double', step_type: 'function', inputs: { type: 'object', properties: { n: { type: 'number' } } },
 * }
 * ```
 */
export interface CatalogDocumentEntry extends MethodTraits {
  readonly id: string
  readonly step_type?: string
  readonly summary?: string
  readonly synonyms?: readonly string[]
  readonly inputs?: JsonObject
  readonly outputs?: JsonObject
  readonly modes?: readonly string[]
  readonly estimate?: CatalogEstimate
  /** Whether one call can do the work of many items. */
  readonly batches?: boolean
}

/**
 * Declares a crawler or a function. It gives back what it gets, with exact types.
 *
 * @example
 * ```ts
 * import { defineMethod } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const double = defineMethod({
 *   id: 'double', step_type: 'function', summary: 'Doubles a number.',
 *   inputs: z.object({ n: z.number() }), outputs: z.object({ doubled: z.number() }),
 *   run: ({ n }) => ({ doubled: 2 * n }),
 * })
 * ```
 */
export function defineMethod<
  const Id extends string,
  const Type extends 'crawler' | 'function',
  In extends z.ZodType,
  Out extends z.ZodType,
>(method: MethodDefinition<Id, Type, In, Out>): MethodDefinition<Id, Type, In, Out> {
  return method
}

/**
 * Declares a model. Like `defineMethod`, for `ml_model` steps.
 *
 * @example
 * ```ts
 * import { defineModel } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const sentiment = defineModel({
 *   id: 'sentiment', summary: 'Says how friendly texts are, from 0 to 1.',
 *   inputs: z.object({ texts: z.array(z.string()) }), outputs: z.object({ score: z.number() }),
 *   run: ({ texts }) => ({ score: texts.some((text) => text.includes('thanks')) ? 1 : 0.5 }),
 * })
 * ```
 */
export function defineModel<const Id extends string, In extends z.ZodType, Out extends z.ZodType>(
  model: ModelDefinition<Id, In, Out>,
): ModelDefinition<Id, In, Out> {
  return model
}

/**
 * Declares a prompt flow, or an agent graph by its inputs and outputs.
 *
 * @example
 * ```ts
 * import { defineFlow } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const summarize = defineFlow({
 *   id: 'summarize', summary: 'Shortens a text.', prompt: 'Give the text in one sentence.',
 *   inputs: z.object({ text: z.string() }), outputs: z.object({ summary: z.string() }),
 * })
 * ```
 */
export function defineFlow<const Id extends string, In extends z.ZodType, Out extends z.ZodType>(
  flow: FlowDefinition<Id, In, Out>,
): FlowDefinition<Id, In, Out> {
  return flow
}

/**
 * Declares an agent graph with its nodes and tools.
 *
 * @example
 * ```ts
 * import { defineAgent } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const assess = defineAgent({
 *   id: 'assess', summary: 'Weighs a profile.', prompt: 'Say how risky the profile is, from 0 to 1.',
 *   inputs: z.object({ profile: z.string() }), outputs: z.object({ risk: z.number() }),
 * })
 * ```
 */
export function defineAgent<const Id extends string, In extends z.ZodType, Out extends z.ZodType>(
  agent: AgentDefinition<Id, In, Out>,
): AgentDefinition<Id, In, Out> {
  return agent
}

/**
 * Declares a report template. It gives back what it gets, with exact types.
 *
 * @example
 * ```ts
 * import { defineReportTemplate } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const people = defineReportTemplate({
 *   id: 'people', summary: 'One row a person.', format: 'csv_dataset',
 *   inputs: z.object({ names: z.array(z.string()) }),
 *   run: ({ names }) => ({ rows: names.map((name) => ({ name })) }),
 * })
 * ```
 */
export function defineReportTemplate<const Id extends string, In extends z.ZodType>(
  template: ReportTemplateDefinition<Id, In>,
): ReportTemplateDefinition<Id, In> {
  return template
}

/**
 * Puts a catalog together.
 *
 * @example
 * ```ts
 * import { defineCatalog, defineMethod } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const n = z.object({ n: z.number() })
 * const double = defineMethod({ id: 'double', step_type: 'function', summary: 'Doubles.', inputs: n, outputs: n })
 * export const catalog = defineCatalog({ methods: [double] })
 * ```
 */
export function defineCatalog<const Lists extends CatalogLists>(lists: Lists): Catalog<Lists> {
  return Object.freeze({ lists })
}
