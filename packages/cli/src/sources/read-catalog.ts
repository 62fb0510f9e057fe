import { type Catalog, type CatalogDocument, parseCatalog } from '@odp/dsl'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { EXIT } from '../exit-code.js'
import { colorsFor } from '../output/colors.js'
import { formatIssues } from '../output/format-report.js'
import { describeExports, isModule, loadModule } from './load-module.js'
import { readText } from './read-text.js'

/** What `--catalog` named. */
export interface CatalogSource {
  /** What exists, for the checker. */
  readonly catalog: Catalog | CatalogDocument
  /** The same with its code, for a worker; absent for a catalog document. */
  readonly code?: Catalog
}

/**
 * Reads a catalog: a document in YAML or JSON, or a module that exports `catalog`. Warnings are shown.
 *
 * @throws CliError when there is none, or it is not valid (its issues are shown before)
 */
export async function readCatalog(file: string, context: CliContext): Promise<CatalogSource> {
  if (isModule(file)) {
    const module = await loadModule(file, context)
    const code = module.catalog
    if (isCatalog(code)) return { catalog: code, code }
    const problem = code === undefined ? "exports no 'catalog'" : "exports a 'catalog' that defineCatalog did not make"
    throw new CliError(
      `'${file}' ${problem}: ${describeExports(module)}; write: export const catalog = defineCatalog({ … })`,
    )
  }
  const text = await readText(file, context)
  const { catalog, issues } = parseCatalog(text)
  const colors = colorsFor(context.stderr, context.env)
  context.stderr.write(formatIssues(issues, { name: file, lines: text.split('\n') }, colors))
  if (catalog === undefined) throw new CliError(`the catalog '${file}' is not valid`, EXIT.failed)
  return { catalog }
}

function isCatalog(value: unknown): value is Catalog {
  return typeof value === 'object' && value !== null && 'lists' in value && typeof value.lists === 'object'
}

/**
 * Reads a catalog for a worker: one that brings the code of its methods.
 *
 * @throws CliError
 */
export async function readCatalogWithCode(file: string, context: CliContext): Promise<Required<CatalogSource>> {
  const { catalog, code } = await readCatalog(file, context)
  if (code !== undefined) return { catalog, code }
  throw new CliError(`'${file}' describes methods without their code; a worker needs a .ts or .js module`)
}
