import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { catalogDocument, type Json, type JsonObject, readYaml, STEP_DEFINITIONS, stringifyPipeline } from '@odp/dsl'
import { isJsonObject } from '@odp/dsl/plan'
import { parse } from 'yaml'
import { catalog as socialMedia } from '../../examples/social-media/catalog.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Texts and documents from which inputs are made. */
export interface Corpus {
  readonly texts: readonly string[]
  readonly documents: readonly JsonObject[]
  readonly catalogs: readonly Json[]
}

/** The example of a step type in the smallest document that holds it. */
function around(step: Json): JsonObject {
  return {
    version: '1.0',
    pipeline_id: 'p',
    name: 'P',
    workspace_id: 'w',
    project_id: 'q',
    steps: [structuredClone(step)],
  }
}

/** Everything that the project has at hand: examples of step types, of the source, of the guide, and conformance cases. */
export function readCorpus(): Corpus {
  const cases = readdirSync(join(root, 'test/conformance'))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => parse(read(`test/conformance/${name}`)) as { readonly pipeline?: unknown; readonly catalog?: Json })
  const examples = Object.values(STEP_DEFINITIONS).map((definition) => around(definition.example))
  const texts = [
    read('packages/dsl/src/yaml/source-example.txt'),
    read('examples/social-media/pipeline.yaml'),
    read('examples/supply-chain/pipeline.yaml'),
    ...cases.flatMap(({ pipeline }) => (typeof pipeline === 'string' ? [pipeline] : [])),
    ...examples.map((example) => stringifyPipeline(example as unknown as Parameters<typeof stringifyPipeline>[0])),
  ]
  const documents = [
    ...examples,
    ...texts.flatMap((text) => {
      const { value } = readYaml(text)
      return isJsonObject(value) ? [value] : []
    }),
  ]
  const catalogs = [
    JSON.parse(JSON.stringify(catalogDocument(socialMedia))) as Json,
    ...cases.flatMap(({ catalog }) => (catalog === undefined ? [] : [catalog])),
  ]
  return { texts, documents, catalogs }
}
