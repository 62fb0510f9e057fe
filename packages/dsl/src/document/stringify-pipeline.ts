import type { Json } from '../json/json.js'
import { writeYaml } from '../yaml/write-yaml.js'
import type { PipelineDocument } from './pipeline-document.js'

/**
 * Writes a document as YAML. Deterministic, and lossless: reading the text gives an equal document.
 *
 * @example
 * ```ts
 * const text = stringifyPipeline(document)
 * ```
 */
export function stringifyPipeline(document: PipelineDocument): string {
  return writeYaml(document as unknown as Json)
}
