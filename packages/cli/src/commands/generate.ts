import type { Catalog, CatalogDocument } from '@odp/dsl'
import { type Command, Option } from 'commander'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { EXIT, type ExitCode } from '../exit-code.js'

interface OutFlags {
  readonly out?: string
  readonly json?: boolean
}

interface TypeScriptFlags extends OutFlags {
  readonly surface?: 'fluent' | 'steps'
  readonly comments: boolean
  readonly canonical?: boolean
  readonly catalog?: string
  readonly catalogImport?: string
}

interface TypesFlags extends OutFlags {
  readonly catalog: string
}

/** Adds `odp generate`. */
export function addGenerate(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  const generate = program
    .command('generate')
    .summary('write pipelines and catalogs as TypeScript')
    .description('Writes pipelines and catalogs as TypeScript for the typed builder.')
    .addHelpText(
      'after',
      `
Examples:
  odp generate ts pipeline.yaml --out pipeline.ts
  odp generate types --catalog catalog.yaml --out catalog.ts
  odp generate ts pipeline.yaml --json | jq -r .text

Exit codes: 0 fine, 1 the pipeline or the catalog has errors, 2 usage, or a file cannot be read or written`,
    )
  generate
    .command('ts')
    .summary('write a pipeline as builder code')
    .description(
      'Writes a pipeline as TypeScript that builds exactly the same document and type-checks under `strict`. Comments are kept.',
    )
    .argument('<file>', 'pipeline: YAML, JSON, a module that exports a built pipeline, or - for standard input')
    .addOption(
      new Option('--surface <surface>', 'a chain of calls, or a statement a step (default: by length)').choices([
        'fluent',
        'steps',
      ]),
    )
    .option('--no-comments', 'leave the comments of the YAML out')
    .option('--canonical', 'spell inputs and templates as the builder does: a bare `name: V` as `name: {from: V}`')
    .option('--catalog <file>', 'catalog that types the code: YAML, JSON, or a module that exports `catalog`')
    .option('--catalog-import <path>', 'module from which the code imports the same `catalog`, such as ./catalog.js')
    .option('--out <file>', 'write it to a file')
    .option('--json', 'print { text } as JSON')
    .addHelpText(
      'after',
      `
Examples:
  odp generate ts pipeline.yaml --out pipeline.ts
  odp generate ts pipeline.yaml --surface steps
  odp generate ts pipeline.yaml --canonical --catalog catalog.ts --catalog-import ./catalog.js

Exit codes: 0 fine, 1 the pipeline has errors, 2 usage, or a file cannot be read or written`,
    )
    .action(async (file: string, flags: TypeScriptFlags) => end(await generateCode(file, flags, context)))
  generate
    .command('types')
    .summary('write a catalog document as a typed catalog')
    .description(
      'Writes a catalog document as TypeScript: the same entries with Zod schemas, so that the builder knows what each method takes and ' +
        'returns. Code is added by hand.',
    )
    .requiredOption('--catalog <file>', 'catalog: YAML, JSON, or a module that exports `catalog`')
    .option('--out <file>', 'write it to a file')
    .option('--json', 'print { text } as JSON')
    .addHelpText(
      'after',
      `
Examples:
  odp generate types --catalog catalog.yaml --out catalog.ts

Exit codes: 0 fine, 1 the catalog has errors, 2 usage, or a file cannot be read or written`,
    )
    .action(async (flags: TypesFlags) => end(await generateTypes(flags, context)))
}

async function generateCode(file: string, flags: TypeScriptFlags, context: CliContext): Promise<ExitCode> {
  const { validatePipeline } = await import('@odp/dsl')
  const { readPipeline } = await import('../sources/read-pipeline.js')
  const { surface, comments, canonical = false, catalog: catalogFile, catalogImport } = flags
  if ((catalogFile === undefined) !== (catalogImport === undefined)) {
    throw new CliError(
      '--catalog and --catalog-import go together: the catalog to read, and the module to import it from',
    )
  }
  const source = await readPipeline(file, context)
  const catalog = catalogFile === undefined ? {} : await catalogOf(catalogFile, context)
  const report = validatePipeline(source.pipeline, catalog)
  if (!report.valid) {
    const { refuseSource } = await import('../output/refuse-source.js')
    return refuseSource(source, report, context)
  }
  const { generateTypeScript } = await import('@odp/dsl/generate')
  const text = generateTypeScript(source.pipeline, {
    comments,
    canonical,
    ...catalog,
    ...(surface === undefined ? {} : { surface }),
    ...(catalogImport === undefined ? {} : { catalogImport }),
  })
  return give(text, flags, context)
}

async function catalogOf(file: string, context: CliContext): Promise<{ readonly catalog: Catalog | CatalogDocument }> {
  const { readCatalog } = await import('../sources/read-catalog.js')
  const { catalog } = await readCatalog(file, context)
  return { catalog }
}

async function generateTypes(flags: TypesFlags, context: CliContext): Promise<ExitCode> {
  const { readCatalog } = await import('../sources/read-catalog.js')
  const { catalog } = await readCatalog(flags.catalog, context)
  const { generateCatalogTypes } = await import('@odp/dsl/generate')
  return give(generateCatalogTypes(await asDocument(catalog)), flags, context)
}

async function asDocument(catalog: Catalog | CatalogDocument): Promise<CatalogDocument> {
  if (!('lists' in catalog)) return catalog
  const { catalogDocument } = await import('@odp/dsl')
  try {
    return catalogDocument(catalog as Catalog)
  } catch (error) {
    throw new CliError(`the catalog cannot be written: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function give(text: string, { out, json }: OutFlags, context: CliContext): Promise<ExitCode> {
  if (json) {
    const { writeJson } = await import('../output/write-json.js')
    writeJson(context.stdout, { text })
  }
  if (out !== undefined) {
    const { writeText } = await import('../sources/write-text.js')
    await writeText(out, text, context)
  } else if (!json) context.stdout.write(text)
  return EXIT.fine
}
