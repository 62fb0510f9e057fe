import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { type CatalogIndex, indexCatalog } from '../catalog/catalog-index.js'
import type { Catalog, CatalogDocument } from '../catalog/define-catalog.js'
import { checksOf } from '../document/checks-of.js'
import { type OutlineStep, outlineDocument, routesOf, valueAt } from '../document/outline.js'
import type { PipelineDocument, RetryPolicyDocument } from '../document/pipeline-document.js'
import { ownConfig, type StepReference, stepReferences } from '../document/step-references.js'
import { canonicalJson } from '../json/canonical-json.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { defaultLanguage, type Language } from '../language/language.js'
import {
  DEFAULT_RETRY,
  PLAN_VERSION,
  type Plan,
  type PlanNode,
  type PlanRetry,
  type PlanTypeDefaults,
} from '../plan/plan.js'
import type { StepMode } from '../steps/step-mode.js'
import { collectReferences } from '../template/collect-references.js'
import { hasTemplate } from '../template/parse-template.js'
import { callTraits } from './call-traits.js'
import { onDemandIds } from './on-demand.js'
import { readFields } from './read-fields.js'

/**
 * How a pipeline is planned.
 *
 * @example
 * ```ts
 * import { checkPipeline, type PlanOptions, planPipeline } from '@odp/dsl'
 *
 * const plan = (text: string) => {
 *   const { pipeline, methods } = checkPipeline(text)
 *   const options: PlanOptions = { methods }
 *   return pipeline && planPipeline(pipeline, options)
 * }
 * ```
 */
export interface PlanOptions {
  readonly language?: Language
  /** Ids of the catalog that a method name made at run time may give, by step id. From `validatePipeline`. */
  readonly methods?: ReadonlyMap<string, readonly string[]>
  /** Says how methods may be called: locally, once, on which machines. Without it every method is called in the same way. */
  readonly catalog?: Catalog | CatalogDocument | CatalogIndex
}

/** Work steps at once when the document does not say. */
const DEFAULT_MAX_PARALLEL = 100

/**
 * Lays a checked document out for the interpreter: who waits for whom, what is activated by what, retry policies, times.
 * The document must have passed `validatePipeline` without errors; then this does not throw.
 *
 * @returns a plan, deterministic in the document: equal documents have equal plans and equal digests
 * @example
 * ```ts
 * import { pipeline, planPipeline } from '@odp/dsl'
 *
 * const meta = { pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' }
 * const plan = planPipeline(pipeline(meta).function('greet', { method: 'greet' }).build())
 * ```
 */
export function planPipeline(document: PipelineDocument, options: PlanOptions = {}): Plan {
  const language = options.language ?? defaultLanguage
  const planner = new Planner(document, language, options)
  const { execution } = document
  return {
    plan_version: PLAN_VERSION,
    digest: documentDigest(document),
    pipeline_id: document.pipeline_id,
    workspace_id: document.workspace_id,
    project_id: document.project_id,
    name: document.name ?? document.pipeline_id,
    mode: execution?.mode ?? 'brave',
    max_parallel: execution?.max_parallel ?? DEFAULT_MAX_PARALLEL,
    ...(execution?.timeout_minutes === undefined ? {} : { timeout_seconds: execution.timeout_minutes * 60 }),
    ...(document.input_schema === undefined ? {} : { input_schema: document.input_schema }),
    types: planner.types,
    nodes: planner.nodes(undefined),
  }
}

/**
 * SHA-256 of the canonical JSON of a document, in hexadecimal: the same for every face and every order of keys.
 *
 * @example
 * ```ts
 * import { documentDigest, type PipelineDocument } from '@odp/dsl'
 *
 * const isSame = (a: PipelineDocument, b: PipelineDocument) => documentDigest(a) === documentDigest(b)
 * ```
 */
export function documentDigest(document: PipelineDocument): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(document as unknown as Json))))
}

class Planner {
  readonly types: Record<string, PlanTypeDefaults> = {}
  readonly #document: PipelineDocument
  readonly #byLoop = new Map<OutlineStep | undefined, OutlineStep[]>()
  readonly #byId: ReadonlyMap<string, OutlineStep>
  readonly #onDemand: ReadonlySet<string>
  readonly #methods: ReadonlyMap<string, readonly string[]>
  readonly #catalog: CatalogIndex | undefined
  readonly #reads: ReadonlyMap<string, readonly string[]>

  constructor(document: PipelineDocument, language: Language, { methods = new Map(), catalog }: PlanOptions) {
    this.#document = document
    this.#methods = methods
    this.#catalog = catalog === undefined || 'find' in catalog ? catalog : indexCatalog(catalog)
    const outline = outlineDocument(document as unknown as Json, language)
    this.#byId = outline.byId
    this.#onDemand = onDemandIds(outline.steps)
    for (const step of outline.steps) {
      const beside = this.#byLoop.get(step.loop)
      if (beside === undefined) this.#byLoop.set(step.loop, [step])
      else beside.push(step)
    }
    this.#reads = readFields(outline)
    for (const { type, definition } of outline.steps) {
      if (definition === undefined || Object.hasOwn(this.types, type)) continue
      const { run, modes, timeout_minutes } = definition
      const seconds = timeout_minutes === undefined ? {} : { timeout_seconds: timeout_minutes * 60 }
      const builtIn = run === 'activity' && definition.outputs !== undefined ? { built_in_outputs: true as const } : {}
      this.types[type] = { run, mode: modes[0], ...builtIn, ...seconds }
    }
  }

  nodes(loop: OutlineStep | undefined): PlanNode[] {
    return (this.#byLoop.get(loop) ?? []).map((step) => this.#node(step))
  }

  #node(step: OutlineStep): PlanNode {
    const { step: source, definition } = step
    const { references } = stepReferences(step)
    const config = { ...ownConfig(step), ...definition?.defaults?.(source, this.#document) }
    const templates = Object.keys(config).flatMap((key) => templatedKeys(step, key, config[key] ?? null))
    const mode = source.execution_mode as StepMode | undefined
    const timeout = source.timeout_minutes as number | undefined
    const retry = this.#retry(source)
    const reads = cutReads(step, this.#reads.get(step.id))
    const fallback = valueAt(source, ['on_error', 'fallback_step'])
    const hasBody = definition?.blocks?.some((block) => block.scope === 'item') === true
    const checks = checksOf(source).map(
      ({ kind, text, run }) => ({ [kind]: text, run }) as { boolean: string; run: string },
    )
    return {
      id: step.id,
      type: step.type,
      ...(step.parent === undefined ? {} : { parent: step.parent.id, block: step.block ?? '' }),
      ...list(
        'after',
        this.#stepsRead(step, references, (use) => use !== 'route'),
      ),
      ...list('depends_on', (source.depends_on ?? []) as string[]),
      ...list(
        'check_reads',
        this.#stepsRead(
          step,
          references.filter((reference) => !reference.guarded),
          (use) => use === 'check',
        ),
      ),
      ...(this.#onDemand.has(step.id) ? { on_demand: true as const } : {}),
      ...(isJsonObject(source.inputs) ? { inputs: source.inputs } : {}),
      ...(Object.keys(config).length === 0 ? {} : { config }),
      ...list('templates', templates),
      ...list('texts', otherTexts(source)),
      ...(definition?.subject === true ? { subject: true as const } : {}),
      ...this.#runTimeMethods(step),
      ...(isJsonObject(source.outputs) ? { outputs: source.outputs as Record<string, string> } : {}),
      ...(source.output_schema === undefined ? {} : { output_schema: source.output_schema as JsonObject | boolean }),
      ...(mode === undefined || mode === definition?.modes[0] ? {} : { mode }),
      ...(retry === undefined ? {} : { retry }),
      ...(timeout === undefined ? {} : { timeout_seconds: timeout * 60 }),
      ...(typeof fallback === 'string' ? { fallback } : {}),
      ...(valueAt(source, ['on_error', 'continue_on_failure']) === true ? { continue_on_failure: true as const } : {}),
      ...list('check', checks),
      ...list('routes', this.#routes(step, references)),
      ...callTraits(step, this.#catalog),
      ...(reads === undefined ? {} : { reads }),
      ...(hasBody ? { nodes: this.nodes(step) } : {}),
    }
  }

  /** Ids of the steps that are read, each once, in the order of the text. */
  #stepsRead(
    step: OutlineStep,
    references: readonly StepReference[],
    wanted: (use: StepReference['use']) => boolean,
  ): string[] {
    const ids = new Set<string>()
    for (const { path, own, use } of references) {
      if (!own && wanted(use) && path.root !== step.id && this.#byId.has(path.root)) ids.add(path.root)
    }
    return [...ids]
  }

  #runTimeMethods(step: OutlineStep): Pick<PlanNode, 'methods'> {
    const ids = this.#methods.get(step.id)
    const key = step.definition?.requires?.(step.step).find((requirement) => hasTemplate(requirement.id))?.path[0]
    return ids === undefined || key === undefined ? {} : { methods: { key: String(key), ids } }
  }

  #routes(step: OutlineStep, references: readonly StepReference[]) {
    const reads = byRoute(references)
    const targets = byRoute(step.routeTargets)
    return routesOf(step.step).map((route, index) => ({
      expression: String(valueAt(route, ['match', 'expression'])),
      ...list(
        'after',
        this.#stepsRead(step, reads.get(index) ?? [], () => true),
      ),
      ...list(
        'run',
        (targets.get(index) ?? []).map((target) => target.id),
      ),
    }))
  }

  #retry(step: JsonObject): PlanRetry | undefined {
    const policy: RetryPolicyDocument = {
      ...this.#document.execution?.retry_policy,
      ...(isJsonObject(step.retry_policy) ? (step.retry_policy as RetryPolicyDocument) : {}),
    }
    if (Object.keys(policy).length === 0) return undefined
    return {
      max_attempts: policy.max_attempts ?? DEFAULT_RETRY.max_attempts,
      backoff: policy.backoff ?? DEFAULT_RETRY.backoff,
      initial_seconds: policy.initial_backoff_seconds ?? DEFAULT_RETRY.initial_seconds,
      max_seconds: policy.max_backoff_seconds ?? DEFAULT_RETRY.max_seconds,
    }
  }
}

/** The parts of a step by the route to which they belong. */
function byRoute<Part extends { readonly route?: number }>(parts: readonly Part[]): Map<number | undefined, Part[]> {
  const found = new Map<number | undefined, Part[]>()
  for (const part of parts) {
    const list = found.get(part.route)
    if (list === undefined) found.set(part.route, [part])
    else list.push(part)
  }
  return found
}

/** The fields that are read, where that leaves something out of what is declared. */
function cutReads(step: OutlineStep, reads: readonly string[] | undefined): readonly string[] | undefined {
  if (reads === undefined || isKeptWhole(step)) return undefined
  const { outputs } = step.step
  return isJsonObject(outputs) && Object.keys(outputs).every((name) => reads.includes(name)) ? undefined : reads
}

/** Whether more than templates needs the outputs as they are: a schema that they have to fit, or a control step whose outputs hold them. */
function isKeptWhole(step: OutlineStep): boolean {
  if (step.step.output_schema !== undefined) return true
  const around = step.container ?? step.loop
  return around !== undefined && (around.definition?.outputs_hold_steps === true || isKeptWhole(around))
}

/** Values that no work receives and that hold templates all the same. */
function otherTexts(step: JsonObject): Json[] {
  const values = ['name', 'description', 'resources', 'cache'].map((key) => step[key])
  return values.filter((value): value is Json => value !== undefined && collectReferences(value).references.length > 0)
}

/** Keys of the config that hold templates; a key with a literal inside is listed by its inner keys, such as `code.source`. */
function templatedKeys(step: OutlineStep, key: string, value: Json): string[] {
  const strings = step.definition?.strings ?? {}
  if (strings[key] !== undefined) return []
  const holds = (entry: Json) => collectReferences(entry).references.length > 0 || hasEscape(entry)
  const literalInside = Object.keys(strings).some((path) => path.startsWith(`${key}.`))
  if (!literalInside || !isJsonObject(value)) return holds(value) ? [key] : []
  return Object.keys(value)
    .filter((inner) => strings[`${key}.${inner}`] === undefined && holds(value[inner] ?? null))
    .map((inner) => `${key}.${inner}`)
}

/** `\{{` is no reference, but it has to be turned into `{{`. */
function hasEscape(value: Json): boolean {
  return JSON.stringify(value).includes('\\\\{{')
}

function list<Key extends string, Item>(key: Key, items: readonly Item[]): { [K in Key]?: readonly Item[] } {
  return (items.length === 0 ? {} : { [key]: items }) as { [K in Key]?: readonly Item[] }
}
