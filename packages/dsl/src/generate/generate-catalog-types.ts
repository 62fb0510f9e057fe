import type { CatalogDocument, CatalogDocumentEntry } from '../catalog/define-catalog.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { defaultLanguage } from '../language/language.js'
import { STEP_MODES } from '../steps/step-mode.js'
import { jsonLiteral, member } from './json-literal.js'
import { bracketed, call, type Layout, printLayout } from './layout.js'
import { commentLine } from './text-literal.js'
import { closestZodCode } from './zod-code.js'

/** What is written around an entry of each list, and the keys that its type has. */
const LISTS = {
  methods: { define: 'defineMethod', keys: ['step_type', 'inputs', 'outputs'] },
  models: { define: 'defineModel', keys: ['inputs', 'outputs'] },
  flows: { define: 'defineFlow', keys: ['inputs', 'outputs'] },
  agents: { define: 'defineFlow', keys: ['inputs', 'outputs'] },
  assets: { define: undefined, keys: ['step_type', 'inputs', 'outputs'] },
  report_templates: { define: 'defineReportTemplate', keys: ['format', 'inputs'] },
} as const

type ListName = keyof typeof LISTS

const FORMATS = ['pdf_report', 'graph_visualization', 'csv_dataset']

/**
 * Writes a catalog document as TypeScript that exports `catalog`: pipelines that are built against it are typed.
 * JSON Schemas become the nearest Zod schemas, which take all that the JSON Schemas take; semantic types stay as `x-odp-type`.
 * A schema that is absent becomes `z.unknown()`, a report template without `x-format` a `pdf_report`. A method of a step type that has no methods is left out, with
 * a comment.
 *
 * @example
 * ```ts
 * import { generateCatalogTypes } from '@odp/dsl/generate'
 *
 * generateCatalogTypes({ methods: [{ id: 'double', step_type: 'function' }] }) // export const catalog = defineCatalog({ … })
 * ```
 */
export function generateCatalogTypes(catalog: CatalogDocument): string {
  const imports = new Set(['defineCatalog'])
  const leftOut: string[] = []
  const members: Layout[] = []
  const types = (catalog.types ?? []).map(({ id, parents }) => jsonLiteral({ id, parents: [...parents] }))
  if (types.length > 0) members.push(member('types', bracketed('[', types)))
  let usesZod = false
  for (const name of Object.keys(LISTS) as ListName[]) {
    const entries = catalog[name]
    if (entries === undefined) continue
    const { define } = LISTS[name]
    const wanted = entries.filter((entry) => name !== 'methods' || isMethodType(entry.step_type))
    for (const { id, step_type } of entries.filter((entry) => !wanted.includes(entry))) {
      leftOut.push(`'${id}' is no method: its step_type is ${step_type === undefined ? 'missing' : `'${step_type}'`}`)
    }
    if (wanted.length > 0 && define !== undefined) imports.add(define)
    const written = wanted.map((entry) => {
      const code = entryCode(entry, name)
      usesZod ||= code.usesZod
      return define === undefined ? code.layout : call(define, [code.layout])
    })
    members.push(member(name, bracketed('[', written)))
  }
  const code = printLayout(['export const catalog = ', call('defineCatalog', [bracketed('{', members)])])
  const head = [
    `import { ${[...imports].sort().join(', ')} } from '@odp/dsl'`,
    ...(usesZod ? [`import { z } from 'zod'`] : []),
    '',
    ...leftOut.map(commentLine),
  ]
  return `${head.join('\n')}\n${code}\n`
}

/** Whether steps of a type run methods. */
function isMethodType(type: string | undefined): boolean {
  const definition = type === undefined ? undefined : defaultLanguage.definition(type)
  if (definition === undefined || !isJsonObject(definition.example)) return false
  return definition.requires?.(definition.example).some(({ kind }) => kind === 'method') === true
}

function entryCode(
  entry: CatalogDocumentEntry,
  list: ListName,
): { readonly layout: Layout; readonly usesZod: boolean } {
  const keys: readonly string[] = LISTS[list].keys
  const members: Layout[] = [member('id', jsonLiteral(entry.id))]
  const add = (key: string, value: Json | undefined) => {
    if (value !== undefined) members.push(member(key, jsonLiteral(value)))
  }
  if (keys.includes('step_type')) add('step_type', entry.step_type)
  add('summary', entry.summary ?? (list === 'assets' ? undefined : ''))
  if (keys.includes('format')) add('format', formatOf(entry))
  add('synonyms', entry.synonyms && [...entry.synonyms])
  let usesZod = false
  for (const port of ['inputs', 'outputs'] as const) {
    const schema: JsonObject | undefined = entry[port]
    if (!keys.includes(port) || (schema === undefined && list === 'assets')) continue
    usesZod = true
    members.push(member(port, closestZodCode(schema ?? true, port === 'inputs' ? 'input' : 'output').layout))
  }
  add(
    'modes',
    entry.modes?.filter((mode) => (STEP_MODES as readonly string[]).includes(mode)),
  )
  if (isJsonObject(entry.estimate)) {
    const { cost_units, duration_seconds } = entry.estimate
    add('estimate', { cost_units, duration_seconds })
  }
  return { layout: bracketed('{', members), usesZod }
}

function formatOf(entry: CatalogDocumentEntry): string {
  const format = (entry as unknown as JsonObject)['x-format']
  return typeof format === 'string' && FORMATS.includes(format) ? format : 'pdf_report'
}
