import {
  type Answer,
  DEFAULT_RETRY,
  type Json,
  type JsonObject,
  type Plan,
  type StepFailure,
  type StepRequest,
} from '@odp/dsl/plan'
import { CONTROLS } from '../control/index.js'
import { Activation, decide } from './activation.js'
import { armStep } from './arm-step.js'
import { runAttempts } from './attempts.js'
import { completedOutputs } from './completed-outputs.js'
import { controlAround, enclosing } from './enclosing.js'
import type { LoggedEvent } from './event-log.js'
import type { Execution } from './execution.js'
import type { Host } from './host.js'
import { innerFailure } from './inner-failure.js'
import { chargeFailure, judgeOutcome } from './judge-outcome.js'
import { Limiter } from './limiter.js'
import { acceptOutputs, shapeControlOutputs } from './outputs.js'
import { prepareStep } from './prepare-step.js'
import { Questions } from './questions.js'
import { ReadyQueue } from './ready-queue.js'
import { recordedOutputs } from './recorded-outputs.js'
import { endsRun, isAbsorbed, isUnrescued } from './rescue.js'
import { type ScopeContext, type ScopePlace, ScopeRun } from './scope-run.js'
import { readCause } from './skip-cause.js'
import { stepAt } from './step-at.js'
import type { SkipCause, StepRun } from './step-run.js'
import { armControlTimeout, stopSteps } from './stop-steps.js'

/** Calls in flight at once, whatever a document says: Temporal fails a workflow task at 2,000. */
const MOST_CALLS = 500

/** Starts every step of an execution as soon as all that it waits for has settled, and decides what a failure means. */
export class Interpreter {
  readonly #execution: Execution
  readonly #context: ScopeContext
  readonly #queue = new ReadyQueue<StepRun>()
  readonly #activation = new Activation(this)
  readonly #questions: Questions
  /** Steps whose work is under way: a call, or a wait for the next attempt. */
  readonly #working = new Set<StepRun>()
  /** Work that a change has made possible; done one after the other, so that long chains need no deep stack. */
  readonly #todo: (() => void)[] = []
  /** Done when nothing else can be done any more. */
  readonly #idle: (() => void)[] = []
  #draining = false
  #root: ScopeRun | undefined

  /** @param startedAt when the execution began, in milliseconds since 1970 */
  constructor(execution: Execution, startedAt: number) {
    const { plan, start } = execution
    const { pipeline_id, workspace_id, project_id } = plan
    const started_at = new Date(startedAt).toISOString()
    this.#execution = execution
    this.#questions = new Questions(this, start.answer_expires_minutes)
    this.#context = {
      roots: { input: start.input, run: { id: start.execution_id, pipeline_id, workspace_id, project_id, started_at } },
      limiter: new Limiter(Math.min(plan.max_parallel, MOST_CALLS)),
      isControl: (type) => plan.types[type]?.run === 'control',
    }
  }

  get plan(): Plan {
    return this.#execution.plan
  }

  get host(): Host {
    return this.#execution.host
  }

  /** Begins with the steps of the outermost scope. */
  open(onDone: () => void): void {
    this.later(() => {
      this.openScope(this.plan.nodes, { prefix: '', order: [] }, onDone)
    })
  }

  /** Ends what runs and skips the rest; of a run that never began, all. */
  stop(reason: string): void {
    this.#root ??= new ScopeRun(this.plan.nodes, this.#context, { prefix: '', order: [] })
    stopSteps(this, this.#root.steps, reason)
  }

  /** Steps of the outermost scope. */
  get steps(): readonly StepRun[] {
    return this.#root?.steps ?? []
  }

  /** Steps inside loops that wait for an answer. */
  get innerQuestions(): readonly StepRun[] {
    return this.#questions.open.filter((step) => step.scope !== this.#root)
  }

  /** Outputs of the completed steps of the outermost scope. */
  outputs(): JsonObject {
    return completedOutputs(this.steps)
  }

  /** What the run has produced when a step starts. */
  producedBefore(reader: StepRun): JsonObject {
    return completedOutputs(this.steps.filter((step) => step !== reader))
  }

  /** Whether the work of a type returns outputs that need no declaration. */
  hasBuiltInOutputs(type: string): boolean {
    return this.plan.types[type]?.built_in_outputs === true
  }

  stepAt(address: string): StepRun | undefined {
    return stepAt(this.#root, address)
  }

  /** Addresses of the steps of the outermost scope and of those that wait for an answer. */
  addresses(): string[] {
    return [...this.steps, ...this.#questions.open].map((step) => step.address)
  }

  answer(step: StepRun, value: Answer, by: string | undefined, reason: string | undefined): void {
    this.#questions.answer(step, value, by, reason)
  }

  skipByPerson(step: StepRun, text: string): void {
    this.#questions.close(step)
    step.status = 'pending'
    this.#skip(step, { text })
  }

  /** Has a step done once more, when there is a place for it. */
  tryAgain(step: StepRun): void {
    step.status = 'pending'
    step.ready = step.limiters().length > 0
    if (step.ready) this.#queue.add(step)
    else this.consider(step)
  }

  openScope(nodes: Plan['nodes'], place: ScopePlace, onDone: () => void): ScopeRun {
    const scope = new ScopeRun(nodes, this.#context, place)
    this.#root ??= scope
    scope.onDone = onDone
    if (scope.open === 0) this.later(onDone)
    for (const step of scope.steps) armStep(this, step)
    for (const step of scope.steps) this.later(() => this.consider(step))
    return scope
  }

  /** Lets the steps of a block start. */
  openBlock(step: StepRun, block: string): void {
    for (const inner of step.scope.block(step.node.id, block)) {
      inner.blockOpen = true
      this.later(() => this.consider(inner))
    }
  }

  /** Skips the steps of a block that is not entered. */
  closeBlock(step: StepRun, block: string, cause: SkipCause): void {
    for (const inner of step.scope.block(step.node.id, block)) this.skip(inner, cause)
  }

  /** A control step ends when its inner steps have; this is for one that has none, or that counts them itself. */
  finishControl(step: StepRun): void {
    if (step.status !== 'running') return
    if (step.innerFailure !== undefined) this.fail(step, step.innerFailure)
    else this.accept(step, shapeControlOutputs(step.node, CONTROLS[step.node.type]?.outputs(step) ?? {}))
  }

  /** Does something after what is being done now. */
  later(action: () => void): void {
    this.#todo.push(action)
  }

  /** Does something once nothing else can be done before the next answer. */
  whenIdle(action: () => void): void {
    this.#idle.push(action)
  }

  /** Does something that came from outside, and all that it makes possible. */
  act(action: () => void): void {
    this.later(action)
    this.drain()
  }

  skip(step: StepRun, cause: SkipCause): void {
    if (step.status !== 'pending') return
    // One that waits for a place to be tried again has started.
    if (step.startedAt === undefined) this.#skip(step, cause)
    else this.cancelStep(step, cause.text)
  }

  #skip(step: StepRun, cause: SkipCause): void {
    step.status = 'skipped'
    step.cause = cause
    step.endedAt = this.host.now()
    step.request = undefined
    if (step.ready) this.#queue.remove(step)
    this.event('step.skipped', step, { reason: step.skipReason ?? cause.text })
    this.#activation.withdraw(step, `'${step.node.id}' was skipped`)
    this.#settle(step)
  }

  cancelStep(step: StepRun, reason: string): void {
    this.#questions.close(step)
    if (step.status === 'pending' && step.ready) this.#queue.remove(step)
    step.status = 'cancelled'
    step.endedAt = this.host.now()
    this.release(step)
    this.event('step.cancelled', step)
    this.#activation.withdraw(step, reason)
    this.#settle(step)
  }

  /** Fails a step, unless its failure would end the run and a person is to be asked before. */
  failOrAsk(step: StepRun, failure: StepFailure): void {
    // What a control step has begun cannot be begun again.
    const canRetry = step.status === 'pending' || !this.#context.isControl(step.node.type)
    if (this.#execution.start.hold_failures !== true || !canRetry || !endsRun(step, failure)) {
      this.fail(step, failure)
      return
    }
    if (step.status === 'pending') this.#started(step)
    if (step.status === 'running') this.#questions.askAboutFailure(step, failure, 'failed')
  }

  fail(step: StepRun, failure: StepFailure): void {
    if (step.status === 'pending') this.#started(step)
    if (step.status !== 'running') return
    step.status = 'failed'
    step.failure = failure
    step.endedAt = this.host.now()
    step.request = undefined
    this.release(step)
    this.event('step.failed', step, { failure })
    this.#activation.withdraw(step, `'${step.node.id}' failed`)
    if (failure.code === 'replan_requested') {
      // Another plan is wanted, so that no way of this one stands in.
      this.#failRun(step, failure)
      this.#settle(step)
      return
    }
    const fallback = step.node.fallback === undefined ? undefined : step.scope.own(step.node.fallback)
    if (fallback === undefined) this.#afterRescueFailed(step, failure)
    else this.#callFallback(step, fallback, failure)
  }

  complete(step: StepRun, outputs: Json): void {
    if (step.status !== 'running') return
    step.outputs = outputs
    // Its routes read it as a completed one; nobody else can before this is decided.
    step.status = 'completed'
    const decisions = decide(step)
    if (decisions.kind === 'failed') {
      step.outputs = undefined
      step.status = 'running'
      this.failOrAsk(step, decisions.failure)
      return
    }
    step.endedAt = this.host.now()
    step.request = undefined
    this.release(step)
    this.event('step.completed', step, {
      ...(step.artifacts === undefined ? {} : { artifacts: step.artifacts }),
      ...(step.reused === undefined ? {} : { reused: step.reused }),
      ...(step.warning === undefined ? {} : { warning: step.warning }),
    })
    this.#activation.completed(step, decisions)
    this.#settle(step)
    this.#activation.openRoutes(step, decisions)
  }

  /** Completes a step with these outputs if they are what it declares, and fails it otherwise. */
  accept(step: StepRun, outputs: JsonObject): void {
    const failure = acceptOutputs(step.node, outputs, step.stored?.fields)
    if (failure === undefined) this.complete(step, outputs)
    else this.failOrAsk(step, failure)
  }

  /** A failure that shows after its step has settled: a route that waited for others cannot be evaluated. */
  failBehind(step: StepRun, failure: StepFailure): void {
    if (step.node.continue_on_failure !== true) this.#escalate(step, failure)
  }

  /** Starts a step if all that it waits for has settled and it has been activated; skips it if it cannot run. */
  consider(step: StepRun): void {
    if (step.status !== 'pending' || step.ready || step.waiting > 0 || !step.blockOpen || !step.demanded) return
    for (const id of step.node.depends_on ?? []) {
      const source = step.scope.find(id)
      if (source === undefined || !isUnrescued(source)) continue
      this.skip(step, { text: `it depends on '${id}', which failed` })
      return
    }
    for (const id of step.node.check_reads ?? []) {
      const source = step.scope.find(id)
      if (source === undefined || source.readable.kind !== 'unavailable') continue
      this.skip(step, readCause(step, 'it', id, source.readable.reason))
      return
    }
    if (!this.#execution.gate.isOpen) {
      this.#execution.gate.hold(() => this.consider(step))
      return
    }
    // It may be considered again while it waits for a place.
    step.ready = true
    if (step.limiters().length > 0) this.#queue.add(step)
    else this.#launch(step)
  }

  /** Gives back the places of a step and ends what it waits for. */
  release(step: StepRun): void {
    for (const limiter of step.held) limiter.give()
    step.held = []
    this.#working.delete(step)
    step.stop?.()
    step.stop = undefined
  }

  event(type: LoggedEvent['type'], step: StepRun, more: Partial<LoggedEvent> = {}): void {
    this.#execution.event(type, step, more)
  }

  // Starting.

  /** Starts a step that holds its places. Nothing of it is visible until it is clear that it can start. */
  #launch(step: StepRun): void {
    step.held = step.limiters()
    if (step.request !== undefined) {
      this.#resume(step, step.request)
      return
    }
    const recorded = recordedOutputs(step, this.#execution.start.reuse)
    const prepared = prepareStep(step, this)
    if (prepared.kind === 'unavailable') {
      this.release(step)
      this.skip(step, readCause(step, 'it', prepared.root, prepared.reason))
    } else if (prepared.kind === 'failed') {
      this.failOrAsk(step, prepared.failure)
    } else {
      this.#started(step)
      step.artifacts = prepared.artifacts
      if (recorded !== undefined) {
        step.reused = 'replay'
        this.later(() => this.accept(step, recorded))
      } else if (prepared.kind === 'control') {
        armControlTimeout(this, step)
        prepared.begin()
      } else {
        step.request = prepared.request
        this.#work(step, prepared.request, 1)
      }
    }
  }

  /** A person has it tried again. */
  #resume(step: StepRun, request: StepRequest): void {
    this.#started(step)
    this.#work(step, request, step.attempts + 1)
  }

  #started(step: StepRun): void {
    step.status = 'running'
    if (step.startedAt !== undefined) {
      this.event('step.retrying', step, { attempt: step.attempts + 1 })
      return
    }
    step.startedAt = this.host.now()
    this.event('step.started', step)
  }

  #work(step: StepRun, request: StepRequest, first: number): void {
    const { node } = step
    this.#working.add(step)
    const caller = step.scope.place.caller ?? this.host
    runAttempts(
      step,
      request,
      { call: caller.call.bind(caller), sleep: caller.sleep.bind(caller) },
      {
        timeout_seconds: node.timeout_seconds ?? this.plan.types[node.type]?.timeout_seconds ?? 300,
        retry: node.retry ?? DEFAULT_RETRY,
        first,
        whenOpen: (action) => this.act(() => this.#whenOpen(action)),
        onRetry: (attempt, failed) =>
          this.act(() => {
            const failure = chargeFailure(step, failed, this.#execution)
            this.event('step.retrying', step, { attempt, failure })
          }),
        onEnd: (outcome) => this.act(() => judgeOutcome(step, outcome, this, this.#execution, this.#questions)),
      },
    )
  }

  #whenOpen(action: () => void): void {
    if (this.#execution.gate.isOpen) action()
    else this.#execution.gate.hold(action)
  }

  // Failing.

  #callFallback(step: StepRun, fallback: StepRun, failure: StepFailure): void {
    const judge = () => {
      if (this.#execution.hasEnded) return
      if (fallback.status !== 'completed' && fallback.rescuedBy === undefined) {
        this.#afterRescueFailed(step, failure)
        return
      }
      step.rescuedBy = fallback
      this.#settle(step)
    }
    fallback.calledBy.push(step)
    this.#activation.resolve(step, fallback.node.id, true, { text: '' })
    if (fallback.settled) this.later(judge)
    else fallback.onSettled.push(judge)
  }

  #afterRescueFailed(step: StepRun, failure: StepFailure): void {
    const callersDecide = step.calledBy.length > 0
    if (step.node.continue_on_failure !== true && !callersDecide) this.#escalate(step, failure)
    this.#settle(step)
  }

  #escalate(step: StepRun, failure: StepFailure): void {
    const around = controlAround(step)
    if (around?.status !== 'running' || !isAbsorbed(step)) this.#failRun(step, failure)
    else around.innerFailure ??= innerFailure(step, failure)
  }

  #failRun(step: StepRun, failure: StepFailure): void {
    if (this.#execution.hasEnded) return
    const inner = innerFailure(step, failure)
    for (const around of enclosing(step)) {
      if (around.status !== 'running') continue
      around.status = 'failed'
      around.failure = inner
      around.endedAt = this.host.now()
      this.release(around)
      this.event('step.failed', around, { failure: inner })
    }
    this.#execution.finish('failed', { ...failure, message: inner.message, step: step.address })
  }

  #settle(step: StepRun): void {
    if (step.settled) return
    step.settled = true
    for (const listener of step.onSettled.splice(0)) this.later(listener)
    const { container, scope } = step
    if (container !== undefined) {
      container.open -= 1
      if (container.open === 0) this.later(() => this.finishControl(container))
      return
    }
    scope.open -= 1
    if (scope.open === 0) this.later(() => scope.onDone?.())
  }

  /** Does all that has become possible. Everything that the host answers ends here. */
  drain(): void {
    if (this.#draining) return
    this.#draining = true
    try {
      this.#doAll()
    } catch (error) {
      // A plain error would hang a Temporal workflow for ever; this one ends the run and names itself.
      const message = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error)
      this.#execution.finish('failed', { code: 'interpreter_failed', message, retryable: false })
    } finally {
      this.#draining = false
      this.#execution.tell()
    }
  }

  #doAll(): void {
    while (true) {
      let next = 0
      while (next < this.#todo.length) {
        const action = this.#todo[next]
        next += 1
        if (!this.#execution.hasEnded) action?.()
      }
      this.#todo.length = 0
      if (this.#execution.hasEnded || !this.#execution.gate.isOpen || this.#execution.awaited !== undefined) return
      const ready = this.#queue.next()
      if (ready !== undefined) this.#launch(ready)
      else if (this.#idle.length > 0) for (const action of this.#idle.splice(0)) action()
      else if (this.#working.size > 0 || !this.#questions.isEmpty) return
      else this.#failStuck()
    }
  }

  /** Nothing runs and nothing can start: a circle that level 3 refuses, in a plan that was made without it. */
  #failStuck(): void {
    const waiting = this.steps.filter((step) => !step.settled).map((step) => `'${step.address}'`)
    const message = `these steps wait for each other: ${waiting.slice(0, 10).join(', ')}`
    this.#execution.finish('failed', { code: 'interpreter_failed', message, retryable: false })
  }
}
