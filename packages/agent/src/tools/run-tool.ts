import type { JsonObject } from '@odp/dsl'
import type * as z from 'zod'
import type { AgentTool } from './agent-tool.js'
import { AGENT_TOOLS } from './agent-tools.js'
import { fitAnswer, LONG_ANSWER, SHORT_ANSWER } from './fit-answer.js'
import type { ToolContext } from './tool-context.js'
import { TOOL_ERROR_CODES, ToolError, toolErrorOf } from './tool-error.js'

/**
 * What a tool answers: JSON, as a value and as text.
 *
 * @example
 * ```ts
 * import type { ToolAnswer } from '@odp/agent/tools'
 *
 * const print = ({ is_error, text }: ToolAnswer) => (is_error ? console.error(text) : console.log(text))
 * ```
 */
export interface ToolAnswer {
  /** True where it refused: the value then has `error: { code, message, hint? }`. */
  readonly is_error: boolean
  readonly value: JsonObject
  readonly text: string
}

/** Characters of all arguments of a call as JSON: two pipelines and what stands beside them. */
const LONGEST_INPUT = 3_000_000

/** Problems of arguments that are told. */
const MOST_PROBLEMS = 5

/**
 * Calls a tool by its name, with arguments that an agent made up: they are checked first. It never throws; the answer is JSON of about
 * 4 KB at most, 64 KB with `verbose: true`, beside pipelines, which are given whole.
 *
 * @example
 * ```ts
 * import { makeToolContext, runTool } from '@odp/agent/tools'
 *
 * const answer = await runTool(makeToolContext(), 'validate_pipeline', { pipeline: 'version: "1.0"' })
 * console.log(answer.value.valid) // false
 * ```
 */
export async function runTool(
  context: ToolContext,
  name: string,
  input: unknown,
  tools: readonly AgentTool[] = AGENT_TOOLS,
): Promise<ToolAnswer> {
  try {
    const tool = tools.find((one) => one.name === name)
    if (tool === undefined) {
      const hint = `there are: ${tools.map((one) => one.name).join(', ')}`
      throw new ToolError('unknown_tool', `there is no tool '${name.slice(0, 80)}'`, { hint })
    }
    const argumentsRead = readArguments(tool, input)
    const result = await tool.run(context, argumentsRead)
    const most = argumentsRead.verbose === true ? LONG_ANSWER : SHORT_ANSWER
    return answerOf(result, most, false, tool.whole)
  } catch (error) {
    return refusalOf(error, context)
  }
}

function readArguments(tool: AgentTool, input: unknown): z.output<AgentTool['input']> {
  const text = jsonOf(input ?? {})
  if (text === undefined || text.length > LONGEST_INPUT) {
    const message = `the arguments are no JSON of at most ${LONGEST_INPUT} characters`
    throw new ToolError('input_too_large', message, { hint: 'a pipeline may have 1,000,000 characters' })
  }
  const read = tool.input.safeParse(JSON.parse(text))
  if (read.success) return read.data
  const { issues } = read.error
  const texts = issues
    .slice(0, MOST_PROBLEMS)
    .map(({ path, message }) => `${path.join('.') || 'arguments'}: ${message}`)
  const keys = Object.keys(tool.input.shape).join(', ')
  const code = issues.some(({ code }) => code === 'too_big') ? 'input_too_large' : 'input_invalid'
  throw new ToolError(code, texts.join('; ').slice(0, 1_000), { hint: `${tool.name} takes: ${keys}` })
}

function refusalOf(error: unknown, context: ToolContext): ToolAnswer {
  const known = toolErrorOf(error)
  if (known === undefined) {
    context.onError(error)
    return answerOf({ error: { code: 'tool_failed', message: TOOL_ERROR_CODES.tool_failed } }, SHORT_ANSWER, true)
  }
  const { code, message, hint, details } = known
  const told = { code, message: message.slice(0, 1_000), ...(hint === undefined ? {} : { hint: hint.slice(0, 1_000) }) }
  return answerOf({ error: told, ...details }, SHORT_ANSWER, true)
}

function answerOf(result: object, most: number, is_error: boolean, whole?: readonly string[]): ToolAnswer {
  const plain = JSON.parse(JSON.stringify(result)) as JsonObject
  const value = fitAnswer(plain, most, whole)
  return { is_error, value, text: JSON.stringify(value) }
}

/** A value as JSON; undefined for what cannot be written so, or nests too deeply. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}
