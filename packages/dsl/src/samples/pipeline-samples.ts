import { type CatalogIndex, indexCatalog } from '../catalog/catalog-index.js'
import type { Catalog, CatalogDocument } from '../catalog/define-catalog.js'
import { type OutlineStep, outlineDocument } from '../document/outline.js'
import type { PipelineDocument } from '../document/pipeline-document.js'
import { isJsonObject, type JsonObject } from '../json/json.js'
import { defaultLanguage, type Language } from '../language/language.js'
import { isJsonSchema, type JsonSchema } from '../schema/json-schema.js'
import { sampleValue } from '../schema/sample-value.js'
import { documentTypes, EntryFinder } from '../validate/catalog-entries.js'
import { WantedShapes } from './wanted-shapes.js'

/**
 * What samples are made from, besides the document.
 *
 * @example
 * ```ts
 * import type { PipelineSamplesOptions } from '@odp/dsl'
 *
 * const options: PipelineSamplesOptions = { catalog: { methods: [{ id: 'greet', step_type: 'function' }] } }
 * ```
 */
export interface PipelineSamplesOptions {
  /** Gives the outputs and durations of methods, models and whatever else steps name. */
  readonly catalog?: Catalog | CatalogDocument | CatalogIndex
  readonly language?: Language
}

/**
 * What a step may return.
 *
 * @example
 * ```ts
 * import { type PipelineDocument, pipelineSamples, type StepSample } from '@odp/dsl'
 *
 * const sample = (document: PipelineDocument, step: string): StepSample => pipelineSamples(document).step(step, 1)
 * ```
 */
export interface StepSample {
  readonly outputs: JsonObject
  /** Seconds that the catalog estimates for one call; absent where it does not. */
  readonly duration_seconds?: number
}

/**
 * Makes up what goes into a pipeline and what its steps return.
 *
 * @example
 * ```ts
 * import type { PipelineSamples } from '@odp/dsl'
 *
 * const threeInputs = (samples: PipelineSamples) => [1, 2, 3].map((seed) => samples.input(seed))
 * ```
 */
export interface PipelineSamples {
  /** An input that fits `input_schema`, or has every key that is read. */
  input(seed: string | number): JsonObject
  /**
   * What one call of a step may return.
   *
   * @param config what the step is called with, when it is known: names made at run time are then those of the call
   * @throws RangeError when there is no such step
   */
  step(id: string, seed: string | number, config?: JsonObject): StepSample
}

/**
 * Makes up values for a checked document from its schemas: the `output_schema` of a step, the catalog, or the outputs that its
 * type always has. Where none of them says what a value is, it is made as the steps that read it need it. The same seed gives the same values.
 *
 * @example
 * ```ts
 * import { pipeline, pipelineSamples } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const meta = { pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' }
 * const document = pipeline(meta)
 *   .crawler('collect', { method: 'crawl', outputs: z.object({ email: z.string() }) })
 *   .build()
 * pipelineSamples(document).step('collect', 1).outputs // such as { email: 'ines.okafor@example.org' }
 * ```
 */
export function pipelineSamples(document: PipelineDocument, options: PipelineSamplesOptions = {}): PipelineSamples {
  const source = document as unknown as JsonObject
  const outline = outlineDocument(source, options.language ?? defaultLanguage)
  const catalog = options.catalog === undefined ? undefined : asIndex(options.catalog)
  const finder = new EntryFinder(catalog)
  const types = documentTypes(source, outline, catalog, finder)
  const wanted = new WantedShapes(outline)
  const known = new Map<string, { readonly schema: JsonSchema; readonly seconds: number | undefined }>()

  const describe = (step: OutlineStep, config: JsonObject) => {
    // A name made at run time is known by now, so the step is read as if it had been written.
    const defaults = step.definition?.defaults?.(step.step, document)
    const called: OutlineStep = { ...step, step: { ...step.step, ...defaults, ...config } }
    const { requires, outputs } = called.definition ?? {}
    const key = JSON.stringify([step.id, requires?.(called.step) ?? [], outputs?.(called.step) ?? null])
    const found = known.get(key) ?? {
      schema: wanted.of(step.id).refine(types.outputs(called)),
      seconds: finder.of(called).ports[0]?.estimate?.duration_seconds,
    }
    known.set(key, found)
    return found
  }

  return {
    input(seed) {
      const schema = isJsonSchema(source.input_schema) ? source.input_schema : true
      const input = sampleValue(asObject(wanted.of('input').refine(schema)), { seed })
      return isJsonObject(input) ? input : {}
    },
    step(id, seed, config = {}) {
      const step = outline.byId.get(id)
      if (step === undefined) throw new RangeError(`there is no step '${id}'`)
      const { schema, seconds } = describe(step, config)
      const outputs = sampleValue(asObject(schema), { seed })
      return {
        outputs: isJsonObject(outputs) ? outputs : { value: outputs },
        ...(seconds === undefined ? {} : { duration_seconds: seconds }),
      }
    },
  }
}

function asObject(schema: JsonSchema): JsonSchema {
  return schema === true || (isJsonObject(schema) && Object.keys(schema).length === 0)
    ? { type: 'object', maxProperties: 0 }
    : schema
}

function asIndex(catalog: Catalog | CatalogDocument | CatalogIndex): CatalogIndex {
  return 'find' in catalog ? catalog : indexCatalog(catalog)
}
