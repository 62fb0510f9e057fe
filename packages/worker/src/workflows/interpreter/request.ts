import {
  describeAlternatives,
  isJsonObject,
  type JsonObject,
  type PathOutcome,
  type PlanCache,
  resolveInputs,
  resolveValue,
  type SecretHole,
  type StepFailure,
  type StepRequest,
} from '@odp/dsl/plan'
import type { StepRun } from './step-run.js'

/** Why a step cannot start. */
export type NotStarted =
  | { readonly kind: 'unavailable'; readonly root: string; readonly reason: string }
  | { readonly kind: 'failed'; readonly failure: StepFailure }

/** A step's work, ready to be called. */
export interface PreparedRequest {
  readonly kind: 'work'
  readonly request: StepRequest
}

/** Turns what could not be resolved into what it means for the step. */
export function notStarted(outcome: Exclude<PathOutcome, { kind: 'value' }>): NotStarted {
  if (outcome.kind === 'unavailable') return { kind: 'unavailable', root: outcome.root, reason: outcome.reason }
  return { kind: 'failed', failure: { code: 'reference_failed', message: outcome.message, retryable: false } }
}

function resolveConfig(step: StepRun, holes: SecretHole[]): PathOutcome {
  const { config = {}, templates } = step.node
  if (templates === undefined) return { kind: 'value', value: config }
  let resolved: JsonObject = config
  for (const path of templates) {
    const [key = '', inner] = path.split('.')
    const holder = inner === undefined ? undefined : config[key]
    const value = inner === undefined ? config[key] : isJsonObject(holder) ? holder[inner] : undefined
    const own: SecretHole[] = []
    const outcome = resolveValue(value ?? null, step.scope, own)
    if (outcome.kind !== 'value') return outcome
    const kept = resolved[key]
    resolved = {
      ...resolved,
      [key]: inner === undefined ? outcome.value : { ...(isJsonObject(kept) ? kept : {}), [inner]: outcome.value },
    }
    for (const hole of own) holes.push({ at: [...path.split('.'), ...hole.at], parts: hole.parts })
  }
  return { kind: 'value', value: resolved }
}

/** The key of a cached result may hold templates. */
function resolveCache(step: StepRun): PathOutcome {
  const { cache } = step.node
  return cache?.key === undefined ? { kind: 'value', value: { ...cache } } : resolveValue({ ...cache }, step.scope)
}

/** Ids that were allowed when the name was made at run time. */
function unknownMethod(step: StepRun, config: JsonObject): StepFailure | undefined {
  const { methods } = step.node
  if (methods === undefined) return undefined
  const id = config[methods.key]
  if (typeof id !== 'string' || methods.ids.includes(id)) return undefined
  const message = `'${id}' is none of the entries that fit; ${describeAlternatives(id, methods.ids)}`
  return { code: 'unknown_method', message, retryable: false }
}

/** What a request takes from the plan around its step. */
export interface RequestContext {
  readonly workspaceId: string
  /** Whether the work returns outputs that need no declaration. */
  readonly keepsAll: boolean
  /** What the run has produced so far. */
  subject(): JsonObject
}

/** Resolves everything that the work of a step receives. */
export function prepareRequest(step: StepRun, context: RequestContext): PreparedRequest | NotStarted {
  const { node, scope } = step
  const inputHoles: SecretHole[] = []
  const inputs = resolveInputs({ ...node.inputs }, scope, inputHoles)
  if (inputs.kind !== 'value') return notStarted(inputs)
  const configHoles: SecretHole[] = []
  const config = resolveConfig(step, configHoles)
  if (config.kind !== 'value') return notStarted(config)
  const cache = resolveCache(step)
  if (cache.kind !== 'value') return notStarted(cache)
  const unknown = unknownMethod(step, config.value as JsonObject)
  if (unknown !== undefined) return { kind: 'failed', failure: unknown }
  const secrets = [...at('inputs', inputHoles), ...at('config', configHoles)]
  const request: StepRequest = {
    step: step.address,
    type: node.type,
    ...(node.mode === undefined ? {} : { mode: node.mode }),
    ...(node.config === undefined ? {} : { config: config.value as JsonObject }),
    ...(node.inputs === undefined ? {} : { inputs: inputs.value as JsonObject }),
    ...(node.outputs === undefined || context.keepsAll ? {} : { outputs: Object.keys(node.outputs) }),
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(node.cache === undefined
      ? {}
      : { cache: cache.value as JsonObject & PlanCache, workspace_id: context.workspaceId }),
    ...(node.reads === undefined ? {} : { reads: node.reads }),
    ...(node.subject === true && node.inputs === undefined ? { subject: context.subject() } : {}),
  }
  return { kind: 'work', request }
}

function at(key: string, holes: readonly SecretHole[]): SecretHole[] {
  return holes.map((hole) => ({ at: [key, ...hole.at], parts: hole.parts }))
}
