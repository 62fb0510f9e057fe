import {
  type Catalog,
  type CatalogDocument,
  checkInput,
  checkPipeline,
  estimatePipeline,
  estimatePlan,
  estimateReplay,
  type Installation,
  type Json,
  type PipelineDocument,
  type PipelineEstimate,
  planPipeline,
  planReplay,
  type ReplayEstimate,
  type ReplayPlan,
} from '@odp/dsl'
import type { JsonObject, Plan } from '@odp/dsl/plan'
import { readReplaySource, type StartOptions, startExecution } from '@odp/worker/client'
import type { Client, Connection } from '@temporalio/client'
import { PipelineInvalidError, ServerUnreachableError } from './errors.js'

/**
 * What holds for an execution, however it is started.
 *
 * @example
 * ```ts
 * import type { StartSettings } from '@odp/sdk'
 *
 * const settings: StartSettings = { execution_id: 'ada-1', hold_failures: true, answer_expires_minutes: 60 }
 * ```
 */
export type StartSettings = Pick<
  StartOptions,
  | 'execution_id'
  | 'by'
  | 'hold_failures'
  | 'answer_expires_minutes'
  | 'approval_expires_minutes'
  | 'task_queues'
  | 'continue_every'
>

/**
 * What is replayed, and what is different this time.
 *
 * @example
 * ```ts
 * import type { ReplayRequest } from '@odp/sdk'
 *
 * const request: ReplayRequest = { from: 'analyse', input: { depth: 3 } }
 * ```
 */
export interface ReplayRequest extends StartSettings {
  /** The step that runs again, with all that is behind it. Default: only what cannot be reused runs. */
  readonly from?: string
  /** Input values that take the place of the former ones. */
  readonly input?: Record<string, Json>
  /** The pipeline to go on with: a document, a built pipeline or YAML text. Default: the former one. */
  readonly pipeline?: string | PipelineDocument
  /** Whether outputs that people have let through are reused; else they are asked again. Default false. */
  readonly reuse_answers?: boolean
}

/**
 * A replay that has not started, with what the steps cost that it runs; without a catalog nobody knows.
 *
 * @example
 * ```ts
 * import { renderReplay } from '@odp/dsl'
 * import type { ReplayPreview } from '@odp/sdk'
 *
 * const print = (preview: ReplayPreview) => console.log(renderReplay(preview, preview.estimate))
 * ```
 */
export interface ReplayPreview extends ReplayPlan {
  readonly estimate?: ReplayEstimate
}

/** A pipeline that may be started. */
export interface CheckedStart {
  readonly pipeline: PipelineDocument
  readonly plan: Plan
  readonly estimate?: PipelineEstimate
}

/** What a client knows beside its connection. */
export interface StarterOptions {
  readonly address: string
  readonly connection: Connection
  readonly catalog?: Catalog | CatalogDocument
  readonly installation: Installation
  readonly task_queue?: string
}

/** Checks pipelines and starts them, anew or as replays. */
export class Starter {
  readonly client: Client
  readonly #options: StarterOptions

  constructor(client: Client, options: StarterOptions) {
    this.client = client
    this.#options = options
  }

  /** @throws PipelineInvalidError */
  check(source: string | PipelineDocument): CheckedStart {
    const { catalog, installation } = this.#options
    const known = catalog === undefined ? {} : { catalog }
    const { report, pipeline, methods } = checkPipeline(source, { installation, ...known })
    if (!report.valid || pipeline === undefined) throw new PipelineInvalidError(report.diagnostics)
    const plan = planPipeline(pipeline, { methods, ...known })
    return { pipeline, plan, ...(catalog === undefined ? {} : { estimate: estimatePipeline(pipeline, { catalog }) }) }
  }

  /** Starts a pipeline, or the replay that its `replay` block asks for. */
  async submit(
    source: string | PipelineDocument,
    input: Record<string, Json>,
    settings: StartSettings,
  ): Promise<string> {
    const { pipeline, plan, estimate } = this.check(source)
    const { enabled, original_execution_id, replay_from_step: from } = pipeline.replay ?? {}
    if (enabled === true && original_execution_id !== undefined) {
      const request = { ...settings, input, pipeline, ...(from === undefined ? {} : { from }) }
      return this.replay(original_execution_id, request)
    }
    refuseInput(pipeline, input)
    return this.#start(plan, input, { ...settings, ...(estimate === undefined ? {} : { estimate }) })
  }

  async previewReplay(id: string, request: ReplayRequest): Promise<ReplayPreview> {
    const { replay, estimate } = await this.#planReplay(id, request)
    return { ...replay, ...(estimate === undefined ? {} : { estimate }) }
  }

  async replay(id: string, request: ReplayRequest): Promise<string> {
    const { plan, input, replay, estimate } = await this.#planReplay(id, request)
    const { from, input: _input, pipeline, reuse_answers, ...settings } = request
    const { reuse } = replay
    const cost = estimate === undefined ? {} : { estimate: { cost: estimate.cost, duration: estimate.work } }
    return this.#start(plan, input, { ...settings, ...cost, reuse })
  }

  /** @throws ServerUnreachableError */
  async connect(): Promise<void> {
    const { connection, address } = this.#options
    await connection.ensureConnected().catch((error: unknown) => {
      throw new ServerUnreachableError(address, error)
    })
  }

  async #planReplay(id: string, request: ReplayRequest) {
    const checked = request.pipeline === undefined ? undefined : this.check(request.pipeline)
    await this.connect()
    const old = await readReplaySource(this.client, id)
    const input: JsonObject = { ...old.input, ...request.input }
    refuseInput(checked?.pipeline ?? old.plan, input)
    const plan = checked?.plan ?? old.plan
    const { from, reuse_answers } = request
    const replay = planReplay({
      old,
      plan,
      input,
      ...(from === undefined ? {} : { from }),
      ...(reuse_answers === undefined ? {} : { reuse_answers }),
    })
    const { catalog } = this.#options
    const whole = checked?.estimate ?? (catalog === undefined ? undefined : estimatePlan(plan, { catalog }))
    return { plan, input, replay, estimate: whole === undefined ? undefined : estimateReplay(whole, replay) }
  }

  async #start(plan: Plan, input: JsonObject, options: StartOptions): Promise<string> {
    const { task_queue } = this.#options
    await this.connect()
    return startExecution(this.client, plan, input, { ...options, ...(task_queue === undefined ? {} : { task_queue }) })
  }
}

/** @throws PipelineInvalidError when an input does not fit a pipeline */
export function refuseInput(pipeline: PipelineDocument | Plan, input: Record<string, Json>): void {
  const issues = checkInput(pipeline, input)
  if (issues.length > 0) throw new PipelineInvalidError(issues)
}
