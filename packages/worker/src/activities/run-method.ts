import type { MethodContext } from '@odp/dsl'
import { describeAlternatives, type Json, type StepRequest } from '@odp/dsl/plan'
import type { Activity, StepActivity, StepContext } from './activity.js'
import type { InstalledCatalog } from './installed-catalog.js'
import { StepError } from './step-error.js'

/** What the methods and models of a catalog have in common. */
interface Callable {
  readonly inputs: {
    safeParseAsync(
      value: unknown,
    ): Promise<{ success: boolean; data?: unknown; error?: { issues: readonly ZodProblem[] } }>
  }
  readonly outputs: Callable['inputs']
  run?(inputs: never, context: MethodContext): unknown
}

interface ZodProblem {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

function describe(problems: readonly ZodProblem[] | undefined): string {
  const shown = (problems ?? [])
    .slice(0, 3)
    .map(({ path, message }) => `${path.length === 0 ? 'the value' : `'${path.map(String).join('.')}'`}: ${message}`)
  return shown.join('; ')
}

/** Runs a registered TypeScript method: checks its inputs, calls it, checks what it returned. */
export function runMethod(options: {
  readonly key: 'method' | 'model'
  readonly connector: string | undefined
  readonly entries: (catalog: InstalledCatalog) => ReadonlyMap<string, unknown>
}): StepActivity {
  const run: Activity = async (request, context, equipment) => {
    if (options.connector !== undefined && request.mode !== 'direct') {
      const message = `mode api needs the connector '${options.connector}', which this worker does not have; set \`execution_mode: direct\` for code registered in TypeScript`
      throw new StepError('connector_missing', message)
    }
    const entries = options.entries(equipment.catalog)
    const id = String(request.config?.[options.key])
    const entry = entries.get(id) as Callable | undefined
    if (entry === undefined)
      throw new StepError(
        'unknown_method',
        `the worker does not know '${id}'; ${describeAlternatives(id, [...entries.keys()])}`,
      )
    if (entry.run === undefined)
      throw new StepError('method_not_runnable', `the catalog describes '${id}', but it has no code: give it \`run\``)
    const inputs = await entry.inputs.safeParseAsync(request.inputs ?? {})
    if (!inputs.success)
      throw new StepError('method_input_invalid', `the inputs do not fit '${id}': ${describe(inputs.error?.issues)}`)
    const returned = await entry.run(inputs.data as never, methodContext(request, context))
    const outputs = await entry.outputs.safeParseAsync(returned)
    if (!outputs.success)
      throw new StepError(
        'output_invalid',
        `'${id}' returned what does not fit its outputs: ${describe(outputs.error?.issues)}`,
      )
    return outputs.data as Json
  }
  return { run }
}

function methodContext(request: StepRequest, context: StepContext): MethodContext {
  const { signal, execution_id } = context
  return {
    signal,
    execution_id,
    heartbeat: (details) => context.heartbeat(details),
    step: request.step,
    idempotency_key: `${execution_id}/${request.step}`,
  }
}
