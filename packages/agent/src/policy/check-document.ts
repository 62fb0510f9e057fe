import { type Json, type JsonObject, type PipelineDocument, STEP_DEFINITIONS } from '@odp/dsl'
import { PLANNED_TYPES } from '../catalog/planned-types.js'
import { objectOf } from '../json/object-of.js'
import type { PlannerContext } from '../planner/planner-options.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import { type PolicyBreach, shown } from './breach.js'
import { isAllowedWebhook } from './webhook-host.js'

const DEFAULT_GPUS = 4
const DEFAULT_PARALLEL = 100
const NAMES = ['method', 'model', 'flow', 'template', 'asset'] as const
/** A template that begins with secrets, and is none that was escaped. */
const SECRET = /(?<!\\)\{\{\s*secrets\b/
/** Keys of steps that hold values of the work, where a step or an address means nothing. */
const DATA = new Set(['inputs', 'iterate_over', 'output_schema'])
const TEMPLATE = /(?<!\\)\{\{/

/**
 * What a document may not have, whoever wrote it: the second wall, behind the plan's, and the one that edits and revisions meet too.
 *
 * @param given a document from which it was made: what stood there already may stay
 * @example
 * ```ts
 * import { checkDocumentPolicy, preparePlannerCatalog } from '@odp/agent'
 * import type { PipelineDocument } from '@odp/dsl'
 *
 * const permitted = preparePlannerCatalog({ methods: [{ id: 'count_birds', step_type: 'function' }] })
 * const breaches = (document: PipelineDocument) =>
 *   checkDocumentPolicy(document, permitted, { workspace_id: 'w', project_id: 'p' })
 * ```
 */
export function checkDocumentPolicy(
  document: PipelineDocument,
  permitted: PlannerCatalog,
  context: PlannerContext,
  given?: PipelineDocument,
): PolicyBreach[] {
  const before = new Set((given === undefined ? [] : stepBreaches(given, permitted, context)).map(identity))
  return [
    ...headBreaches(document, context),
    ...stepBreaches(document, permitted, context).filter((breach) => !before.has(identity(breach))),
  ]
}

function identity({ code, message, step }: PolicyBreach): string {
  return JSON.stringify([code, message, step])
}

function headBreaches(document: PipelineDocument, context: PlannerContext): PolicyBreach[] {
  const breaches: PolicyBreach[] = []
  const { workspace_id, project_id, execution, replay } = document
  if (workspace_id !== context.workspace_id || project_id !== context.project_id)
    breaches.push({
      code: 'workspace',
      message: `'${shown(workspace_id)}', '${shown(project_id)}' is not the session's`,
    })
  // Without a mode a document is brave.
  if (execution?.mode !== 'safe' && (context.mode ?? 'safe') === 'safe')
    breaches.push({ code: 'mode', message: 'the session allows no mode but safe' })
  if (replay?.enabled === true) breaches.push({ code: 'setting', message: 'a draft replays nothing' })
  const most = context.most_parallel ?? DEFAULT_PARALLEL
  if ((execution?.max_parallel ?? 0) > most)
    breaches.push({ code: 'quota', message: `${execution?.max_parallel} calls at a time are above ${most}` })
  return breaches
}

function stepBreaches(document: PipelineDocument, permitted: PlannerCatalog, context: PlannerContext): PolicyBreach[] {
  const breaches: PolicyBreach[] = []
  const walk = (value: Json, step: string | undefined, isData: boolean) => {
    if (typeof value === 'string') {
      if (SECRET.test(value)) add(breaches, 'secret', 'a draft reads no secrets', step)
      return
    }
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      for (const item of value) walk(item, step, isData)
      return
    }
    const isStep = !isData && typeof value.type === 'string' && typeof value.id === 'string'
    const here = isStep ? String(value.id) : step
    if (isStep) checkStep(value, permitted, breaches)
    for (const [key, item] of Object.entries(value)) {
      if (!isData && key === 'delivery') checkDelivery(item, context, here, breaches)
      if (!isData && key === 'resources') checkResources(item, context, here, breaches)
      if (!isData && key === 'max_parallel') checkParallel(item, context, here, breaches)
      walk(item, here, isData || DATA.has(key) || key.startsWith('x-'))
    }
  }
  walk(document.steps as unknown as Json, undefined, false)
  return breaches
}

function checkStep(step: JsonObject, permitted: PlannerCatalog, breaches: PolicyBreach[]): void {
  const { type, id } = step
  const definition = Object.hasOwn(STEP_DEFINITIONS, String(type))
  if (type === PLANNED_TYPES.inline_code || 'code' in step || !definition)
    add(breaches, 'inline_code', `a draft has no step of the type '${shown(type)}'`, String(id))
  const graph = objectOf(step.agent_config).graph_definition
  const assets = Array.isArray(step.assets) ? step.assets : []
  for (const name of [...NAMES.map((key) => step[key]), graph, ...assets]) {
    // The checker binds a name that is made at run time to the permitted ones.
    if (typeof name !== 'string' || TEMPLATE.test(name)) continue
    if (permitted.byId(name).length === 0)
      add(breaches, 'not_permitted', `'${shown(name)}' is not in the catalog of the session`, String(id))
  }
}

function checkDelivery(
  delivery: Json,
  context: PlannerContext,
  step: string | undefined,
  breaches: PolicyBreach[],
): void {
  const { url } = objectOf(delivery)
  if (!isAllowedWebhook(url, context)) add(breaches, 'webhook_host', `files are not sent to '${shown(url)}'`, step)
}

function checkResources(
  resources: Json,
  { most_gpus = DEFAULT_GPUS }: PlannerContext,
  step: string | undefined,
  breaches: PolicyBreach[],
): void {
  const { gpu } = objectOf(resources)
  if (gpu === undefined) return
  const amount =
    typeof gpu === 'number' ? gpu : typeof gpu === 'string' && /^\d{1,4}$/.test(gpu) ? Number(gpu) : Number.NaN
  if (!(amount <= most_gpus))
    add(breaches, 'quota', `${shown(gpu)} GPUs are not within the ${most_gpus} that a step may ask for`, step)
}

function checkParallel(
  value: Json,
  { most_parallel = DEFAULT_PARALLEL }: PlannerContext,
  step: string | undefined,
  breaches: PolicyBreach[],
): void {
  if (typeof value === 'number' && value > most_parallel)
    add(breaches, 'quota', `${value} calls at a time are above ${most_parallel}`, step)
}

function add(breaches: PolicyBreach[], code: PolicyBreach['code'], message: string, step: string | undefined): void {
  breaches.push({ code, message, ...(step === undefined ? {} : { step: shown(step) }) })
}
