import type { Json } from '../json/json.js'
import { writeYaml } from '../yaml/write-yaml.js'
import type { PipelineDocument } from './pipeline-document.js'

/**
 * Writes a document as YAML. Deterministic, and lossless: reading the text gives an equal document.
 *
 * @example
 * ```ts
 * import { pipeline, stringifyPipeline } from '@odp/dsl'
 *
 * const meta = { pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' }
 * const text = stringifyPipeline(pipeline(meta).function('greet', { method: 'greet' }).build())
 * ```
 */
export function stringifyPipeline(document: PipelineDocument): string {
  return writeYaml(document as unknown as Json)
}
