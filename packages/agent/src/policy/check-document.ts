import { type Json, type JsonObject, type PipelineDocument, STEP_DEFINITIONS } from '@odp/dsl'
import { PLANNED_TYPES } from '../catalog/planned-types.js'
import { objectOf } from '../json/object-of.js'
import type { PlannerContext } from '../planner/planner-options.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import { type PolicyBreach, shown } from './breach.js'
import { type DocumentPolicy, sessionPolicy } from './document-policy.js'
import { isAllowedWebhook } from './webhook-host.js'

const NAMES = ['method', 'model', 'flow', 'template', 'asset'] as const
/** A template that begins with secrets, and is none that was escaped. */
const SECRET = /(?<!\\)\{\{\s*secrets\b/
/** Keys of steps that hold values of the work, where a step or an address means nothing. */
const DATA = new Set(['inputs', 'iterate_over', 'output_schema'])
const TEMPLATE = /(?<!\\)\{\{/

/**
 * What a document may not have, whoever wrote it: the second wall, behind the plan's, and the one that edits and revisions meet too.
 *
 * @param given a document from which it was made: what stood there in a step already may stay
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
  const policy = sessionPolicy(context, permitted)
  return [...headFindings(document, policy), ...added(contentFindings, document, policy, given)].map(plain)
}

/** What a document may not have of its own: what stood in `given` already, in its head too, may stay. */
export function documentBreaches(
  document: PipelineDocument,
  policy: DocumentPolicy,
  given?: PipelineDocument,
): PolicyBreach[] {
  return [...added(headFindings, document, policy, given), ...added(contentFindings, document, policy, given)].map(
    plain,
  )
}

/** A breach, with the very thing that is one: another in the same place is another breach. */
interface Finding extends PolicyBreach {
  readonly about: Json | undefined
}
type Find = (document: PipelineDocument, policy: DocumentPolicy) => Finding[]
type Add = (code: PolicyBreach['code'], message: string, about: Json | undefined, step?: string) => void

function added(find: Find, document: PipelineDocument, policy: DocumentPolicy, given: PipelineDocument | undefined) {
  const before = new Set((given === undefined ? [] : find(given, policy)).map(identity))
  return find(document, policy).filter((finding) => !before.has(identity(finding)))
}

function identity({ code, step, about }: Finding): string {
  return JSON.stringify([code, step, about ?? null])
}

function plain({ about: _, ...breach }: Finding): PolicyBreach {
  return breach
}

function collector(): { findings: Finding[]; add: Add } {
  const findings: Finding[] = []
  const add: Add = (code, message, about, step) =>
    findings.push({ code, message, about, ...(step === undefined ? {} : { step: shown(step) }) })
  return { findings, add }
}

function headFindings({ workspace_id, project_id, execution, replay }: PipelineDocument, policy: DocumentPolicy) {
  const { findings, add } = collector()
  const { workspaces, projects, modes } = policy
  if (workspaces?.includes(workspace_id) === false || projects?.includes(project_id) === false)
    add('workspace', `'${shown(workspace_id)}', '${shown(project_id)}' is not open here`, [workspace_id, project_id])
  // Without a mode a document is brave.
  const mode = execution?.mode ?? 'brave'
  if (!modes.includes(mode)) add('mode', `the mode '${shown(mode)}' is not allowed here`, mode)
  if (replay?.enabled === true) add('replay', 'a replay is not started like this', replay as unknown as Json)
  return findings
}

function contentFindings(document: PipelineDocument, policy: DocumentPolicy): Finding[] {
  const { findings, add } = collector()
  const walk = (value: Json, step: string | undefined, isData: boolean) => {
    if (typeof value === 'string') {
      if (!policy.allow_secrets && SECRET.test(value)) add('secret', 'secrets are not read here', value, step)
      return
    }
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      for (const item of value) walk(item, step, isData)
      return
    }
    const isStep = !isData && typeof value.type === 'string' && typeof value.id === 'string'
    const here = isStep ? String(value.id) : step
    if (isStep) checkStep(value, policy, add)
    for (const [key, item] of Object.entries(value)) {
      if (!isData && key === 'delivery') checkDelivery(item, policy, here, add)
      if (!isData && key === 'resources') checkResources(item, policy, here, add)
      if (!isData && key === 'max_parallel') checkParallel(item, policy, here, add)
      walk(item, here, isData || DATA.has(key) || key.startsWith('x-'))
    }
  }
  walk(document as unknown as Json, undefined, false)
  return findings
}

function checkStep(step: JsonObject, { allow_code, permitted }: DocumentPolicy, add: Add): void {
  const type = String(step.type)
  const id = String(step.id)
  if (!Object.hasOwn(STEP_DEFINITIONS, type))
    add('inline_code', `there is no step of the type '${shown(type)}'`, type, id)
  else if (!allow_code && (type === PLANNED_TYPES.inline_code || 'code' in step))
    add('inline_code', `the step '${shown(id)}' holds code of its own`, [type, step.code ?? null], id)
  if (permitted === undefined) return
  const graph = objectOf(step.agent_config).graph_definition
  const assets = Array.isArray(step.assets) ? step.assets : []
  for (const name of [...NAMES.map((key) => step[key]), graph, ...assets]) {
    // The checker binds a name that is made at run time to the permitted ones.
    if (typeof name !== 'string' || TEMPLATE.test(name)) continue
    if (permitted.byId(name).length === 0)
      add('not_permitted', `'${shown(name)}' is not in the catalog of the session`, name, id)
  }
}

function checkDelivery(delivery: Json, { webhook_hosts }: DocumentPolicy, step: string | undefined, add: Add): void {
  const { url } = objectOf(delivery)
  if (!isAllowedWebhook(url, webhook_hosts)) add('webhook_host', `files are not sent to '${shown(url)}'`, url, step)
}

function checkResources(resources: Json, { most_gpus }: DocumentPolicy, step: string | undefined, add: Add): void {
  const { gpu } = objectOf(resources)
  if (gpu === undefined || most_gpus === undefined) return
  const amount =
    typeof gpu === 'number' ? gpu : typeof gpu === 'string' && /^\d{1,4}$/.test(gpu) ? Number(gpu) : Number.NaN
  if (!(amount <= most_gpus))
    add('quota', `${shown(gpu)} GPUs are not within the ${most_gpus} that a step may ask for`, gpu, step)
}

function checkParallel(value: Json, { most_parallel }: DocumentPolicy, step: string | undefined, add: Add): void {
  if (most_parallel !== undefined && typeof value === 'number' && value > most_parallel)
    add('quota', `${value} calls at a time are above ${most_parallel}`, value, step)
}
