import type { MethodContext, MethodDefinition } from '@odp/dsl'
import type { Json, JsonObject } from '@odp/dsl/plan'
import type { StepContext } from '../../activities/activity.js'
import { waitForTurn } from '../../rate-limit/rate-limiter.js'

/** A call that a node asks for. */
export interface ToolCall {
  readonly tool: string
  /** JSON of the inputs. */
  readonly inputs: string
}

/** The tools of an agent: methods that its catalog entry names, and nothing else. */
export class AgentTools {
  readonly #tools: ReadonlyMap<string, MethodDefinition>
  readonly #context: StepContext
  readonly #step: string
  #calls = 0

  constructor(tools: readonly MethodDefinition[], context: StepContext, step: string) {
    this.#tools = new Map(tools.filter(({ run }) => run !== undefined).map((tool) => [tool.id, tool]))
    this.#context = context
    this.#step = step
  }

  get names(): readonly string[] {
    return [...this.#tools.keys()]
  }

  /** What a node is told about the tools. */
  describe(schemaOf: (tool: MethodDefinition) => JsonObject): string {
    return [...this.#tools.values()]
      .map((tool) => `- ${tool.id}: ${tool.summary} Inputs: ${JSON.stringify(schemaOf(tool))}`)
      .join('\n')
  }

  /** Calls a tool. What goes wrong is an answer too: the agent may try something else. */
  async call({ tool: name, inputs }: ToolCall): Promise<Json> {
    const tool = this.#tools.get(name)
    if (tool === undefined) return { tool: name, problem: 'there is no such tool' }
    this.#calls += 1
    try {
      const parsed = await tool.inputs.safeParseAsync(JSON.parse(inputs))
      if (!parsed.success) return { tool: name, problem: parsed.error.message.slice(0, 500) }
      await waitForTurn(tool, this.#context.signal)
      const outputs = await tool.outputs.safeParseAsync(await tool.run?.(parsed.data, this.#methodContext()))
      return outputs.success
        ? { tool: name, result: outputs.data as Json }
        : { tool: name, problem: 'it returned what does not fit its outputs' }
    } catch (error) {
      this.#context.signal.throwIfAborted()
      return { tool: name, problem: error instanceof Error ? error.message.slice(0, 500) : 'it failed' }
    }
  }

  #methodContext(): MethodContext {
    const { signal, execution_id } = this.#context
    const idempotency_key = `${execution_id}/${this.#step}/${this.#calls}`
    return {
      signal,
      execution_id,
      step: this.#step,
      idempotency_key,
      heartbeat: (details) => this.#context.heartbeat(details),
    }
  }
}
