import {
  type AuditEntry,
  describeAlternatives,
  isJsonObject,
  type Operation,
  type OperationName,
  type OperationResult,
  PLAN_VERSION,
  type Refusal,
  type RefusalCode,
} from '@odp/dsl/plan'
import type { Execution } from './execution.js'
import type { StepRun } from './step-run.js'

function refuse(code: RefusalCode, message: string): Refusal {
  return { code, message }
}

/** What people do to an execution: whether it may be done now, what it does, and the record of it. */
export class Operations {
  readonly #execution: Execution
  readonly #audit: AuditEntry[]
  /** What each request was, by its id. */
  readonly #requests: Map<string, OperationName>

  constructor(execution: Execution, earlier: readonly AuditEntry[] = []) {
    this.#execution = execution
    this.#audit = [...earlier]
    this.#requests = new Map(earlier.map(({ request_id, operation }) => [request_id, operation]))
  }

  get audit(): readonly AuditEntry[] {
    return this.#audit
  }

  /** Whether the same request has been carried out. */
  isRepeated(operation: Operation): boolean {
    return this.#requests.has(operation.request_id)
  }

  /** Why an operation cannot be carried out now. A repeated request is never refused: it has no effect. */
  refusal(operation: Operation): Refusal | undefined {
    const shape = refuseShape(operation) ?? this.#refuseReused(operation)
    if (shape !== undefined || this.isRepeated(operation)) return shape
    const execution = this.#execution
    if (execution.hasEnded) return refuse('execution_ended', `the execution has ended as ${execution.status}`)
    switch (operation.operation) {
      case 'approve':
      case 'reject':
        return this.#refuseDecision(operation)
      case 'pause':
        return execution.isPaused ? refuse('already_paused', 'the execution is paused already') : undefined
      case 'resume':
        return execution.isPaused ? undefined : refuse('not_paused', 'the execution is not paused')
      case 'retryStep':
      case 'skipStep':
      case 'answerStep':
        return this.#refuseStep(operation)
      case 'replan':
        return this.#refusePlan(operation)
      case 'cancel':
        return undefined
    }
  }

  #refuseReused({ request_id, operation }: Operation): Refusal | undefined {
    const former = this.#requests.get(request_id)
    if (former === undefined || former === operation) return undefined
    return refuse(
      'request_invalid',
      `the request '${request_id}' was '${former}'; give '${operation}' an id of its own`,
    )
  }

  /** Carries an operation out that is not refused. */
  apply(operation: Operation): OperationResult {
    if (this.isRepeated(operation)) return { applied: false, sequence: this.#execution.sequence }
    this.#requests.set(operation.request_id, operation.operation)
    this.#audit.push(auditEntry(operation, this.#execution.host.now()))
    this.#execution.interpreter.act(() => this.#carryOut(operation))
    return { applied: true, sequence: this.#execution.sequence }
  }

  #carryOut(operation: Operation): void {
    const execution = this.#execution
    const { by, reason } = operation
    const author = { ...(by === undefined ? {} : { by }), ...(reason === undefined ? {} : { reason }) }
    const words = [by === undefined ? '' : ` by ${by}`, reason === undefined ? '' : `: ${reason}`].join('')
    switch (operation.operation) {
      case 'approve':
        execution.approve(author)
        break
      case 'reject':
        execution.finish('cancelled', ended('rejected', `the execution was rejected${words}`))
        break
      case 'cancel':
        execution.finish('cancelled', ended('cancelled', `the execution was cancelled${words}`))
        break
      case 'pause':
        execution.pause(author)
        break
      case 'resume':
        execution.resume(author)
        break
      case 'replan':
        execution.replan(operation)
        break
      case 'retryStep':
      case 'skipStep':
      case 'answerStep':
        this.#carryOutOnStep(operation, words)
    }
  }

  #carryOutOnStep(
    operation: Extract<Operation, { operation: 'retryStep' | 'skipStep' | 'answerStep' }>,
    words: string,
  ): void {
    const step = this.#step(operation.step)
    const { by, reason } = operation
    if (step === undefined) return
    if (operation.operation === 'skipStep') {
      this.#execution.interpreter.skipByPerson(step, `skipped${by === undefined ? ' by a person' : ''}${words}`)
    } else if (operation.operation === 'answerStep') {
      this.#execution.interpreter.answer(step, operation.value, by, reason)
    } else if (step.question === undefined) {
      step.retryNow?.()
    } else {
      this.#execution.interpreter.answer(step, 'retry', by, reason)
    }
  }

  #step(address: string): StepRun | undefined {
    return this.#execution.interpreter.stepAt(address)
  }

  #refuseDecision(operation: Extract<Operation, { operation: 'approve' | 'reject' }>): Refusal | undefined {
    const { awaited } = this.#execution
    if (awaited === undefined) {
      const earlier = this.#audit.find((entry) => entry.operation === 'approve')
      const by = earlier?.by === undefined ? '' : ` by ${earlier.by}`
      const why = earlier === undefined ? 'it does not wait for an approval' : `it was approved${by} before`
      return refuse('approval_not_awaited', why)
    }
    if (operation.operation === 'reject' || operation.digest === awaited.digest) return undefined
    const message = `'${operation.digest}' is not what waits; look at the execution again and approve '${awaited.digest}'`
    return refuse('approval_stale', message)
  }

  #refuseStep(
    operation: Extract<Operation, { operation: 'retryStep' | 'skipStep' | 'answerStep' }>,
  ): Refusal | undefined {
    const step = this.#step(operation.step)
    if (step === undefined) {
      // Before that there are no steps.
      if (this.#execution.awaited !== undefined)
        return refuse('step_unknown', 'no step can be chosen before the execution is approved')
      const known = describeAlternatives(operation.step, this.#execution.interpreter.addresses())
      return refuse('step_unknown', `there is no step '${operation.step}' now; ${known}`)
    }
    const { question } = step
    if (operation.operation === 'skipStep') {
      const isPossible = step.status === 'pending' || question !== undefined
      return isPossible ? undefined : refuse('step_started', `'${step.address}' is ${step.status}`)
    }
    const value = operation.operation === 'retryStep' ? 'retry' : operation.value
    if (question === undefined) {
      if (operation.operation === 'retryStep' && step.retryNow !== undefined) return undefined
      return refuse('step_not_waiting', `'${step.address}' is ${step.status} and asks nothing`)
    }
    if (question.asked.choices.includes(value)) return undefined
    return refuse('answer_unknown', `'${value}' is no answer here; choose ${question.asked.choices.join(', ')}`)
  }

  #refusePlan({ plan, keep, approval_digest }: Extract<Operation, { operation: 'replan' }>): Refusal | undefined {
    const { pipeline_id, workspace_id, project_id, mode } = this.#execution.plan
    const isPlan = isJsonObject(plan) && Array.isArray(plan.nodes) && isJsonObject(plan.types)
    if (!isPlan || plan.plan_version !== PLAN_VERSION)
      return refuse('plan_not_fitting', `a plan of version ${PLAN_VERSION} is expected`)
    if (plan.pipeline_id !== pipeline_id || plan.workspace_id !== workspace_id || plan.project_id !== project_id)
      return refuse(
        'plan_not_fitting',
        `a plan of pipeline '${pipeline_id}' in '${workspace_id}/${project_id}' is expected`,
      )
    // Who started it safely must be asked about every plan of it.
    if (mode === 'safe' && plan.mode !== 'safe')
      return refuse('plan_not_fitting', 'the execution is in safe mode, and so must the new plan be')
    if (!Array.isArray(keep) || keep.some((id) => typeof id !== 'string'))
      return refuse('request_invalid', '`keep` must be a list of step ids')
    if (plan.mode === 'safe' && approval_digest === undefined)
      return refuse('request_invalid', 'a plan in safe mode needs `approval_digest`')
    return undefined
  }
}

function refuseShape(operation: Operation): Refusal | undefined {
  const wanted: readonly string[] = ['request_id', ...(WANTED[operation.operation] ?? [])]
  const given: Readonly<Record<string, unknown>> = { ...operation }
  for (const name of wanted) {
    if (typeof given[name] !== 'string' || given[name] === '')
      return refuse('request_invalid', `'${name}' must be a text that is not empty`)
  }
  for (const name of ['by', 'reason']) {
    if (given[name] !== undefined && typeof given[name] !== 'string')
      return refuse('request_invalid', `'${name}' must be a text`)
  }
  return undefined
}

const WANTED: Partial<Record<Operation['operation'], readonly string[]>> = {
  approve: ['digest'],
  retryStep: ['step'],
  skipStep: ['step'],
  answerStep: ['step', 'value'],
}

function auditEntry(operation: Operation, time: number): AuditEntry {
  const { request_id, by, reason } = operation
  return {
    time,
    operation: operation.operation,
    request_id,
    ...(by === undefined ? {} : { by }),
    ...(reason === undefined ? {} : { reason }),
    ...('step' in operation ? { step: operation.step } : {}),
    ...('value' in operation ? { value: operation.value } : {}),
    ...('digest' in operation ? { digest: operation.digest } : {}),
  }
}

function ended<Code extends 'rejected' | 'cancelled'>(code: Code, message: string) {
  return { code, message, retryable: false } as const
}
