import * as z from 'zod'
import type { ToolContext } from './tool-context.js'

/**
 * A tool for agents: what it is called, what it takes, and what it does. `effect` says what a call changes: nothing (`none`),
 * nothing but it looks at executions (`reads`), or it starts one (`starts`).
 *
 * @example
 * ```ts
 * import { AGENT_TOOLS, type AgentTool } from '@odp/agent/tools'
 *
 * const isHarmless = ({ effect }: AgentTool) => effect !== 'starts'
 * const names = AGENT_TOOLS.filter(isHarmless).map(({ name }) => name)
 * ```
 */
export interface AgentTool<Input extends z.ZodObject = z.ZodObject> {
  readonly name: string
  /** For the agent: what it does, and what to call next. */
  readonly description: string
  readonly input: Input
  readonly effect: 'none' | 'reads' | 'starts'
  /** Keys of the answer that are given whole, however long they are. */
  readonly whole?: readonly string[]
  run(context: ToolContext, input: z.output<Input>): object | Promise<object>
}

/** Declares a tool, with the types of its input. */
export function defineTool<Input extends z.ZodObject>(tool: AgentTool<Input>): AgentTool<Input> {
  return tool
}

/** The longest pipeline that a tool reads, in characters. */
const LONGEST_PIPELINE = 1_000_000

/** A pipeline as an argument. */
export const pipelineArgument = z.string().max(LONGEST_PIPELINE).describe('The pipeline: YAML or JSON text.')

/** Asks for more than the short answer. */
export const verboseArgument = z.boolean().optional().describe('True: up to 64 KB instead of 4 KB.')

/** The id of an execution as an argument. */
export const executionArgument = z.string().min(1).max(1_000).describe('Id of the execution.')
