import { fillSecrets, isJsonObject, type Json, MissingSecretError, type StepRequest } from '@odp/dsl/plan'
import type { Equipment, StepContext } from './activity.js'
import { redact } from './redact.js'
import { StepError } from './step-error.js'

/** A request with its secrets, and what they are. */
export interface FilledRequest {
  readonly request: StepRequest
  readonly secrets: readonly string[]
}

/**
 * Puts the secrets into a request: into its inputs, its config, and the inputs of the items of a batch.
 *
 * @throws StepError `secret_missing`
 */
export function fillRequest(request: StepRequest, equipment: Equipment): FilledRequest {
  if (request.secrets === undefined) return { request, secrets: [] }
  const { inputs = {}, config = {}, batch } = request
  const used: string[] = []
  const parts = { inputs, config, ...(batch === undefined ? {} : { batch }) } as unknown as Json
  try {
    const filled = fillSecrets(parts, request.secrets, (name) => {
      const secret = equipment.secret(name)
      if (secret !== undefined) used.push(secret)
      return secret
    })
    return { request: isJsonObject(filled) ? { ...request, ...filled } : request, secrets: used }
  } catch (error) {
    if (error instanceof MissingSecretError) throw new StepError('secret_missing', error.message)
    throw error
  }
}

/** Details of a heartbeat stand in the history, so they carry no secrets either. */
export function discreet(context: StepContext, secrets: readonly string[]): StepContext {
  if (secrets.length === 0) return context
  const heartbeat = (details?: Json) =>
    details === undefined ? context.heartbeat() : context.heartbeat(redact(details, secrets))
  return { ...context, heartbeat }
}
