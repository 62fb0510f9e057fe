/**
 * Every code with which a tool refuses, with its meaning. Stable across versions.
 *
 * @example
 * ```ts
 * import { TOOL_ERROR_CODES } from '@odp/agent/tools'
 *
 * TOOL_ERROR_CODES.submit_not_allowed // 'This installation lets no tool start executions.'
 * ```
 */
export const TOOL_ERROR_CODES = {
  unknown_tool: 'No tool has this name.',
  input_invalid: 'The arguments do not fit the schema of the tool.',
  input_too_large: 'The arguments are larger than a tool reads.',
  pipeline_invalid: 'The pipeline has errors; they stand beside this code.',
  catalog_missing: 'The tools were given no catalog.',
  entry_unknown: 'The catalog has nothing of this id.',
  step_type_unknown: 'The language has no such step type.',
  dry_run_too_large: 'The loops of the pipeline would go round too often for a dry run, or it took too long.',
  dry_run_refused: 'A branch or a fault names a step that has none.',
  submit_not_allowed: 'This installation lets no tool start executions.',
  mode_not_allowed: 'The mode of the pipeline is not one that tools may start.',
  workspace_not_allowed: 'The workspace is not one that tools may use.',
  over_budget: 'The pipeline may cost more than tools may spend.',
  code_not_allowed: 'The pipeline holds code of its own, which no tool may start.',
  webhook_not_allowed: 'The pipeline sends files to a host that tools may not send to.',
  replay_not_allowed: 'Only a person starts a replay.',
  replay_refused: 'The replay cannot be planned.',
  execution_not_found: 'No execution has this id.',
  server_unreachable: 'No Temporal server answers, or none is configured.',
  worker_unavailable: 'No worker answers; only a worker knows what has happened in an execution.',
  tool_failed: 'The tool failed in a way that nobody foresaw. Whoever runs the tools finds the cause in their log.',
} as const satisfies Record<string, string>

/**
 * Why a tool refuses.
 *
 * @example
 * ```ts
 * import { TOOL_ERROR_CODES, type ToolErrorCode } from '@odp/agent/tools'
 *
 * const meaning = (code: ToolErrorCode): string => TOOL_ERROR_CODES[code]
 * ```
 */
export type ToolErrorCode = keyof typeof TOOL_ERROR_CODES

/** Ends a tool with a code, a sentence and, where there is one, what to do instead. */
export class ToolError extends Error {
  override readonly name = 'ToolError'
  readonly code: ToolErrorCode
  readonly hint: string | undefined
  /** What is told beside the error, such as the issues of a pipeline. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: ToolErrorCode,
    message: string,
    { hint, details = {} }: { readonly hint?: string; readonly details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message)
    this.code = code
    this.hint = hint
    this.details = details
  }
}

/** Errors of other packages that a tool passes on: their messages are made by ODP and hold nothing of what a run has read. */
const KNOWN: Readonly<Record<string, ToolErrorCode>> = {
  DryRunError: 'dry_run_refused',
  ReplayError: 'replay_refused',
  ExecutionNotFoundError: 'execution_not_found',
  ServerUnreachableError: 'server_unreachable',
  WorkerUnavailableError: 'worker_unavailable',
}

/** What a tool says of an error; undefined for one that nobody foresaw. */
export function toolErrorOf(error: unknown): ToolError | undefined {
  if (error instanceof ToolError) return error
  if (!(error instanceof Error)) return undefined
  if (error.name === 'ServiceError') return new ToolError('server_unreachable', 'the Temporal server does not answer')
  const code = Object.hasOwn(KNOWN, error.name) ? KNOWN[error.name] : undefined
  return code === undefined ? undefined : new ToolError(code, error.message)
}
