import { type CatalogIndex, indexCatalog } from '../catalog/catalog-index.js'
import type { Catalog, CatalogDocument } from '../catalog/define-catalog.js'
import type { Outline } from '../document/outline.js'
import type { PipelineDocument } from '../document/pipeline-document.js'
import { estimateOutline, type PipelineEstimate } from '../estimate/estimate-pipeline.js'
import type { Issue } from '../issues/issue.js'
import { firstIssues } from '../issues/issue-list.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { defaultLanguage, type Language } from '../language/language.js'
import { readYaml } from '../yaml/read-yaml.js'
import { activatorsOf, checkActivation } from './activation.js'
import { checkCatalogLevel, checkExpressionTypes } from './catalog-level.js'
import { checkCycles } from './cycles.js'
import { checkInstallation, type Installation } from './installation.js'
import { locateIssues } from './locate-issues.js'
import { nestingIssues } from './nesting.js'
import { checkReferences } from './references.js'
import { RememberingCatalog } from './remembering-catalog.js'
import { checkReplay } from './replay.js'
import { checkResources } from './resources.js'
import { checkEstimate } from './resources-estimate.js'
import type { Resources } from './resources-ports.js'
import { checkShape } from './shape.js'
import { checkSkips } from './skips.js'
import { WaitGraph } from './wait-graph.js'

/**
 * What a pipeline is checked against.
 *
 * @example
 * ```ts
 * import { type ValidateOptions, validatePipeline } from '@odp/dsl'
 *
 * const options: ValidateOptions = { catalog: { methods: [{ id: 'greet', step_type: 'function' }] } }
 * const isValid = (text: string) => validatePipeline(text, options).valid
 * ```
 */
export interface ValidateOptions extends Resources {
  /** What exists: TypeScript definitions or a catalog document. Without it level 2 says nothing about methods. */
  readonly catalog?: Catalog | CatalogDocument | CatalogIndex
  /** What can run here. Without it and the ports of `Resources` level 4 only checks the cost of a pipeline in safe mode. */
  readonly installation?: Installation
  readonly language?: Language
}

/**
 * The answer of validation, in the shape of the source, with `diagnostics` added.
 *
 * @example
 * ```ts
 * import type { ValidationReport } from '@odp/dsl'
 *
 * const print = ({ valid, errors }: ValidationReport) => console.log(valid ? 'valid' : errors.join('\n'))
 * ```
 */
export interface ValidationReport {
  /** True when there is no error. */
  readonly valid: boolean
  /** Messages of the warnings. */
  readonly warnings: readonly string[]
  /** Messages of the errors. */
  readonly errors: readonly string[]
  /** As the document estimates it; else the expected cost, where the catalog knows that of every step; else null. */
  readonly estimated_cost_units: number | null
  /** As the document estimates it; else the expected duration, where the catalog knows that of every step; else null. */
  readonly estimated_duration_minutes: number | null
  /** What was found, in the order of the text: the first 1,000 findings, errors before warnings, and then one that says so. */
  readonly diagnostics: readonly Issue[]
}

/**
 * A report with what the next steps need.
 *
 * @example
 * ```ts
 * import { type CheckedPipeline, checkPipeline, planPipeline } from '@odp/dsl'
 *
 * const planned = ({ report, pipeline, methods }: CheckedPipeline) =>
 *   report.valid && pipeline !== undefined ? planPipeline(pipeline, { methods }) : undefined
 * ```
 */
export interface CheckedPipeline {
  readonly report: ValidationReport
  /** The document; absent when the text held nothing that could be one. Plan it only when the report is valid. */
  readonly pipeline?: PipelineDocument
  /** Ids that a method name made at run time may give, by step id. */
  readonly methods: ReadonlyMap<string, readonly string[]>
}

/**
 * Checks a document on all levels in one go: shape, catalog, dependencies and, with `installation`, `availability`, `quota`
 * or `access`, resources.
 * It never throws for a bad document and runs nothing of it.
 *
 * @param source YAML or JSON text (then every issue has line and column), or a document
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { parseCatalog, validatePipeline } from '@odp/dsl'
 *
 * const { catalog } = parseCatalog(readFileSync('catalog.yaml', 'utf8'))
 * const { valid, diagnostics } = validatePipeline(readFileSync('pipeline.yaml', 'utf8'), { catalog })
 * ```
 */
export function validatePipeline(source: string | PipelineDocument, options: ValidateOptions = {}): ValidationReport {
  return checkPipeline(source, options).report
}

/**
 * Like `validatePipeline`, and gives the document and what planning needs besides.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { checkPipeline, planPipeline } from '@odp/dsl'
 *
 * const { report, pipeline, methods } = checkPipeline(readFileSync('pipeline.yaml', 'utf8'))
 * const plan = report.valid && pipeline ? planPipeline(pipeline, { methods }) : undefined
 * ```
 */
export function checkPipeline(source: string | PipelineDocument, options: ValidateOptions = {}): CheckedPipeline {
  if (typeof source !== 'string') {
    const issues = nestingIssues(source as unknown as Json)
    if (issues.length > 0) return { report: makeReport(undefined, issues), methods: new Map() }
    const checked = checkDocument(source as unknown as Json, options)
    return { ...checked, report: withFindings(checked.report, source as unknown as Json, checked.report.diagnostics) }
  }
  const reading = readYaml(source)
  if (reading.value === undefined)
    return { report: makeReport(undefined, firstIssues(reading.issues)), methods: new Map() }
  const checked = checkDocument(reading.value, options)
  const diagnostics = locateIssues([...reading.issues, ...checked.report.diagnostics], reading.positions)
  return { ...checked, report: withFindings(checked.report, reading.value, diagnostics) }
}

/** A report with the first of these findings in place of its own. */
function withFindings(report: ValidationReport, document: Json, found: readonly Issue[]): ValidationReport {
  const { estimated_cost_units, estimated_duration_minutes } = report
  return { ...makeReport(document, firstIssues(found)), estimated_cost_units, estimated_duration_minutes }
}

/**
 * What reading a text gave.
 *
 * @example
 * ```ts
 * import { type ParsedPipeline, parsePipeline } from '@odp/dsl'
 *
 * const { pipeline, issues }: ParsedPipeline = parsePipeline('version: "1.0"')
 * ```
 */
export interface ParsedPipeline {
  /** The document, when level 1 found no error. */
  readonly pipeline?: PipelineDocument
  /** Findings of level 1, in the order of the text. */
  readonly issues: readonly Issue[]
}

/**
 * Reads YAML or JSON text and checks its shape (level 1).
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { parsePipeline } from '@odp/dsl'
 *
 * const { pipeline, issues } = parsePipeline(readFileSync('pipeline.yaml', 'utf8'))
 * ```
 */
export function parsePipeline(text: string, options: Pick<ValidateOptions, 'language'> = {}): ParsedPipeline {
  const reading = readYaml(text)
  if (reading.value === undefined) return { issues: firstIssues(reading.issues) }
  const shape = checkShape(reading.value, options.language ?? defaultLanguage)
  const issues = firstIssues(locateIssues([...reading.issues, ...shape.issues], reading.positions))
  if (issues.some((issue) => issue.severity === 'error')) return { issues }
  return { pipeline: reading.value as unknown as PipelineDocument, issues }
}

function checkDocument(document: Json, options: ValidateOptions): CheckedPipeline {
  const { issues, isFull, outline } = checkShape(document, options.language ?? defaultLanguage)
  // Of the rest nothing would be told.
  if (!isJsonObject(document) || isFull) return { report: makeReport(document, issues), methods: new Map() }
  const catalog = options.catalog === undefined ? undefined : new RememberingCatalog(asIndex(options.catalog))
  const level2 = catalog === undefined ? undefined : checkCatalogLevel(document, outline, catalog)
  const found = [
    ...issues,
    ...(level2?.issues ?? []),
    ...checkExpressionTypes(document, outline, catalog),
    ...checkDependencies(document, outline),
  ]
  // Of a document with errors an estimate would say little, and it would not be run.
  const isEstimated = catalog !== undefined && !found.some((issue) => issue.severity === 'error')
  const estimate = isEstimated ? estimateNeeded(document, outline, catalog, options) : undefined
  found.push(...checkLevel4(document, outline, options, estimate))
  return {
    report: makeReport(document, found, estimate),
    pipeline: document as unknown as PipelineDocument,
    methods: level2?.methods ?? new Map(),
  }
}

/** The estimate, unless the document gives its own and nothing asks how right that is. */
function estimateNeeded(
  document: JsonObject,
  outline: Outline,
  catalog: CatalogIndex,
  options: ValidateOptions,
): PipelineEstimate | undefined {
  const execution = isJsonObject(document.execution) ? document.execution : {}
  const isGiven =
    typeof execution.estimated_cost_units === 'number' && typeof execution.estimated_duration_minutes === 'number'
  if (isGiven && !isCostChecked(document, options)) return undefined
  return estimateOutline(document, outline, catalog)
}

function isCostChecked(document: JsonObject, options: ValidateOptions): boolean {
  const { installation, availability, quota, access } = options
  const isSafe = isJsonObject(document.execution) && document.execution.mode === 'safe'
  return isSafe || [installation, availability, quota, access].some((port) => port !== undefined)
}

function checkLevel4(
  document: JsonObject,
  outline: Outline,
  options: ValidateOptions,
  estimate: PipelineEstimate | undefined,
): Issue[] {
  const { installation, quota } = options
  const workspace = document.workspace_id
  const limits = (typeof workspace === 'string' ? quota?.limit(workspace) : undefined) ?? {}
  return [
    ...(installation === undefined ? [] : checkInstallation(outline, installation)),
    ...checkResources(document, outline, options),
    ...(estimate !== undefined && isCostChecked(document, options) ? checkEstimate(document, estimate, limits) : []),
  ]
}

function checkDependencies(document: Parameters<typeof checkReferences>[0], outline: Outline): Issue[] {
  const activators = activatorsOf(outline)
  const waits = new WaitGraph(outline, activators)
  return [
    ...checkReferences(document, outline, waits),
    ...checkActivation(outline, activators, waits),
    ...checkCycles(waits),
    ...checkSkips(outline, activators),
    ...checkReplay(document, outline),
  ]
}

function asIndex(catalog: Catalog | CatalogDocument | CatalogIndex): CatalogIndex {
  return 'find' in catalog ? catalog : indexCatalog(catalog)
}

function makeReport(
  document: Json | undefined,
  diagnostics: readonly Issue[],
  estimate?: PipelineEstimate,
): ValidationReport {
  const execution = isJsonObject(document) && isJsonObject(document.execution) ? document.execution : {}
  const known = estimate?.unknown.length === 0 ? estimate : undefined
  const figure = (given: Json | undefined, expected: number | undefined) =>
    typeof given === 'number' ? given : expected === undefined ? null : Math.round(expected * 100) / 100
  const messages = (severity: Issue['severity']) =>
    diagnostics.filter((issue) => issue.severity === severity).map((issue) => issue.message)
  return {
    valid: !diagnostics.some((issue) => issue.severity === 'error'),
    warnings: messages('warning'),
    errors: messages('error'),
    estimated_cost_units: figure(execution.estimated_cost_units, known?.cost.expected),
    estimated_duration_minutes: figure(
      execution.estimated_duration_minutes,
      known === undefined ? undefined : known.duration.expected / 60,
    ),
    diagnostics,
  }
}
