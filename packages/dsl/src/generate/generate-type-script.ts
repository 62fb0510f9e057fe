import { buildDocument } from '../builder/build-document.js'
import { PipelineBuildError } from '../builder/pipeline-build-error.js'
import type { CatalogIndex } from '../catalog/catalog-index.js'
import type { Catalog, CatalogDocument } from '../catalog/define-catalog.js'
import { type Outline, outlineDocument } from '../document/outline.js'
import type { PipelineDocument } from '../document/pipeline-document.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { defaultLanguage } from '../language/language.js'
import { checkShape } from '../validate/shape.js'
import { readYaml } from '../yaml/read-yaml.js'
import { canonicalDocument } from './canonical-document.js'
import { Comments } from './comments.js'
import type { FaceSource } from './face-source.js'
import { FluentFace } from './fluent-face.js'
import { hardline, join, type Layout, printLayout } from './layout.js'
import { type MetaCode, metaCode } from './meta-code.js'
import { Names } from './names.js'
import { type StepPorts, stepPorts } from './step-ports.js'
import { StepsFace } from './steps-face.js'
import { commentLine, textLiteral } from './text-literal.js'

/** Longer chains cost the compiler more than they help the reader. */
const LONGEST_CHAIN = 60

/**
 * How TypeScript is generated.
 *
 * @example
 * ```ts
 * import { type GenerateOptions, generateTypeScript } from '@odp/dsl/generate'
 *
 * const options: GenerateOptions = { surface: 'steps', comments: false }
 * const translated = (text: string) => generateTypeScript(text, options)
 * ```
 */
export interface GenerateOptions {
  /**
   * `fluent`: a chain of calls. `steps`: a statement a step. Default: `fluent` up to 60 steps. A document that a chain
   * cannot say, such as one whose `depends_on` names a later step, is always written as statements.
   */
  readonly surface?: 'fluent' | 'steps'
  /** Whether the comments of a YAML text are kept. Default true. */
  readonly comments?: boolean
  /**
   * Whether inputs and templates may be respelled so that the code reads as one would write it: a bare input `name: V` is taken
   * for `name: {from: V}` (else it is `verbatim(V)`), and `{{ a.x }}` for `{{a.x}}`. What is built then means the same, and
   * is the same but for that spelling. Default false.
   */
  readonly canonical?: boolean
  /** What exists, for `catalogImport`. The document should be valid against it, or the code does not compile. */
  readonly catalog?: Catalog | CatalogDocument | CatalogIndex
  /**
   * Module that exports `catalog`, the same as given, such as `./catalog.js`: the code imports it and is typed by it. Outputs
   * that the builder declares by itself are left out; a step without `outputs` gets those of the catalog.
   */
  readonly catalogImport?: string
}

/**
 * Writes a document as TypeScript that builds exactly this document: it type-checks under `strict` and exports a
 * constant that is named after the `pipeline_id`. A YAML text brings its comments along.
 *
 * @param source YAML or JSON text, or a document
 * @throws RangeError for a `catalogImport` without a `catalog`
 * @throws PipelineBuildError with every problem, when the document has level 1 errors or names steps that do not exist
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { generateTypeScript } from '@odp/dsl/generate'
 *
 * generateTypeScript(readFileSync('pipeline.yaml', 'utf8')) // import { pipeline } from '@odp/dsl' …
 * ```
 */
export function generateTypeScript(source: PipelineDocument | string, options: GenerateOptions = {}): string {
  const { catalog, catalogImport } = options
  if (catalogImport !== undefined && catalog === undefined)
    throw new RangeError("'catalogImport' needs the catalog itself as 'catalog': its types decide about the code")
  const { document: given, text } = readSource(source)
  const document = options.canonical === true ? canonicalDocument(given) : given
  const outline = outlineDocument(document, defaultLanguage)
  const file: SourceFile = {
    document,
    outline,
    text: options.comments === false ? undefined : text,
    constant: new Names().claim(String(document.pipeline_id), 'document'),
    ...(catalog === undefined || catalogImport === undefined
      ? {}
      : { catalog: { import: catalogImport, ports: stepPorts(outline, catalog) } }),
  }
  const wanted = options.surface ?? (outline.steps.length > LONGEST_CHAIN ? 'steps' : 'fluent')
  return (wanted === 'fluent' ? writeFluent(file) : undefined) ?? writeSteps(file)
}

/** What one file is written from. */
interface SourceFile {
  readonly document: JsonObject
  readonly outline: Outline
  /** With the comments to keep. */
  readonly text: string | undefined
  readonly constant: string
  readonly catalog?: { readonly import: string; readonly ports: ReadonlyMap<string, StepPorts> }
}

function readSource(source: PipelineDocument | string): { document: JsonObject; text?: string } {
  const reading = typeof source === 'string' ? readYaml(source) : { value: source as unknown as Json, issues: [] }
  const { value } = reading
  const shape = value === undefined ? [] : checkShape(value, defaultLanguage).issues
  const errors = [...reading.issues, ...shape].filter((issue) => issue.severity === 'error')
  if (!isJsonObject(value) || errors.length > 0) throw new PipelineBuildError(errors)
  buildDocument(value)
  const repaired = 'repaired_text' in reading ? reading.repaired_text : undefined
  return { document: value, ...(typeof source === 'string' ? { text: repaired ?? source } : {}) }
}

function writeFluent(file: SourceFile): string | undefined {
  const comments = new Comments(file.text)
  const meta = metaCode(file.document, comments)
  const face = new FluentFace(faceSource(file, comments, meta, true))
  const chain = face.write(meta, stepsOf(file.document))
  if (!face.possible) return undefined
  return printFile(file, face.imports, meta, comments, [`export const ${file.constant} = `, chain])
}

function writeSteps(file: SourceFile): string {
  const comments = new Comments(file.text)
  const meta = metaCode(file.document, comments)
  const face = new StepsFace(faceSource(file, comments, meta, false))
  const statements = face.write(meta, stepsOf(file.document))
  const end = [hardline, hardline, `export const ${file.constant} = steps.build()`]
  return printFile(file, face.imports, meta, comments, [statements, ...end])
}

function faceSource(file: SourceFile, comments: Comments, meta: MetaCode, keep: boolean): FaceSource {
  const names = rootNames(file.outline, [file.constant], keep)
  return { names, comments, input: meta.inputType, ports: file.catalog?.ports }
}

function stepsOf({ steps }: JsonObject): JsonObject[] {
  return Array.isArray(steps) ? steps.filter(isJsonObject) : []
}

/** A variable for every step and loop variable. */
function rootNames(outline: Outline, taken: readonly string[], keep: boolean): ReadonlyMap<string, string> {
  const names = new Names(taken)
  const found = new Map<string, string>()
  for (const { id, step } of outline.steps) {
    found.set(id, found.get(id) ?? names.claim(id, 'step', keep))
    const variable = step.loop_variable
    if (typeof variable === 'string') found.set(variable, found.get(variable) ?? names.claim(variable, 'item', keep))
  }
  return found
}

function printFile(
  file: SourceFile,
  imports: ReadonlySet<string>,
  meta: MetaCode,
  comments: Comments,
  code: Layout,
): string {
  const body = printLayout(code)
  const head = [...meta.comments, ...comments.rest()].map(commentLine)
  const lines: Layout[] = [
    `import { ${[...imports]
      .filter((name) => name !== 'z')
      .sort()
      .join(', ')} } from '@odp/dsl'`,
    ...(imports.has('z') || meta.input !== undefined ? [`import { z } from 'zod'`] : []),
    ...(file.catalog === undefined ? [] : [`import { catalog } from ${textLiteral(file.catalog.import)}`]),
    '',
    ...head,
  ]
  return `${printLayout(join(lines, hardline))}\n${body}\n`
}
