import { setTimeout } from 'node:timers/promises'
import { type ExecutionState, FAILURE_CODES, type StepFailure } from '@odp/dsl/plan'
import type { Execution } from '@odp/sdk'
import type { ToolContext } from './tool-context.js'
import { ToolError } from './tool-error.js'

/** How long a tool waits for an answer about an execution. */
const PATIENCE_MS = 20_000

/** An execution that these tools may look at, and its state. */
export async function watchedExecution(
  context: ToolContext,
  id: string,
): Promise<{ readonly execution: Execution; readonly state: ExecutionState }> {
  const execution = (await context.client()).execution(id)
  const state = await soon(execution.status(), id)
  const { workspaces } = context.policy
  // Of another workspace not even its name is told.
  if (workspaces !== undefined && !workspaces.includes(state.workspace_id)) {
    throw new ToolError('execution_not_found', `there is no execution '${id}' in the workspaces of these tools`)
  }
  return { execution, state }
}

/** An answer, or the end of patience. */
export async function soon<Value>(answer: Promise<Value>, id: string): Promise<Value> {
  const over = new AbortController()
  const waited = setTimeout(PATIENCE_MS, undefined, { signal: over.signal }).then(
    () => {
      throw new ToolError('worker_unavailable', `nothing answers about the execution '${id}'`, {
        hint: 'a Temporal server and a worker on its task queue must run',
      })
    },
    () => new Promise<never>(() => {}),
  )
  try {
    return await Promise.race([answer, waited])
  } finally {
    answer.catch(() => {})
    over.abort()
  }
}

/** A failure without its message, which may hold what a run has read. */
export function failureWithoutText({ code }: StepFailure): { readonly code: string; readonly meaning: string } {
  const known = Object.hasOwn(FAILURE_CODES, code) ? code : 'step_failed'
  return { code: known, meaning: FAILURE_CODES[known] }
}
