import type { StepState } from '@odp/dsl/plan'
import type { Execution } from '@odp/sdk'
import type { CliContext } from '../cli-context.js'
import { colorsFor } from '../output/colors.js'
import { plainText } from '../output/plain-text.js'
import { approvalCommands, estimateLines, questionLines } from '../output/status-text.js'
import type { Progress } from '../progress/progress.js'
import { choose } from './choose.js'
import { LineReader } from './line-reader.js'
import { authorOf } from './run-operation.js'

/** Where a person can be asked, and what stops when nobody has to be any more. */
export interface People {
  readonly context: CliContext
  readonly progress: Progress
  /** Approves what waits for an approval without asking. */
  readonly approve: boolean
  readonly signal: AbortSignal
}

/**
 * Asks the person at the terminal what an execution asks: for its approval, and about its steps. Where nobody can be asked it
 * says how to answer, and the execution waits. It never throws: the execution goes on without it.
 */
export async function askPeople(execution: Execution, people: People): Promise<void> {
  const { context, signal } = people
  const reader = isInteractive(context) ? new LineReader(context.stdin, signal) : undefined
  try {
    for await (const event of execution.events({ signal })) {
      if (event.type === 'pipeline.approval_requested') await askForApproval(execution, people, reader)
      else if (event.type === 'step.answer_requested' && event.step_id !== undefined)
        await askAboutStep(execution, event.step_id, people, reader)
    }
  } catch {
    // The end of the run is told by its result.
  } finally {
    reader?.close()
  }
}

async function askForApproval(execution: Execution, people: People, reader: LineReader | undefined): Promise<void> {
  const { context, progress, approve } = people
  const { approval } = await execution.status()
  if (approval === undefined) return
  const { digest, estimate } = approval
  const by = authorOf({}, context)
  if (approve) {
    await execution.approve({ ...by, digest, reason: 'approved with --approve' })
    return
  }
  const colors = colorsFor(context.stderr, context.env)
  const asks = colors.yellow('?')
  progress.pause?.()
  if (reader === undefined) {
    const lines = [...estimateLines(estimate, colors), ...approvalCommands(execution.id, digest, colors)]
    context.stderr.write(`${asks} waiting for an approval; it runs as soon as somebody gives it\n${lines.join('\n')}\n`)
    progress.resume?.()
    return
  }
  const lines = [...estimateLines(estimate, colors), `  ${colors.dim('digest   ')} ${digest}`]
  context.stderr.write(`${asks} this pipeline needs an approval\n${lines.join('\n')}\n`)
  const answer = await choose(['approve', 'reject'], { reader, output: context.stderr, colors })
  progress.resume?.()
  if (answer === 'approve') await tell(context, execution.approve({ ...by, digest }))
  else if (answer === 'reject') await tell(context, execution.reject(by))
}

async function askAboutStep(
  execution: Execution,
  address: string,
  people: People,
  reader: LineReader | undefined,
): Promise<void> {
  const { context, progress } = people
  const step = await openQuestion(execution, address)
  if (step?.question === undefined) return
  const colors = colorsFor(context.stderr, context.env)
  progress.pause?.()
  const lines = questionLines(execution.id, step, colors)
  if (reader === undefined) context.stderr.write(`${lines.join('\n')}\n`)
  else context.stderr.write(`${lines[0] ?? ''}\n`)
  const answer =
    reader === undefined ? undefined : await choose(step.question.choices, { reader, output: context.stderr, colors })
  progress.resume?.()
  if (answer !== undefined) await tell(context, execution.answerStep(address, answer, authorOf({}, context)))
}

/** The step, if nobody has answered in the meantime. */
async function openQuestion(execution: Execution, address: string): Promise<StepState | undefined> {
  const { steps, questions } = await execution.status()
  return [...steps, ...questions].find(({ id, question }) => id === address && question !== undefined)
}

/** Somebody else may have answered first. */
async function tell(context: CliContext, done: Promise<unknown>): Promise<void> {
  await done.catch((error: unknown) => {
    context.stderr.write(`  ${plainText(error instanceof Error ? error.message : String(error))}\n`)
  })
}

function isInteractive({ stdin, stderr }: CliContext): boolean {
  return 'isTTY' in stdin && stdin.isTTY === true && stderr.isTTY === true
}
