import type { StepResult } from '@odp/dsl/plan'
import { isOutcomeUnknown } from './attempts.js'
import type { Execution } from './execution.js'
import type { CallOutcome } from './host.js'
import type { Interpreter } from './interpreter.js'
import type { Questions } from './questions.js'
import type { StepRun } from './step-run.js'

/** What the last attempt of a step means: it completes, it fails, or a person is asked. */
export function judgeOutcome(
  step: StepRun,
  outcome: CallOutcome,
  interpreter: Interpreter,
  execution: Execution,
  questions: Questions,
): void {
  if (step.status !== 'running') return
  if (outcome.kind === 'failed') {
    if (isOutcomeUnknown(step.node, outcome.failure))
      questions.askAboutFailure(step, outcome.failure, 'unknown_outcome')
    else interpreter.failOrAsk(step, outcome.failure)
    return
  }
  // A batch is taken apart before.
  const result: StepResult = 'results' in outcome.result ? { outputs: {} } : outcome.result
  keepResult(step, result, execution)
  const { outputs, question } = result
  if (question !== undefined) {
    const failure = { code: 'validation_failed', message: question.message, retryable: false } as const
    questions.ask(step, { question, outputs, failure })
    return
  }
  interpreter.accept(step, outputs)
}

function keepResult(step: StepRun, { reused, cost_units, warning, stored }: StepResult, execution: Execution): void {
  step.reused = reused
  step.warning = warning
  step.stored = stored
  if (cost_units === undefined) return
  step.costUnits = (step.costUnits ?? 0) + cost_units
  execution.addCost(cost_units)
}
