import type { StepFailure, StepResult } from '@odp/dsl/plan'
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
    const failure = chargeFailure(step, outcome.failure, execution)
    if (isOutcomeUnknown(step.node, failure)) questions.askAboutFailure(step, failure, 'unknown_outcome')
    else interpreter.failOrAsk(step, failure)
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
  charge(step, cost_units, execution)
}

/** Counts what a failed attempt took, and gives the failure as it is told. */
export function chargeFailure(
  step: StepRun,
  { cost_units, ...failure }: StepFailure,
  execution: Execution,
): StepFailure {
  charge(step, cost_units, execution)
  return failure
}

function charge(step: StepRun, cost_units: number | undefined, execution: Execution): void {
  if (cost_units === undefined) return
  step.costUnits = (step.costUnits ?? 0) + cost_units
  execution.addCost(cost_units)
}
