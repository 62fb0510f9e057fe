import {
  fillSecrets,
  isJsonObject,
  type Json,
  type JsonObject,
  MissingSecretError,
  type StepRequest,
  type StepResult,
} from '@odp/dsl/plan'
import type { Equipment, StepActivity, StepContext } from './activity.js'
import { outputsAsJson } from './measure-outputs.js'
import { redact } from './redact.js'
import { shapeOutputs } from './shape-outputs.js'
import { failureOf, StepError } from './step-error.js'

/** Runs one attempt of a step: puts the secrets in, does the work, takes the secrets out, says what the outputs mean. */
export async function executeStep(
  activity: StepActivity,
  request: StepRequest,
  context: StepContext,
  equipment: Equipment,
): Promise<StepResult> {
  const used: string[] = []
  const filled = withSecrets(request, equipment, used)
  try {
    const returned = await activity.run(filled, used.length === 0 ? context : discreet(context, used), equipment)
    const outputs = withoutSecrets(shapeOutputs(request.outputs, returned), used)
    return activity.judge?.(request, outputs) ?? { outputs }
  } catch (error) {
    if (used.length === 0) throw error
    // The original error may carry the secret in its stack or cause, so it is left behind.
    const { code, message, retryable } = failureOf(error)
    throw new StepError(code, String(redact(message, used)), { retryable })
  }
}

/** Secrets are looked for in what is recorded: a date or an address becomes a text only there. */
function withoutSecrets(outputs: JsonObject, used: readonly string[]): JsonObject {
  return used.length === 0 ? outputs : (redact(JSON.parse(outputsAsJson(outputs)), used) as JsonObject)
}

/** Details of a heartbeat stand in the history, too. */
function discreet(context: StepContext, used: readonly string[]): StepContext {
  const heartbeat = (details?: Json) =>
    details === undefined ? context.heartbeat() : context.heartbeat(redact(details, used))
  return { ...context, heartbeat }
}

function withSecrets(request: StepRequest, equipment: Equipment, used: string[]): StepRequest {
  if (request.secrets === undefined) return request
  const parts: JsonObject = { inputs: request.inputs ?? {}, config: request.config ?? {} }
  try {
    const filled = fillSecrets(parts, request.secrets, (name) => {
      const secret = equipment.secret(name)
      if (secret !== undefined) used.push(secret)
      return secret
    })
    if (!isJsonObject(filled)) return request
    return { ...request, inputs: filled.inputs as JsonObject, config: filled.config as JsonObject }
  } catch (error) {
    if (error instanceof MissingSecretError) throw new StepError('secret_missing', error.message)
    throw error
  }
}
