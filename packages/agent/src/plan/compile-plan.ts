import { type Json, type JsonObject, type PipelineDocument, STEP_DEFINITIONS, type StepDocument } from '@odp/dsl'
import type { FlatPlan, PlanStep, PlanValue } from './flat-plan.js'
import { type Container, placeSteps } from './place-steps.js'
import { renderTests } from './render-test.js'

/** What a document says besides its steps. */
export interface DocumentHead {
  readonly pipeline_id: string
  readonly name: string
  readonly workspace_id: string
  readonly project_id: string
  readonly mode: 'safe' | 'brave'
}

const NAMING_KEYS: Readonly<Record<string, string>> = {
  crawler: 'method',
  function: 'method',
  ml_model: 'model',
  llm_flow: 'flow',
  data_transform: 'asset',
  output: 'template',
}
export const LOOP_VARIABLE = 'item'

/**
 * Compiles a plan to a pipeline document. Constants become literals whatever they hold: a `{{` in one is escaped.
 *
 * @example
 * ```ts
 * import { compilePlan } from '@odp/agent'
 *
 * const head = { pipeline_id: 'p', name: 'P', workspace_id: 'w', project_id: 'j', mode: 'safe' as const }
 * const steps = [{ id: 'greet', uses: 'greet', type: 'function', inputs: [], settings: [], after: [], because: 'hello' }]
 * compilePlan({ goal: 'hello', steps }, head).steps[0]?.method // 'greet'
 * ```
 */
export function compilePlan(plan: FlatPlan, head: DocumentHead): PipelineDocument {
  return {
    version: '1.0',
    pipeline_id: head.pipeline_id,
    name: head.name,
    workspace_id: head.workspace_id,
    project_id: head.project_id,
    execution: { mode: head.mode },
    steps: compileSteps(plan),
  }
}

/** The steps of a plan as a document has them, control flow around them. `given` are ids of steps that stand elsewhere. */
export function compileSteps(plan: FlatPlan, given: ReadonlySet<string> = new Set()): StepDocument[] {
  const containers = placeSteps(plan.steps, new Set([...given, ...plan.steps.map(({ id }) => id)]))
  return containers.map((container) => writeContainer(container, new Scope(plan, containers)))
}

/** Knows in which loop each step stands. */
class Scope {
  readonly #loops = new Map<string, string>()
  readonly plan: FlatPlan

  constructor(plan: FlatPlan, containers: readonly Container[]) {
    this.plan = plan
    const walk = (list: readonly Container[], loop: string | undefined) => {
      for (const one of list) {
        if (one.kind === 'step') {
          if (loop !== undefined) this.#loops.set(one.step.id, loop)
        } else
          walk(
            one.kind === 'conditional' ? [...one.if_true, ...one.if_false] : one.children,
            one.kind === 'loop' ? one.id : loop,
          )
      }
    }
    walk(containers, undefined)
  }

  loopOf(id: string): string | undefined {
    return this.#loops.get(id)
  }

  /** A reference as a template path, seen from a step. */
  path(ref: string, from: string | undefined): string {
    const clean = ref
    const root = clean.split(/[.[]/)[0] ?? ''
    const loop = this.#loops.get(root)
    if (loop === undefined || (from !== undefined && this.#loops.get(from) === loop)) return clean
    return `${loop}.items[*].outputs.${clean}`
  }

  /** What waits for a step from outside its loop waits for the loop. */
  waited(id: string, from: string): string {
    const loop = this.#loops.get(id)
    return loop === undefined || this.#loops.get(from) === loop ? id : loop
  }
}

function writeContainer(container: Container, scope: Scope, inLoop?: string): StepDocument {
  if (container.kind === 'step') return writeStep(container.step, scope)
  const children = (list: readonly Container[]): StepDocument[] =>
    list.map((child) => writeContainer(child, scope, container.kind === 'loop' ? container.id : inLoop))
  if (container.kind === 'loop') {
    const { over } = container
    return {
      id: container.id,
      type: 'loop',
      iterate_over:
        over.kind === 'const' ? (escapeTemplates(over.value) as Json) : writeValue(over, scope, container.outer),
      loop_variable: LOOP_VARIABLE,
      ...(container.max_parallel === undefined ? {} : { max_parallel: container.max_parallel }),
      steps: children(container.children),
    }
  }
  if (container.kind === 'parallel_group') {
    return {
      id: container.id,
      type: 'parallel_group',
      parallel_config: { max_parallel: container.max_parallel },
      steps: children(container.children),
    }
  }
  const first = firstStep(container)
  const branches: JsonObject = {}
  if (container.if_true.length > 0) branches.if_true = { steps: children(container.if_true) }
  if (container.if_false.length > 0) branches.if_false = { steps: children(container.if_false) }
  const expression = renderTests(container.tests, container.join, (ref) => `{{${scope.path(ref, first)}}}`)
  return { id: container.id, type: 'conditional', condition: { expression }, branches }
}

function firstStep(container: Container): string | undefined {
  if (container.kind === 'step') return container.step.id
  const inner = container.kind === 'conditional' ? [...container.if_true, ...container.if_false] : container.children
  return inner[0] === undefined ? undefined : firstStep(inner[0])
}

function writeStep(step: PlanStep, scope: Scope): StepDocument {
  const document: StepDocument = { id: step.id, type: step.type }
  const key = NAMING_KEYS[step.type]
  if (step.type === 'llm_agent') {
    document.agent_type = 'langgraph'
    document.agent_config = { graph_definition: step.uses }
  } else if (step.type === 'wait_for_asset') document.assets = [step.uses]
  else if (step.type === 'output') {
    document.format = step.format ?? 'pdf_report'
    if (step.uses !== 'output') document.template = step.uses
  } else if (key !== undefined) document[key] = step.uses
  for (const { path, value } of step.settings) setAt(document, path.split('.'), writeValue(value, scope, step.id))
  if (step.inputs.length > 0) {
    document.inputs = Object.fromEntries(
      step.inputs.map(({ name, values }) => {
        const written = values.map((value) => writeValue(value, scope, step.id))
        return [name, { from: written.length === 1 ? (written[0] as Json) : written }]
      }),
    )
  }
  const outputs = step.outputs ?? []
  if (outputs.length > 0)
    document.outputs = Object.fromEntries(outputs.map((name) => [name, step.artifacts?.[name] ?? `${step.id}_${name}`]))
  if (step.delivery !== undefined) document.delivery = { method: 'webhook', url: step.delivery.url }
  const after = [...new Set(step.after.map((id) => scope.waited(id, step.id)))]
  if (after.length > 0) document.depends_on = after
  if (scope.plan.steps.some(({ fallback_of }) => fallback_of === step.id)) {
    document.on_error = { fallback_step: scope.plan.steps.find(({ fallback_of }) => fallback_of === step.id)?.id ?? '' }
  }
  if (step.fallback_of !== undefined) document.is_child = true
  return document
}

function writeValue(value: PlanValue, scope: Scope, from: string | undefined): Json {
  if (value.kind === 'input') return `{{input.${value.name}}}`
  if (value.kind === 'ref') return `${escapeTemplates(value.before ?? '') as string}{{${scope.path(value.ref, from)}}}`
  return escapeTemplates(value.value)
}

/** Makes a constant mean itself: what looks like a template in it is none. */
export function escapeTemplates(value: Json): Json {
  if (typeof value === 'string') return value.replace(/\{\{/g, '\\{{')
  if (Array.isArray(value)) return value.map(escapeTemplates)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapeTemplates(item)]))
  return value
}

function setAt(target: JsonObject, path: readonly string[], value: Json): void {
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
