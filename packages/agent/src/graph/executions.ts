import type { JsonObject, PipelineEstimate } from '@odp/dsl'
import type { ExecutionEvent, ExecutionState } from '@odp/dsl/plan'
import type { OdpClient } from '@odp/sdk'

/**
 * Who starts an execution, under which id, and what was approved.
 *
 * @example
 * ```ts
 * import type { SubmitSettings } from '@odp/agent/graph'
 *
 * const settings: SubmitSettings = { execution_id: 'ada-1', digest: 'ab12', by: 'ada' }
 * ```
 */
export interface SubmitSettings {
  readonly execution_id: string
  /** The execution whose outputs are taken over where they still hold. */
  readonly replay_of?: string
  readonly digest: string
  readonly by: string
  /** Digest of an earlier approval by the same person that covers this. */
  readonly carried?: string
}

/**
 * What a revised pipeline takes over of an execution.
 *
 * @example
 * ```ts
 * import type { RevisionPreview } from '@odp/agent/graph'
 *
 * const all: RevisionPreview = { reused: ['collect', 'analyse'] }
 * ```
 */
export interface RevisionPreview {
  /** Ids of steps whose outputs still hold. */
  readonly reused: readonly string[]
  /** Of the steps that run; absent where nothing is known of their cost. */
  readonly estimate?: Pick<PipelineEstimate, 'cost' | 'duration'>
}

/**
 * Where pipelines are run.
 *
 * @example
 * ```ts
 * import type { Executions } from '@odp/agent/graph'
 *
 * const watchOnly = ({ watch }: Executions) => watch
 * ```
 */
export interface Executions {
  /** What a replay with this document would take over, and what the rest costs; undefined where nothing can be replayed. */
  preview?(id: string, document: string, input: JsonObject): Promise<RevisionPreview | undefined>
  /**
   * Submits a pipeline in safe mode and passes the approval on, if what the server wants approved has the digest that was approved. The same id submits
   * nothing twice.
   *
   * @returns whether it was approved; if not, the execution was rejected and nothing ran
   */
  submit(document: string, input: JsonObject, settings: SubmitSettings): Promise<boolean>
  /** Waits for the end, and tells what happens meanwhile. */
  watch(id: string, tell: (event: ExecutionEvent) => void): Promise<ExecutionState>
}

/**
 * Executions of a Temporal server, by the SDK. Its client has to have the catalog of the conversation, so that both estimate alike.
 *
 * @example
 * ```ts
 * import { odpExecutions } from '@odp/agent/graph'
 * import { createClient } from '@odp/sdk'
 *
 * const executions = odpExecutions(createClient({ catalog: { methods: [{ id: 'count_birds', step_type: 'function' }] } }))
 * ```
 */
export function odpExecutions(client: OdpClient): Executions {
  return {
    async preview(id, document, input) {
      const { steps, estimate } = await client.execution(id).previewReplay({ pipeline: document, input })
      const reused = steps.filter(({ action }) => action === 'reuse').map((step) => step.id)
      return {
        reused,
        ...(estimate === undefined ? {} : { estimate: { cost: estimate.cost, duration: estimate.work } }),
      }
    },
    async submit(document, input, { execution_id, replay_of, digest, by, carried }) {
      const settings = { input, execution_id, by }
      const execution =
        replay_of === undefined
          ? await client.submit(document, settings)
          : await client.execution(replay_of).replay({ ...settings, pipeline: document })
      const { status, approval } = await execution.status()
      // It was approved before this process was started anew.
      if (status !== 'awaiting_approval') return approval === undefined
      if (approval?.digest === digest) {
        const reason =
          carried === undefined
            ? {}
            : { reason: `covered by the approval of ${carried}: no more cost, same targets, data and code` }
        await execution.approve({ digest, by, request_id: `${execution_id}-approve`, ...reason })
        return true
      }
      await execution.reject({ by, reason: 'it is not what was approved', request_id: `${execution_id}-reject` })
      return false
    },
    async watch(id, tell) {
      const execution = client.execution(id)
      for await (const event of execution.events()) tell(event)
      return execution.status()
    },
  }
}
