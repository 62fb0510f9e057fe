import type { z } from 'zod'
import type { Catalog, CatalogLists } from '../catalog/define-catalog.js'
import { outlineDocument } from '../document/outline.js'
import type { Pipeline, PipelineDocument } from '../document/pipeline-document.js'
import { describeAlternatives } from '../issues/nearest.js'
import type { Json, JsonObject } from '../json/json.js'
import { defaultLanguage } from '../language/language.js'
import { STEP_DEFINITIONS } from '../steps/index.js'
import type { Pipe } from './pipe.js'
import { createPipe } from './pipeline.js'
import type { StepEntry } from './step-entry.js'

/** Steps of the document that are read later, each with a Zod schema of its outputs. */
type EarlierSteps = Readonly<Record<string, z.ZodType>>

/**
 * What a document is carried on with.
 *
 * @example
 * ```ts
 * import { type CatalogLists, type ExtendOptions, extend, parsePipeline } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const steps = { collect: z.object({ posts: z.array(z.string()) }) }
 * const options: ExtendOptions<CatalogLists, typeof steps> = { steps }
 * ```
 */
export interface ExtendOptions<Lists extends CatalogLists, Earlier extends EarlierSteps> {
  /** Types the added steps. */
  readonly catalog?: Catalog<Lists>
  /**
   * Steps of the document that the added ones read: a Zod schema types their outputs, `z.unknown()` leaves them open.
   * A document that comes from a builder brings its types along and needs none of this.
   */
  readonly steps?: Earlier
}

/** The steps of a document whose outputs are typed; a document that was read from text has none. */
type BuiltEntries<Outputs> = {
  [Id in keyof Outputs & string]: string extends Id ? never : StepEntry<Id, 'value', Outputs[Id], undefined, false>
}[keyof Outputs & string]

type EarlierEntries<Earlier extends EarlierSteps> = {
  [Id in keyof Earlier & string]: string extends Id
    ? never
    : StepEntry<Id, 'value', z.output<Earlier[Id]>, undefined, false>
}[keyof Earlier & string]

/**
 * Carries a document on: the builder starts with its steps and adds more behind them.
 *
 * @throws TypeError when `steps` names one that the document does not have
 * @example
 * ```ts
 * import { extend, type PipelineDocument } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const scored = (document: PipelineDocument) =>
 *   extend(document, { steps: { collect: z.object({ posts: z.array(z.string()) }) } })
 *     .mlModel('score', { model: 'sentiment', inputs: ({ collect }) => ({ texts: collect.posts }) })
 *     .build()
 * ```
 */
export function extend<
  Input,
  Outputs,
  const Lists extends CatalogLists = CatalogLists,
  Earlier extends EarlierSteps = Record<never, z.ZodType>,
>(
  document: Pipeline<Input, Outputs>,
  options: ExtendOptions<Lists, Earlier> = {},
): Pipe<
  Input,
  BuiltEntries<Outputs> | EarlierEntries<Earlier>,
  BuiltEntries<Outputs> | EarlierEntries<Earlier>,
  Lists
> {
  const { steps, ...rest } = document
  const ids = readableIds(document)
  for (const id of Object.keys(options.steps ?? {})) {
    if (!ids.includes(id))
      throw new TypeError(`The document has no step '${id}' to read: ${describeAlternatives(id, ids)}`)
  }
  const language = { definitions: STEP_DEFINITIONS, catalog: options.catalog }
  const pipe: unknown = createPipe(language, { document: rest as unknown as JsonObject, steps })
  return pipe as Pipe<
    Input,
    BuiltEntries<Outputs> | EarlierEntries<Earlier>,
    BuiltEntries<Outputs> | EarlierEntries<Earlier>,
    Lists
  >
}

/** Steps that a step at the end can read: all but those inside a loop. */
function readableIds(document: PipelineDocument): string[] {
  const { steps } = outlineDocument(document as unknown as Json, defaultLanguage)
  return steps.filter(({ loop }) => loop === undefined).map(({ id }) => id)
}
