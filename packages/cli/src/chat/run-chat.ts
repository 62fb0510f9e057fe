import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type PlannerCatalog, type PlannerContext, preparePlannerCatalog } from '@odp/agent'
import {
  ConversationError,
  type ConversationProgress,
  Conversations,
  type ConversationTurn,
  type GraphPlanner,
  modelGraphPlanner,
  SqliteCheckpointer,
  typedGraphPlanner,
} from '@odp/agent/graph'
import type { JsonObject } from '@odp/dsl'
import { workerInstallation } from '@odp/worker'
import { llmSettings } from '@odp/worker/llm'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import type { ChatFlags } from '../commands/chat.js'
import { sessionOf } from '../commands/session-options.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { colorsFor } from '../output/colors.js'
import { plainLine } from '../output/plain-text.js'
import { estimateLines } from '../output/status-text.js'
import { executionEventLine } from '../progress/execution-event-line.js'
import { watchInterruption } from '../run/interruption.js'
import { LineReader } from '../run/line-reader.js'
import { authorOf } from '../run/run-operation.js'
import { readCatalog } from '../sources/read-catalog.js'
import { readInput } from '../sources/read-input.js'
import { readText } from '../sources/read-text.js'
import { ChatExecutions } from './chat-executions.js'
import { modelOptions } from './model-options.js'
import { questionText } from './question-text.js'
import { readReply } from './read-reply.js'
import { resumeCommand } from './resume-command.js'
import { StepQuestions } from './step-questions.js'

/** Holds one conversation at the terminal. */
export async function runChat(request: string | undefined, flags: ChatFlags, context: CliContext): Promise<ExitCode> {
  if (flags.resume !== undefined && (request ?? flags.pipeline) !== undefined)
    throw new CliError('--resume takes up a conversation as it was left: without a request or --pipeline')
  const source = await readCatalog(flags.catalog, context)
  const catalog = preparePlannerCatalog(source.catalog)
  const session = sessionOf(flags)
  const planner = await plannerOf(flags, catalog, session, context)
  const interruption = watchInterruption(context)
  const reader = new LineReader(context.stdin, interruption.signal)
  const executions = flags.run ? new ChatExecutions(source, flags, context, interruption.signal) : undefined
  const checkpointer = openStore(flags.store ?? STORE, context)
  const { by } = authorOf({}, context)
  const conversations = new Conversations(
    {
      catalog,
      context: session,
      planner,
      by: by ?? 'chat',
      ...(executions === undefined ? {} : { executions, installation: workerInstallation(source.code) }),
    },
    checkpointer,
  )
  const say = (text: string) => context.stdout.write(`${text}\n`)
  let open: string | undefined
  const leave = () => {
    const colors = colorsFor(context.stdout, context.env)
    if (open !== undefined) say(colors.dim(`left open; go on with: ${resumeCommand(open, flags)}`))
    open = undefined
    return EXIT.failed
  }
  const begin = (thread_id: string) => {
    open = thread_id
  }
  try {
    const talk = hold(request, flags, conversations, { context, reader, say, begin, leave, planner, executions })
    return await Promise.race([talk, interruption.happened.then(leave)])
  } catch (error) {
    if (error instanceof ConversationError) throw new CliError(error.message)
    throw error
  } finally {
    interruption.stop()
    reader.close()
    await executions?.close()
    checkpointer.close()
  }
}

/** Where conversations are kept. */
const STORE = '.odp/conversations.sqlite'

interface Terminal {
  readonly context: CliContext
  readonly reader: LineReader
  readonly say: (text: string) => void
  /** Notes that a conversation has begun. */
  readonly begin: (thread_id: string) => void
  /** Says, once, how the conversation is gone on with. */
  readonly leave: () => ExitCode
  readonly planner: GraphPlanner
  readonly executions: ChatExecutions | undefined
}

async function hold(
  request: string | undefined,
  flags: ChatFlags,
  conversations: Conversations,
  terminal: Terminal,
): Promise<ExitCode> {
  const { context, reader, say, planner, executions } = terminal
  const colors = colorsFor(context.stdout, context.env)
  const tell = (progress: ConversationProgress) => {
    if (progress.kind === 'approval_carried') {
      say(
        `${colors.green('✔')} goes on under the approval of ${progress.approved.slice(0, 12)}…: no more cost, same targets, data and code`,
      )
      say(estimateLines(progress.estimate, colors).join('\n'))
    }
    if (progress.kind !== 'execution') return
    const { event } = progress
    say(executionEventLine(event, colors))
    questions?.hear(event)
  }
  const questions =
    executions === undefined
      ? undefined
      : new StepQuestions({ executions, reader, colors, write: (text) => context.stdout.write(text) })
  const begin = (id: string) => {
    say(colors.dim(`planner ${planner.name} · conversation ${id}`))
    terminal.begin(id)
  }
  let turn: ConversationTurn
  if (flags.resume !== undefined) {
    begin(flags.resume)
    turn = await conversations.continue(flags.resume, tell)
  } else {
    const asked = request ?? (await prompt('what do you want to find out? ', reader, context))
    if (asked === undefined) return EXIT.failed
    const pipeline = flags.pipeline === undefined ? undefined : await readText(flags.pipeline, context)
    const input = (await readInput(flags.input ?? [], flags.inputFile, context)) as JsonObject
    const start = { thread_id: `chat-${randomUUID().slice(0, 8)}`, request: asked, input }
    begin(start.thread_id)
    turn = await conversations.start({ ...start, ...(pipeline === undefined ? {} : { pipeline }) }, tell)
  }
  while (!turn.is_over && turn.question !== undefined) {
    await questions?.end()
    const { question, thread_id } = turn
    say(questionText(question, colors))
    let reply: unknown
    while (reply === undefined) {
      const line = await prompt('> ', reader, context)
      if (line === undefined) return terminal.leave()
      reply = readReply(question, line)
    }
    try {
      turn = await conversations.reply(thread_id, reply, tell)
    } catch (error) {
      if (!(error instanceof ConversationError) || error.code !== 'reply_invalid') throw error
      say(colors.yellow('that is no reply to it'))
    }
  }
  await questions?.end()
  return tellEnd(turn, terminal)
}

function tellEnd({ state }: ConversationTurn, { context, say }: Terminal): ExitCode {
  const colors = colorsFor(context.stdout, context.env)
  const { status, missing, policy, unused_words, document, execution_id } = state
  if (missing !== undefined) say(`${colors.red('✖')} ${plainLine(missing)}`)
  if (status === 'refused') for (const reason of policy) say(`${colors.red('✖')} refused: ${plainLine(reason)}`)
  if (status === 'abstained' && unused_words.length > 0)
    say(`${colors.yellow('!')} not used: ${plainLine(unused_words.join(', '))}`)
  if (status === 'approved' && document !== undefined) say(document)
  const mark = status === 'completed' || status === 'approved' ? colors.green('✔') : colors.red('✖')
  say(`${mark} ${status}${execution_id === undefined ? '' : ` ${colors.dim(execution_id)}`}`)
  return status === 'completed' || status === 'approved' ? EXIT.fine : EXIT.failed
}

async function prompt(text: string, reader: LineReader, context: CliContext): Promise<string | undefined> {
  while (true) {
    context.stdout.write(text)
    const line = await reader.read()
    if (line === undefined) return undefined
    if (line.trim() !== '') return line.trim()
  }
}

async function plannerOf(
  { planner }: ChatFlags,
  catalog: PlannerCatalog,
  session: PlannerContext,
  context: CliContext,
): Promise<GraphPlanner> {
  const name = planner ?? (llmSettings(context.env) === undefined ? 'typed' : 'hybrid')
  if (name === 'typed') return typedGraphPlanner(catalog, session)
  return modelGraphPlanner(catalog, await modelOptions(name, session, context))
}

function openStore(file: string, { cwd }: CliContext): SqliteCheckpointer {
  const path = resolve(cwd, file)
  try {
    mkdirSync(dirname(path), { recursive: true })
    return new SqliteCheckpointer(path)
  } catch (error) {
    throw new CliError(
      `conversations cannot be kept in '${file}': ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}
