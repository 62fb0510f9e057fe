import type { PipelineSamples } from '@odp/dsl'
import { fillSecrets, type JsonObject, type StepRequest } from '@odp/dsl/plan'
import { shapeOutputs } from '../activities/shape-outputs.js'
import { StepError } from '../activities/step-error.js'
import type { VirtualClock } from '../in-process/clock.js'
import type { Work } from '../in-process/in-process-host.js'

/**
 * How a step fails in a dry run.
 *
 * @example
 * ```ts
 * import type { Fault } from '@odp/worker/in-process'
 *
 * const fault: Fault = { message: 'the site does not answer', times: 2 }
 * ```
 */
export interface Fault {
  /** Default: that it was asked to fail. */
  readonly message?: string
  /** Attempts that fail, from the first on. Default: all. */
  readonly times?: number
  /** Whether the retry policy applies. Default: true. */
  readonly retryable?: boolean
}

/** What the work of a dry run is made from. */
export interface SampledWorkOptions {
  readonly samples: PipelineSamples
  readonly seed: string | number
  readonly clock: VirtualClock
  readonly faults: ReadonlyMap<string, Fault>
  /** Told what each attempt received, secrets by their names. */
  onCall(step: string, inputs: JsonObject | undefined): void
  /** Told what each call returned. */
  onReturn(step: string, outputs: JsonObject): void
}

/** Work that calls nothing: every step takes its estimated time and returns what was made up for it. */
export function sampledWork({ samples, seed, clock, faults, onCall, onReturn }: SampledWorkOptions): Work {
  return async (request, { number, signal }) => {
    const id = request.step.slice(request.step.lastIndexOf('.') + 1)
    onCall(request.step, shownInputs(request))
    const sample = samples.step(id, `${seed}/${request.step}/${number}`, request.config)
    await pass(clock, sample.duration_seconds ?? 0, signal)
    const fault = faults.get(request.step) ?? faults.get(id)
    if (fault !== undefined && number <= (fault.times ?? Number.POSITIVE_INFINITY)) {
      throw new StepError('step_failed', fault.message ?? 'the dry run was asked to let it fail', {
        retryable: fault.retryable ?? true,
      })
    }
    const outputs = shapeOutputs(request.outputs, sample.outputs)
    onReturn(request.step, outputs)
    return { outputs }
  }
}

/** What is cancelled or over its time leaves no timer behind that would move the clock on. */
async function pass(clock: VirtualClock, seconds: number, signal: AbortSignal): Promise<void> {
  if (seconds <= 0) return
  const timer = clock.sleep(seconds)
  const stop = () => timer.cancel()
  signal.addEventListener('abort', stop, { once: true })
  await timer.fired
  signal.removeEventListener('abort', stop)
}

function shownInputs({ inputs, secrets = [] }: StepRequest): JsonObject | undefined {
  if (inputs === undefined) return undefined
  const holes = secrets.flatMap(({ at: [key, ...at], parts }) => (key === 'inputs' ? [{ at, parts }] : []))
  return fillSecrets(inputs, holes, (name) => `<secret ${name}>`) as JsonObject
}
