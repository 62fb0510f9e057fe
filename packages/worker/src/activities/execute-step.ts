import type { Json, JsonObject, StepRequest, StepResult } from '@odp/dsl/plan'
import { cacheKey } from '../cache/cache-key.js'
import { throughCache } from '../cache/through-cache.js'
import type { Equipment, StepActivity, StepContext } from './activity.js'
import { discreet, fillRequest } from './fill-request.js'
import { outputsAsJson } from './measure-outputs.js'
import { redact } from './redact.js'
import { shapeOutputs } from './shape-outputs.js'
import { failureOf, StepError } from './step-error.js'

/** Runs one attempt of a step, or takes its result from the cache where the step has one. */
export async function executeStep(
  activity: StepActivity,
  request: StepRequest,
  context: StepContext,
  equipment: Equipment,
): Promise<StepResult> {
  const work = () => workOnStep(activity, request, context, equipment)
  if (request.cache === undefined || equipment.cache === undefined) return work()
  const key = cacheKey(request, activity.version?.(request, equipment))
  const { ttl_seconds } = request.cache
  return throughCache({ cache: equipment.cache, key, ttl_seconds, signal: context.signal, work })
}

/** Puts the secrets in, does the work, takes the secrets out, says what the outputs mean. */
async function workOnStep(
  activity: StepActivity,
  request: StepRequest,
  context: StepContext,
  equipment: Equipment,
): Promise<StepResult> {
  const { request: filled, secrets } = fillRequest(request, equipment)
  let cost: number | undefined
  const charge = (cost_units: number) => {
    cost = (cost ?? 0) + cost_units
  }
  try {
    const returned = await activity.run(filled, { ...discreet(context, secrets), charge }, equipment)
    const result = resultOf(activity, request, returned, secrets)
    return cost === undefined ? result : { ...result, cost_units: cost }
  } catch (error) {
    const told = errorWithoutSecrets(error, secrets)
    if (cost === undefined || context.signal.aborted) throw told
    const { code, message, retryable } = failureOf(told)
    throw new StepError(code, message, { retryable, cause: told, cost_units: cost })
  }
}

/** What the work of a step returned, as later steps may read it, and what that means. */
export function resultOf(
  activity: StepActivity,
  request: StepRequest,
  returned: Json | undefined,
  secrets: readonly string[],
): StepResult {
  const shaped = shapeOutputs(request.outputs, returned)
  // Secrets are looked for in what is recorded: a date or an address becomes a text only there.
  const outputs = secrets.length === 0 ? shaped : (redact(JSON.parse(outputsAsJson(shaped)), secrets) as JsonObject)
  return activity.judge?.(request, outputs) ?? { outputs }
}

/** The original error may carry a secret in its stack or cause, so it is left behind. */
export function errorWithoutSecrets(error: unknown, secrets: readonly string[]): unknown {
  if (secrets.length === 0) return error
  const { code, message, retryable } = failureOf(error)
  return new StepError(code, String(redact(message, secrets)), { retryable })
}
