import type { ExecutionEvent } from '@odp/dsl/plan'
import type { Colors } from '../output/colors.js'
import { plainLine } from '../output/plain-text.js'
import { questionLines } from '../output/status-text.js'
import { choose } from '../run/choose.js'
import type { LineReader } from '../run/line-reader.js'
import type { ChatExecutions } from './chat-executions.js'

/** Where the questions of running steps are asked. */
export interface StepQuestionsPlace {
  readonly executions: Pick<ChatExecutions, 'question' | 'answer'>
  readonly reader: LineReader
  readonly colors: Colors
  readonly write: (text: string) => unknown
}

/** Asks what steps of a running execution ask, one after another, while it goes on; a question that somebody else has answered is dropped. */
export class StepQuestions {
  readonly #place: StepQuestionsPlace
  readonly #open = new Map<string, AbortController>()
  #asked: Promise<void> = Promise.resolve()

  constructor(place: StepQuestionsPlace) {
    this.#place = place
  }

  /** Takes note of what happened in the execution. */
  hear({ type, step_id, execution_id }: ExecutionEvent): void {
    if (type === 'step.answer_requested' && step_id !== undefined) {
      const given = new AbortController()
      this.#open.set(step_id, given)
      this.#asked = this.#asked.then(() => this.#ask(execution_id, step_id, given.signal)).catch(this.#say)
    } else if (step_id !== undefined) this.#drop(step_id)
    else if (type === 'pipeline.completed' || type === 'pipeline.failed' || type === 'pipeline.cancelled')
      for (const id of [...this.#open.keys()]) this.#drop(id)
  }

  /** Leaves what nobody has answered; the next line that is typed is for somebody else then. */
  async end(): Promise<void> {
    for (const id of [...this.#open.keys()]) this.#drop(id)
    await this.#asked
  }

  #drop(step: string): void {
    this.#open.get(step)?.abort()
    this.#open.delete(step)
  }

  async #ask(execution: string, step: string, signal: AbortSignal): Promise<void> {
    const { executions, reader, colors, write } = this.#place
    // An event may tell of long ago.
    const question = signal.aborted ? undefined : await executions.question(execution, step)
    if (question === undefined || signal.aborted) return
    const [first = '', ...commands] = questionLines(execution, { id: step, question }, colors)
    write(`${first}\n`)
    const answer = await choose(question.choices, { reader, output: { write }, colors, signal })
    if (answer !== undefined) await executions.answer(execution, step, answer)
    else if (signal.aborted) write(`\n  ${colors.dim(`${plainLine(step)} asks no more`)}\n`)
    // Nobody is here; whoever is elsewhere can answer.
    else write(`\n${commands.join('\n')}\n`)
  }

  /** Somebody else may have answered first, or the server is away: the execution goes on without it. */
  readonly #say = (error: unknown): void => {
    this.#place.write(`  ${plainLine(error instanceof Error ? error.message : String(error))}\n`)
  }
}
