import { buildDocument } from '../builder/build-document.js'
import { PipelineBuildError } from '../builder/pipeline-build-error.js'
import { outlineDocument } from '../document/outline.js'
import type { PipelineDocument } from '../document/pipeline-document.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { defaultLanguage } from '../language/language.js'
import { checkShape } from '../validate/shape.js'
import { readYaml } from '../yaml/read-yaml.js'
import { Comments } from './comments.js'
import { FluentFace } from './fluent-face.js'
import { hardline, join, type Layout, printLayout } from './layout.js'
import { type MetaCode, metaCode } from './meta-code.js'
import { Names } from './names.js'
import { StepsFace } from './steps-face.js'
import { commentLine } from './text-literal.js'

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
}

/**
 * Writes a document as TypeScript that builds exactly this document: it type-checks under `strict` and exports a
 * constant that is named after the `pipeline_id`. A YAML text brings its comments along.
 *
 * @param source YAML or JSON text, or a document
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
  const { document, text } = readSource(source)
  const steps = (Array.isArray(document.steps) ? document.steps : []).filter(isJsonObject)
  const ids = outlineDocument(document, defaultLanguage).steps
  const constant = new Names().claim(String(document.pipeline_id), 'document')
  const comments = () => new Comments(options.comments === false ? undefined : text)
  const wanted = options.surface ?? (ids.length > LONGEST_CHAIN ? 'steps' : 'fluent')
  const fluent = wanted === 'fluent' ? writeFluent(document, steps, constant, comments()) : undefined
  return fluent ?? writeSteps(document, steps, constant, comments())
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

function writeFluent(document: JsonObject, steps: readonly JsonObject[], constant: string, comments: Comments) {
  const meta = metaCode(document, comments)
  const face = new FluentFace({ names: rootNames(document, [constant], true), comments, input: meta.inputType })
  const chain = face.write(meta, steps)
  return face.possible ? printFile(face.imports, meta, comments, [`export const ${constant} = `, chain]) : undefined
}

function writeSteps(document: JsonObject, steps: readonly JsonObject[], constant: string, comments: Comments): string {
  const meta = metaCode(document, comments)
  const face = new StepsFace({ names: rootNames(document, [constant], false), comments, input: meta.inputType })
  const statements = face.write(meta, steps)
  const end = [hardline, hardline, `export const ${constant} = steps.build()`]
  return printFile(face.imports, meta, comments, [statements, ...end])
}

/** A variable for every step and loop variable. */
function rootNames(document: JsonObject, taken: readonly string[], keep: boolean): ReadonlyMap<string, string> {
  const names = new Names(taken)
  const found = new Map<string, string>()
  for (const { id, step } of outlineDocument(document, defaultLanguage).steps) {
    found.set(id, found.get(id) ?? names.claim(id, 'step', keep))
    const variable = step.loop_variable
    if (typeof variable === 'string') found.set(variable, found.get(variable) ?? names.claim(variable, 'item', keep))
  }
  return found
}

function printFile(imports: ReadonlySet<string>, meta: MetaCode, comments: Comments, code: Layout): string {
  const body = printLayout(code)
  const head = [...meta.comments, ...comments.rest()].map(commentLine)
  const lines: Layout[] = [
    `import { ${[...imports]
      .filter((name) => name !== 'z')
      .sort()
      .join(', ')} } from '@odp/dsl'`,
    ...(imports.has('z') || meta.input !== undefined ? [`import { z } from 'zod'`] : []),
    '',
    ...head,
  ]
  return `${printLayout(join(lines, hardline))}\n${body}\n`
}
