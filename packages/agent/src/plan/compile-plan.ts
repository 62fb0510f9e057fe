import { type Json, type JsonObject, type PipelineDocument, STEP_DEFINITIONS, type StepDocument } from '@odp/dsl'
import { namingKey, PLANNED_TYPES } from '../catalog/planned-types.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import type { FlatPlan, PlanStep, PlanValue } from './flat-plan.js'
import { type Container, LOOP_VARIABLE, placeSteps } from './place-steps.js'
import { renderTests } from './render-test.js'

/**
 * What a document says besides its steps.
 *
 * @example
 * ```ts
 * import type { DocumentHead } from '@odp/agent'
 *
 * const head: DocumentHead = { pipeline_id: 'p', name: 'P', workspace_id: 'acme', project_id: 'demo', mode: 'safe' }
 * ```
 */
export interface DocumentHead {
  readonly pipeline_id: string
  readonly name: string
  readonly workspace_id: string
  readonly project_id: string
  readonly mode: 'safe' | 'brave'
}

/**
 * Compiles a plan to a pipeline document. Constants become literals whatever they hold: a `{{` in one is escaped.
 *
 * @param catalog says in which mode an entry runs that does not run in the default mode of its step type; without it no step names a mode
 * @example
 * ```ts
 * import { compilePlan } from '@odp/agent'
 *
 * const head = { pipeline_id: 'p', name: 'P', workspace_id: 'w', project_id: 'j', mode: 'safe' as const }
 * const steps = [{ id: 'greet', uses: 'greet', type: 'function', inputs: [], settings: [], after: [], because: 'hello' }]
 * compilePlan({ goal: 'hello', steps }, head).steps[0]?.method // 'greet'
 * ```
 */
export function compilePlan(plan: FlatPlan, head: DocumentHead, catalog?: PlannerCatalog): PipelineDocument {
  return {
    version: '1.0',
    pipeline_id: head.pipeline_id,
    name: head.name,
    workspace_id: head.workspace_id,
    project_id: head.project_id,
    execution: { mode: head.mode },
    steps: compileSteps(plan, new Set(), catalog),
  }
}

/** The steps of a plan as a document has them, control flow around them. `given` are ids of steps that stand elsewhere. */
export function compileSteps(
  plan: FlatPlan,
  given: ReadonlySet<string> = new Set(),
  catalog?: PlannerCatalog,
): StepDocument[] {
  const containers = placeSteps(plan.steps, new Set([...given, ...plan.steps.map(({ id }) => id)]))
  return containers.map((container) => writeContainer(container, new Scope(plan, containers, catalog)))
}

/** A loop as its inner steps see it. */
interface LoopPlace {
  readonly id: string
  readonly variable: string
}

/** Knows in which loops each step, and each loop, stands. */
class Scope {
  readonly #around = new Map<string, readonly LoopPlace[]>()
  readonly plan: FlatPlan
  readonly catalog: PlannerCatalog | undefined

  constructor(plan: FlatPlan, containers: readonly Container[], catalog: PlannerCatalog | undefined) {
    this.plan = plan
    this.catalog = catalog
    const walk = (list: readonly Container[], around: readonly LoopPlace[]) => {
      for (const one of list) {
        this.#around.set(one.kind === 'step' ? one.step.id : one.id, around)
        if (one.kind === 'loop') walk(one.children, [...around, { id: one.id, variable: one.variable }])
        else if (one.kind === 'branches') walk([...one.if_true, ...one.if_false], around)
        else if (one.kind === 'group') walk(one.children, around)
      }
    }
    walk(containers, [])
  }

  /** A reference as a template path, seen from a step or loop. */
  path(ref: string, from: string): string {
    const here = this.#around.get(from) ?? []
    const root = ref.split(/[.[]/)[0] ?? ''
    if (root === LOOP_VARIABLE) return `${here.at(-1)?.variable ?? LOOP_VARIABLE}${ref.slice(root.length)}`
    // From outside a loop its inner steps are reached through the items, level by level.
    const through = (this.#around.get(root) ?? []).filter((loop) => !here.some(({ id }) => id === loop.id))
    const [first, ...rest] = through
    return first === undefined
      ? ref
      : `${first.id}.items[*].outputs.${rest.map(({ id }) => `${id}.items[*].outputs.`).join('')}${ref}`
  }

  /** What waits for a step from outside its loop waits for the loop. */
  waited(id: string, from: string): string {
    const here = this.#around.get(from) ?? []
    return (this.#around.get(id) ?? []).find((loop) => !here.some((one) => one.id === loop.id))?.id ?? id
  }
}

function writeContainer(container: Container, scope: Scope): StepDocument {
  if (container.kind === 'step') return writeStep(container.step, scope)
  const children = (list: readonly Container[]): StepDocument[] => list.map((child) => writeContainer(child, scope))
  if (container.kind === 'loop') {
    const { over } = container
    return {
      id: container.id,
      type: PLANNED_TYPES.loop,
      iterate_over:
        over.kind === 'const' ? (escapeTemplates(over.value) as Json) : writeValue(over, scope, container.id),
      loop_variable: container.variable,
      ...(container.max_parallel === undefined ? {} : { max_parallel: container.max_parallel }),
      steps: children(container.children),
    }
  }
  if (container.kind === 'group') {
    return {
      id: container.id,
      type: PLANNED_TYPES.group,
      parallel_config: { max_parallel: container.max_parallel },
      steps: children(container.children),
    }
  }
  const branches: JsonObject = {}
  if (container.if_true.length > 0) branches.if_true = { steps: children(container.if_true) }
  if (container.if_false.length > 0) branches.if_false = { steps: children(container.if_false) }
  const expression = renderTests(container.tests, container.join, (ref) => `{{${scope.path(ref, container.id)}}}`)
  return { id: container.id, type: PLANNED_TYPES.branches, condition: { expression }, branches }
}

function writeStep(step: PlanStep, scope: Scope): StepDocument {
  const document: StepDocument = { id: step.id, type: step.type }
  const key = namingKey(step.type)
  if (step.type === PLANNED_TYPES.graph) {
    document.agent_type = 'langgraph'
    document.agent_config = { graph_definition: step.uses }
  } else if (step.type === PLANNED_TYPES.wait) document.assets = [step.uses]
  else if (step.type === PLANNED_TYPES.file) {
    document.format = step.format ?? 'pdf_report'
    if (step.uses !== step.type) document.template = step.uses
  } else if (key !== undefined) document[key] = step.uses
  const mode = scope.catalog?.byId(step.uses).find(({ step_type }) => step_type === step.type)?.mode
  if (mode !== undefined) document.execution_mode = mode
  for (const { path, value } of step.settings) setAt(document, path.split('.'), writeValue(value, scope, step.id))
  if (step.inputs.length > 0) {
    document.inputs = Object.fromEntries(
      step.inputs.map(({ name, values, is_list, is_record }) => {
        const written = values.map((value) => writeValue(value, scope, step.id))
        if (is_record === true) return [name, { from: recordOf(values, written) }]
        return [name, { from: written.length === 1 && is_list !== true ? (written[0] as Json) : written }]
      }),
    )
  }
  const outputs = step.outputs ?? []
  if (outputs.length > 0)
    document.outputs = Object.fromEntries(outputs.map((name) => [name, step.artifacts?.[name] ?? `${step.id}_${name}`]))
  if (step.delivery !== undefined) document.delivery = { method: 'webhook', url: step.delivery.url }
  if (step.because !== '') document['x-because'] = escapeTemplates(step.because)
  const after = [...new Set(step.after.map((id) => scope.waited(id, step.id)))]
  if (after.length > 0) document.depends_on = after
  if (scope.plan.steps.some(({ fallback_of }) => fallback_of === step.id)) {
    document.on_error = { fallback_step: scope.plan.steps.find(({ fallback_of }) => fallback_of === step.id)?.id ?? '' }
  }
  if (step.fallback_of !== undefined) document.is_child = true
  return document
}

function recordOf(values: readonly PlanValue[], written: readonly Json[]): JsonObject {
  const record: JsonObject = {}
  for (const [at, value] of values.entries()) {
    const name = value.kind === 'ref' ? value.ref.replace(/\[\*\]/g, '').replace(/[^\w]+/g, '_') : `value_${at + 1}`
    record[name] = written[at] ?? null
  }
  return record
}

function writeValue(value: PlanValue, scope: Scope, from: string): Json {
  return renderValue(value, (ref) => scope.path(ref, from))
}

/** A value as a document has it; `path` says how a reference is spelt there. */
export function renderValue(value: PlanValue, path: (ref: string) => string): Json {
  if (value.kind === 'input') return `{{input.${value.name}}}`
  if (value.kind === 'ref') return `${escapeTemplates(value.before ?? '') as string}{{${path(value.ref)}}}`
  return escapeTemplates(value.value)
}

/** Makes a constant mean itself: what looks like a template in it is none. */
function escapeTemplates(value: Json): Json {
  if (typeof value === 'string') return value.replace(/\{\{/g, '\\{{')
  if (Array.isArray(value)) return value.map(escapeTemplates)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapeTemplates(item)]))
  return value
}

/** Sets a key further in, and makes what is missing on the way. */
export function setAt(target: JsonObject, path: readonly string[], value: Json): void {
  const [key, ...rest] = path
  if (key === undefined) return
  if (rest.length === 0) {
    target[key] = value
    return
  }
  const inner = target[key]
  const next: JsonObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {}
  target[key] = next
  setAt(next, rest, value)
}

/** Whether the language has a step type. */
export function isStepType(type: string): boolean {
  return Object.hasOwn(STEP_DEFINITIONS, type)
}
