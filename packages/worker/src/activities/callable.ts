import type { BatchContext, BatchFailure, MethodContext, MethodTraits } from '@odp/dsl'
import { describeAlternatives, type Json, type JsonObject, type StepRequest } from '@odp/dsl/plan'
import type { InstalledCatalog } from './installed-catalog.js'
import { StepError } from './step-error.js'

/** What the methods and models of a catalog have in common. */
export interface Callable extends MethodTraits {
  readonly inputs: Parser
  readonly outputs: Parser
  run?(inputs: unknown, context: MethodContext): unknown
  runBatch?(inputs: readonly unknown[], context: BatchContext): unknown
}

interface Parser {
  safeParseAsync(
    value: unknown,
  ): Promise<{ success: boolean; data?: unknown; error?: { issues: readonly ZodProblem[] } }>
}

interface ZodProblem {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** Where a step type finds what it calls. */
export interface CallableSource {
  readonly key: 'method' | 'model'
  /** What the mode `api` needs; absent for a type that has no such mode. */
  readonly connector: string | undefined
  readonly entries: (catalog: InstalledCatalog) => ReadonlyMap<string, unknown>
}

/** The entry that a step names, if there is one. */
export function findCallable(
  { key, entries }: CallableSource,
  request: StepRequest,
  catalog: InstalledCatalog,
): Callable | undefined {
  return entries(catalog).get(String(request.config?.[key])) as Callable | undefined
}

/** An entry of the catalog that a step names. */
export class NamedCallable {
  readonly id: string
  readonly entry: Callable

  /** @throws StepError where the step cannot be done by code of the catalog */
  constructor(source: CallableSource, request: StepRequest, catalog: InstalledCatalog) {
    const { key, connector, entries } = source
    if (connector !== undefined && request.mode !== 'direct') {
      const message = `mode api needs the connector '${connector}', which this worker does not have; set \`execution_mode: direct\` for code registered in TypeScript`
      throw new StepError('connector_missing', message)
    }
    this.id = String(request.config?.[key])
    const entry = findCallable(source, request, catalog)
    if (entry === undefined)
      throw new StepError(
        'unknown_method',
        `the worker does not know '${this.id}'; ${describeAlternatives(this.id, [...entries(catalog).keys()])}`,
      )
    if (entry.run === undefined && entry.runBatch === undefined)
      throw new StepError(
        'method_not_runnable',
        `the catalog describes '${this.id}', but it has no code: give it \`run\``,
      )
    this.entry = entry
  }

  /** @throws StepError `method_input_invalid` */
  async readInputs(inputs: JsonObject | undefined): Promise<unknown> {
    const parsed = await this.entry.inputs.safeParseAsync(inputs ?? {})
    if (parsed.success) return parsed.data
    throw new StepError('method_input_invalid', `the inputs do not fit '${this.id}': ${describe(parsed.error?.issues)}`)
  }

  /** @throws StepError `output_invalid` */
  async readOutputs(returned: unknown): Promise<Json> {
    const parsed = await this.entry.outputs.safeParseAsync(returned)
    if (parsed.success) return parsed.data as Json
    throw new StepError(
      'output_invalid',
      `'${this.id}' returned what does not fit its outputs: ${describe(parsed.error?.issues)}`,
    )
  }
}

/** Whether a method could not do an item of a batch. Outputs that have a field `error` beside others, or of another form, are outputs. */
export function isBatchFailure(answer: unknown): answer is BatchFailure {
  if (typeof answer !== 'object' || answer === null || Object.keys(answer).join() !== 'error') return false
  const { error } = answer as { readonly error: unknown }
  return typeof error === 'object' && error !== null && typeof (error as { message?: unknown }).message === 'string'
}

function describe(problems: readonly ZodProblem[] | undefined): string {
  const shown = (problems ?? [])
    .slice(0, 3)
    .map(({ path, message }) => `${path.length === 0 ? 'the value' : `'${path.map(String).join('.')}'`}: ${message}`)
  return shown.join('; ')
}
