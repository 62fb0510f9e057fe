import type { z } from 'zod'
import type { Catalog, CatalogLists } from '../catalog/define-catalog.js'
import type { PipelineDocument, StepDocument } from '../document/pipeline-document.js'
import type { Json, JsonObject } from '../json/json.js'
import type { StepDefinition } from '../steps/define-step.js'
import { STEP_DEFINITIONS } from '../steps/index.js'
import { addRoute } from './add-route.js'
import { buildDocument } from './build-document.js'
import { jsonSchemaOf } from './json-schema-of.js'
import type { Pipe } from './pipe.js'
import { writeStep } from './write-step.js'

/**
 * What a pipeline is called and where it belongs.
 *
 * @example
 * ```ts
 * import { type PipelineMeta, pipeline } from '@odp/dsl'
 *
 * const meta: PipelineMeta = { pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo', name: 'Hello' }
 * const document = pipeline(meta).function('greet', { method: 'greet' }).build()
 * ```
 */
export interface PipelineMeta {
  readonly pipeline_id: string
  readonly workspace_id: string
  readonly project_id: string
  /** Name for people. */
  readonly name?: string
  readonly execution?: PipelineDocument['execution']
  readonly replay?: PipelineDocument['replay']
  /** JSON Schema of what a run takes, where Zod has no word for it. It gives `input` no type. */
  readonly input_schema?: JsonObject | boolean
  readonly [extension: `x-${string}`]: Json
}

/**
 * What a pipeline is built with.
 *
 * @example
 * ```ts
 * import { defineCatalog, pipeline, type PipelineOptions } from '@odp/dsl'
 *
 * const catalog = defineCatalog({ assets: [{ id: 'silver.profiles' }] })
 * const options: PipelineOptions<typeof catalog.lists> = { catalog }
 * pipeline({ pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' }, options)
 * ```
 */
export interface PipelineOptions<Lists extends CatalogLists> {
  /** Types the methods, models, flows, agents and report templates. Without it outputs are declared by Zod or untyped. */
  readonly catalog?: Catalog<Lists>
}

/** What stays the same while a pipeline is built. */
export interface Language {
  readonly definitions: Readonly<Record<string, StepDefinition>>
  readonly catalog?: Catalog | undefined
}

type Body = (pipe: RuntimePipe) => unknown

/** The builder at run time: its methods come from the step definitions, its types from `Pipe`. */
export type RuntimePipe = Readonly<Record<string, unknown>> & {
  readonly steps: () => readonly StepDocument[]
}

interface State {
  readonly document: JsonObject
  readonly steps: readonly StepDocument[]
}

/** `wait_for_asset` → `waitForAsset`. */
export function methodName(type: string): string {
  return type.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}

function stepsOf(language: Language, body: unknown): readonly StepDocument[] | undefined {
  if (typeof body !== 'function') return undefined
  const block = (body as Body)(createPipe(language, { document: {}, steps: [] })) as RuntimePipe
  return block.steps()
}

/** Makes the builder for one state. Every method returns a new one. */
export function createPipe(language: Language, state: State): RuntimePipe {
  const withSteps = (steps: readonly StepDocument[]) => createPipe(language, { ...state, steps })
  const withKey = (key: string, value: Json) =>
    createPipe(language, { ...state, document: { ...state.document, [key]: value } })
  const add =
    (definition: StepDefinition) =>
    (id: string, options: object, ...bodies: readonly unknown[]) => {
      const blocks = bodies.map((body) => stepsOf(language, body))
      const draft = {
        definition,
        id,
        options: { ...options },
        blocks,
        catalog: language.catalog,
        mentioned: new Set<string>(),
      }
      return withSteps([...state.steps, writeStep(draft)])
    }
  const step = (id: string, given: JsonObject) => withSteps([...state.steps, { type: '', ...given, id }])
  const methods = Object.entries(language.definitions).map(
    ([type, definition]) => [methodName(type), add(definition)] as const,
  )
  const byName: Readonly<Record<string, ReturnType<typeof add>>> = Object.fromEntries(methods)
  return Object.freeze({
    ...byName,
    when: (id: string, condition: unknown, ...bodies: readonly unknown[]) =>
      byName.conditional?.(id, { condition }, ...bodies),
    onSuccess: (route: { readonly match: unknown }, body: unknown) =>
      withSteps(
        addRoute(state.steps, route.match, stepsOf(language, body) ?? (body as readonly string[]), new Set<string>()),
      ),
    input: (schema: z.ZodType) => withKey('input_schema', jsonSchemaOf(schema, 'input')),
    execution: (execution: JsonObject) => withKey('execution', execution),
    step,
    steps: () => state.steps,
    build: () => buildDocument({ version: '1.0', ...state.document, steps: [...state.steps] }),
  })
}

/**
 * Starts a pipeline. Every method adds a step and returns a new builder; `build()` gives the pipeline document, deeply
 * frozen. Options are spelled as in the document; callbacks get typed references to the input and to earlier steps.
 *
 * @throws PipelineBuildError from `build()`: an id used twice, or an unknown target of a check, a fallback or a route
 * @throws TypeError from a method: a value that has no JSON form
 * @example
 * ```ts
 * import { pipeline } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const document = pipeline({ pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' })
 *   .input(z.object({ name: z.string() }))
 *   .function('greet', { method: 'greet', inputs: ({ input }) => ({ name: input.name }) })
 *   .build()
 * ```
 */
export function pipeline<const Lists extends CatalogLists = CatalogLists>(
  meta: PipelineMeta,
  options: PipelineOptions<Lists> = {},
): Pipe<unknown, never, never, Lists> {
  const language: Language = { definitions: STEP_DEFINITIONS, catalog: options.catalog }
  return createPipe(language, { document: { ...(meta as unknown as JsonObject) }, steps: [] }) as unknown as Pipe<
    unknown,
    never,
    never,
    Lists
  >
}
