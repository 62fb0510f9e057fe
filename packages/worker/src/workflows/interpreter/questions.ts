import type { Answer, JsonObject, StepFailure, StepQuestion } from '@odp/dsl/plan'
import type { Interpreter } from './interpreter.js'
import type { StepRun } from './step-run.js'

/** A week, when the start does not say. */
const DEFAULT_EXPIRY_MINUTES = 10_080

/** What is asked, what each answer means, and until when. */
export interface Asking {
  readonly question: StepQuestion
  /** Why the step fails when the answer is `fail`. */
  readonly failure: StepFailure
  /** What the step gives when the answer is `continue`. */
  readonly outputs?: JsonObject
}

/** Steps that wait for a person, wherever nested. */
export class Questions {
  readonly #interpreter: Interpreter
  readonly #expiryMinutes: number
  readonly #open = new Set<StepRun>()

  constructor(interpreter: Interpreter, expiryMinutes: number | undefined) {
    this.#interpreter = interpreter
    this.#expiryMinutes = expiryMinutes ?? DEFAULT_EXPIRY_MINUTES
  }

  /** Steps with a question, in the order in which they were asked. */
  get open(): readonly StepRun[] {
    return [...this.#open]
  }

  get isEmpty(): boolean {
    return this.#open.size === 0
  }

  /** Lets a running step wait for an answer. It keeps no place: others may work meanwhile. */
  ask(step: StepRun, { question, failure, outputs }: Asking): void {
    this.#interpreter.release(step)
    step.status = 'waiting'
    step.question = { asked: question, failure, ...(outputs === undefined ? {} : { outputs }) }
    this.#open.add(step)
    this.#interpreter.event('step.answer_requested', step, { question })
    const timer = this.#interpreter.host.sleep(this.#expiryMinutes * 60, () => {
      this.#interpreter.act(() => this.#expire(step))
    })
    step.stop = () => timer.cancel()
  }

  /** Asks whether the work of a step that failed is to be done again. */
  askAboutFailure(step: StepRun, failure: StepFailure, kind: 'unknown_outcome' | 'failed'): void {
    const known = kind === 'failed' ? '' : 'nobody knows whether the work was done; '
    const question = { kind, message: `${known}${failure.message}`, choices: ['retry', 'skip', 'fail'] } as const
    this.ask(step, { question, failure: { ...failure, retryable: false } })
  }

  /** Carries an answer out. */
  answer(step: StepRun, value: Answer, by: string | undefined, reason: string | undefined): void {
    const { question } = step
    if (question === undefined) return
    this.#interpreter.event('step.answered', step, {
      reason: reason === undefined ? value : `${value}: ${reason}`,
      ...(by === undefined ? {} : { by }),
    })
    this.close(step)
    this.#carryOut(step, value, question)
  }

  /** Forgets the question of a step that has been answered or ended. */
  close(step: StepRun): void {
    if (!this.#open.delete(step)) return
    step.stop?.()
    step.stop = undefined
    step.question = undefined
    step.status = 'running'
  }

  #carryOut(step: StepRun, value: Answer, question: NonNullable<StepRun['question']>): void {
    const { failure, outputs } = question
    if (value === 'continue') this.#interpreter.accept(step, outputs ?? {})
    else if (value === 'retry') this.#interpreter.tryAgain(step)
    else if (value === 'skip') this.#interpreter.skipByPerson(step, 'skipped by a person')
    else if (value === 'replan')
      this.#interpreter.fail(step, { ...failure, code: 'replan_requested', retryable: false })
    else this.#interpreter.fail(step, failure)
  }

  #expire(step: StepRun): void {
    const { question } = step
    if (question === undefined) return
    this.close(step)
    const message = `nobody answered within ${this.#expiryMinutes} minutes: ${question.failure.message}`
    this.#interpreter.fail(step, { ...question.failure, message })
  }
}
