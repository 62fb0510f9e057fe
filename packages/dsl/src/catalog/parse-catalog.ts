import * as z from 'zod'
import type { Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import { describeAlternatives } from '../issues/nearest.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { schemaProblems } from '../schema/schema-problems.js'
import { once } from '../steps/once.js'
import { STEP_MODES } from '../steps/step-mode.js'
import { locateIssues } from '../validate/locate-issues.js'
import { zodIssues } from '../validate/zod-issues.js'
import { readYaml } from '../yaml/read-yaml.js'
import { CATALOG_KINDS, CATALOG_LISTS, kindInWords } from './catalog-entry.js'
import type { CatalogDocument } from './define-catalog.js'
import { RESOURCE_CLASSES } from './method-traits.js'

const entrySchema = once(() =>
  z.looseObject({
    id: z.string().min(1),
    step_type: z.string().min(1).optional(),
    summary: z.string().optional(),
    synonyms: z.array(z.string()).optional(),
    inputs: z.looseObject({}).optional(),
    outputs: z.looseObject({}).optional(),
    modes: z.array(z.enum(STEP_MODES)).optional(),
    estimate: z
      .looseObject({ cost_units: z.number().nonnegative(), duration_seconds: z.number().nonnegative() })
      .optional(),
    local: z.boolean().optional(),
    idempotent: z.boolean().optional(),
    version: z.string().optional(),
    rate_limit: z.looseObject({ calls: z.int().min(1), seconds: z.number().positive() }).optional(),
    resource_class: z.enum(RESOURCE_CLASSES).optional(),
    batches: z.boolean().optional(),
  }),
)

const listSchema = once(() => z.array(entrySchema()).optional())

const catalogSchema = once(() =>
  z.looseObject({
    version: z.string().optional(),
    catalog_id: z.string().optional(),
    revision: z.int().nonnegative().optional(),
    types: z.array(z.looseObject({ id: z.string().min(1), parents: z.array(z.string()) })).optional(),
    methods: listSchema(),
    models: listSchema(),
    flows: listSchema(),
    agents: listSchema(),
    assets: listSchema(),
    report_templates: listSchema(),
  }),
)

/**
 * What reading a catalog document gave.
 *
 * @example
 * ```ts
 * import { type ParsedCatalog, parseCatalog } from '@odp/dsl'
 *
 * const { catalog, issues }: ParsedCatalog = parseCatalog('methods: [{ id: double, step_type: function }]')
 * ```
 */
export interface ParsedCatalog {
  /** The document, when no error was found. */
  readonly catalog?: CatalogDocument
  /** Everything that was found, with line and column, in the order of the text. */
  readonly issues: readonly Issue[]
}

/**
 * Reads a catalog document (section 14 of the language) from YAML or JSON text. Keys that are not known are kept, with a warning at the top level. Reported are what has the wrong form,
 * ids that stand twice in a list, and inputs and outputs that are no JSON Schema. Never throws.
 *
 * @example
 * ```ts
 * import { parseCatalog } from '@odp/dsl'
 *
 * const { catalog, issues } = parseCatalog('methods: [{ id: bird_counter, step_type: function }]')
 * ```
 */
export function parseCatalog(text: string): ParsedCatalog {
  const reading = readYaml(text)
  const found = reading.value === undefined ? [] : catalogIssues(reading.value)
  const issues = locateIssues([...reading.issues, ...found], reading.positions)
  if (reading.value === undefined || issues.some((issue) => issue.severity === 'error')) return { issues }
  return { catalog: reading.value as unknown as CatalogDocument, issues }
}

/** A list with a misspelt name would count as absent, and nothing would be checked against it. */
function unknownLists(value: JsonObject): Issue[] {
  const known = Object.keys(catalogSchema().shape)
  return Object.keys(value)
    .filter((key) => !known.includes(key) && !key.startsWith('x-'))
    .map((key) => {
      const message = `unknown key '${key}' is ignored; ${describeAlternatives(key, known)}`
      return makeIssue('unknown_key', message, [key], { severity: 'warning' })
    })
}

function catalogIssues(value: Json): Issue[] {
  if (!isJsonObject(value)) {
    const lists = Object.values(CATALOG_LISTS).join(', ')
    return [
      makeIssue('not_a_mapping', `a catalog is a mapping with the lists ${lists}, each of which may be absent`, []),
    ]
  }
  const issues = [...zodIssues(catalogSchema(), value, []), ...unknownLists(value)]
  for (const kind of CATALOG_KINDS) {
    const key = CATALOG_LISTS[kind]
    const list = value[key]
    const seen = new Set<string>()
    for (const [index, entry] of (Array.isArray(list) ? list : []).entries()) {
      if (!isJsonObject(entry)) continue
      const { id } = entry
      if (typeof id === 'string' && seen.has(id)) {
        issues.push(
          makeIssue('duplicate_id', `the ${kindInWords(kind)} '${id}' stands in the catalog twice`, [key, index, 'id']),
        )
      } else if (typeof id === 'string') seen.add(id)
      for (const port of ['inputs', 'outputs'] as const) {
        const schema = entry[port]
        if (!isJsonObject(schema)) continue
        for (const problem of schemaProblems(schema)) {
          issues.push(makeIssue('schema_invalid', problem.message, [key, index, port, ...problem.path]))
        }
      }
    }
  }
  return issues
}
