import { randomUUID } from 'node:crypto'
import { type Executions, odpExecutions, type RevisionPreview, type SubmitSettings } from '@odp/agent/graph'
import type { JsonObject } from '@odp/dsl'
import type { Answer, ExecutionEvent, ExecutionState, StepState } from '@odp/dsl/plan'
import { createClient, type Execution, type OdpClient } from '@odp/sdk'
import { type RunningWorker, startWorker, workerInstallation } from '@odp/worker'
import type { ConnectionSettings } from '@odp/worker/dev-server'
import type { CliContext } from '../cli-context.js'
import type { ChatFlags } from '../commands/chat.js'
import { type OpenServer, openServer } from '../run/open-server.js'
import { outputDirectory } from '../run/output-directory.js'
import { authorOf } from '../run/run-operation.js'
import type { CatalogSource } from '../sources/read-catalog.js'

/** Runs what was approved on the server that `odp run` would use; it is looked for, or started, when something is to be run. */
export class ChatExecutions implements Executions {
  readonly #source: CatalogSource
  readonly #flags: ChatFlags
  readonly #context: CliContext
  readonly #signal: AbortSignal
  #server: OpenServer | undefined
  #worker: RunningWorker | undefined
  #client: OdpClient | undefined
  #executions: Executions | undefined

  constructor(source: CatalogSource, flags: ChatFlags, context: CliContext, signal: AbortSignal) {
    this.#source = source
    this.#flags = flags
    this.#context = context
    this.#signal = signal
  }

  async submit(document: string, input: JsonObject, settings: SubmitSettings): Promise<boolean> {
    return (await this.#open()).submit(document, input, settings)
  }

  async preview(id: string, document: string, input: JsonObject): Promise<RevisionPreview | undefined> {
    return (await this.#open(id)).preview?.(id, document, input)
  }

  async watch(id: string, tell: (event: ExecutionEvent) => void): Promise<ExecutionState> {
    return (await this.#open(id)).watch(id, tell)
  }

  /** What a step asks, if nobody has answered in the meantime. */
  async question(id: string, step: string): Promise<StepState['question']> {
    const { steps, questions } = await this.#execution(id).status()
    return [...steps, ...questions].find((one) => one.id === step)?.question
  }

  /** Answers what a step asks, in the name of who holds the conversation. */
  async answer(id: string, step: string, value: Answer): Promise<void> {
    await this.#execution(id).answerStep(step, value, authorOf({}, this.#context))
  }

  /** An execution that is being watched. */
  #execution(id: string): Execution {
    if (this.#client === undefined) throw new Error('nothing is being watched')
    return this.#client.execution(id)
  }

  /** Ends what was started for it. */
  async close(): Promise<void> {
    await this.#worker?.stop()
    await this.#client?.close()
    await this.#server?.stop()
  }

  /** @param id of an execution that was started before: its queue is served then */
  async #open(id?: string): Promise<Executions> {
    if (this.#executions !== undefined) return this.#executions
    const { address } = this.#flags
    const onProgress = (message: string) => this.#context.stderr.write(`${message} …\n`)
    this.#server ??= await openServer(
      { ...(address === undefined ? {} : { address }), onProgress, signal: this.#signal },
      this.#context,
    )
    const { settings } = this.#server
    const { code } = this.#source
    // A queue of its own: another worker on this server may have another catalog.
    const own = code === undefined ? undefined : `odp-chat-${randomUUID()}`
    const task_queue = id === undefined ? own : await this.#queueOf(id, settings)
    if (code !== undefined && task_queue !== undefined) {
      const output_directory = outputDirectory(this.#flags.outputDirectory, this.#context)
      this.#worker = await startWorker({ ...settings, task_queue, output_directory, catalog: code })
    }
    this.#client = this.#connect(settings, task_queue)
    this.#executions = odpExecutions(this.#client)
    return this.#executions
  }

  async #queueOf(id: string, settings: ConnectionSettings): Promise<string> {
    const client = this.#connect(settings, undefined)
    try {
      return await client.execution(id).taskQueue()
    } finally {
      await client.close()
    }
  }

  #connect({ address, namespace, tls, apiKey }: ConnectionSettings, task_queue: string | undefined): OdpClient {
    const { catalog, code } = this.#source
    // With credentials the client reads all from the environment, where they came from.
    const place = tls === undefined && apiKey === undefined ? { address, namespace } : {}
    const queue = task_queue === undefined ? {} : { task_queue }
    return createClient({ ...place, ...queue, catalog, installation: workerInstallation(code) })
  }
}
