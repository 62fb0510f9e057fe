import {
  DEFAULT_RETRY,
  type ExecutionEvent,
  type ExecutionInput,
  type ExecutionState,
  type ExecutionStatus,
  evaluateCondition,
  type Json,
  type JsonObject,
  type Plan,
  type PlanRoute,
  parseExpression,
  type StepFailure,
  type StepRequest,
} from '@odp/dsl/plan'
import { CONTROLS } from '../control/index.js'
import { evaluateChecks } from './checks.js'
import { EventLog } from './event-log.js'
import type { CallOutcome, Host } from './host.js'
import { Limiter } from './limiter.js'
import { acceptOutputs } from './outputs.js'
import { ReadyQueue } from './ready-queue.js'
import { prepareRequest } from './request.js'
import { retryDelay } from './retry.js'
import { type ScopeContext, type ScopePlace, ScopeRun } from './scope-run.js'
import type { SkipCause, StepRun } from './step-run.js'

/** Calls in flight at once, whatever a document says: Temporal fails a workflow task at 2,000. */
const MOST_CALLS = 500

/**
 * Runs one plan: starts every step as soon as all that it waits for has settled, and decides what a failure means.
 * It is single-threaded and driven by the host's promises only, so that it is deterministic under Temporal.
 */
export class Interpreter {
  readonly #plan: Plan
  readonly #host: Host
  readonly #start: ExecutionInput
  readonly #context: ScopeContext
  readonly #queue = new ReadyQueue<StepRun>()
  readonly #events: EventLog
  readonly #startedAt: number
  /** Work that a change has made possible; done one after the other, so that long chains need no deep stack. */
  readonly #todo: (() => void)[] = []
  #draining = false
  #root: ScopeRun | undefined
  #status: ExecutionStatus = 'running'
  #endedAt: number | undefined
  #failure: (StepFailure & { step?: string }) | undefined
  #finished: (() => void) | undefined
  #stopTimer: (() => void) | undefined

  constructor(plan: Plan, start: ExecutionInput, host: Host) {
    this.#plan = plan
    this.#host = host
    this.#start = start
    this.#events = new EventLog(start.execution_id, plan.workspace_id)
    this.#startedAt = host.now()
    const { pipeline_id, workspace_id, project_id } = plan
    const started_at = new Date(this.#startedAt).toISOString()
    this.#context = {
      roots: { input: start.input, run: { id: start.execution_id, pipeline_id, workspace_id, project_id, started_at } },
      limiter: new Limiter(Math.min(plan.max_parallel, MOST_CALLS)),
      isControl: (type) => plan.types[type]?.run === 'control',
    }
  }

  /** Runs to the end. It never throws for what a pipeline does: `state()` says how it ended. */
  async run(): Promise<ExecutionStatus> {
    const end = new Promise<void>((resolve) => {
      this.#finished = resolve
    })
    this.#event('pipeline.started')
    this.#armTimeout()
    this.openScope(this.#plan.nodes, { prefix: '', order: [] }, () => this.#finish('completed'))
    this.#drain()
    await end
    return this.#status
  }

  /** Cancels what runs and skips the rest. */
  cancel(): void {
    this.#finish('cancelled', { code: 'cancelled', message: 'the execution was cancelled', retryable: false })
  }

  state(): ExecutionState {
    const { pipeline_id, workspace_id, project_id, digest } = this.#plan
    return {
      execution_id: this.#start.execution_id,
      pipeline_id,
      workspace_id,
      project_id,
      digest,
      status: this.#status,
      started_at: this.#startedAt,
      ...(this.#endedAt === undefined ? {} : { ended_at: this.#endedAt }),
      ...(this.#failure === undefined ? {} : { failure: this.#failure }),
      steps: (this.#root?.steps ?? []).map((step) => step.snapshot()),
      sequence: this.#events.sequence,
    }
  }

  events(after: number, limit: number): ExecutionEvent[] {
    return this.#events.read(after, limit)
  }

  /** Outputs of the completed steps of the outermost scope. */
  outputs(): JsonObject {
    return outputsOf(this.#root?.steps ?? [])
  }

  // What control steps use.

  get host(): Host {
    return this.#host
  }

  openScope(nodes: Plan['nodes'], place: ScopePlace, onDone: () => void): ScopeRun {
    const scope = new ScopeRun(nodes, this.#context, place)
    this.#root ??= scope
    scope.onDone = onDone
    if (scope.open === 0) this.later(onDone)
    for (const step of scope.steps) this.#arm(step)
    for (const step of scope.steps) this.later(() => this.#consider(step))
    return scope
  }

  /** Lets the steps of a block start. */
  openBlock(step: StepRun, block: string): void {
    for (const inner of step.scope.block(step.node.id, block)) {
      inner.blockOpen = true
      this.later(() => this.#consider(inner))
    }
  }

  /** Skips the steps of a block that is not entered. */
  closeBlock(step: StepRun, block: string, text: string): void {
    for (const inner of step.scope.block(step.node.id, block)) this.skip(inner, { text })
  }

  /** A control step ends when its inner steps have; this is for one that has none, or that counts them itself. */
  finishControl(step: StepRun): void {
    if (step.status !== 'running') return
    if (step.innerFailure !== undefined) this.fail(step, step.innerFailure)
    else this.complete(step, CONTROLS[step.node.type]?.outputs(step) ?? {})
  }

  /** Does something after what is being done now. */
  later(action: () => void): void {
    this.#todo.push(action)
  }

  skip(step: StepRun, cause: SkipCause): void {
    if (step.status !== 'pending') return
    step.status = 'skipped'
    step.cause = cause
    step.endedAt = this.#host.now()
    this.#queue.remove(step)
    this.#event('step.skipped', step, { reason: step.skipReason ?? cause.text })
    this.#closeAll(step, `'${step.node.id}' was skipped`)
    this.#settle(step)
  }

  fail(step: StepRun, failure: StepFailure): void {
    if (step.status === 'pending') this.#begin(step)
    step.status = 'failed'
    step.failure = failure
    step.endedAt = this.#host.now()
    this.#release(step)
    this.#event('step.failed', step, { failure })
    this.#closeAll(step, `'${step.node.id}' failed`)
    const fallback = step.node.fallback === undefined ? undefined : step.scope.own(step.node.fallback)
    if (fallback === undefined) this.#afterRescueFailed(step, failure)
    else this.#callFallback(step, fallback, failure)
  }

  complete(step: StepRun, outputs: Json): void {
    if (step.status !== 'running') return
    step.outputs = outputs
    const fired = evaluateChecks(step)
    if (fired.kind === 'failed') {
      step.outputs = undefined
      this.fail(step, fired.failure)
      return
    }
    step.status = 'completed'
    step.endedAt = this.#host.now()
    this.#release(step)
    this.#event('step.completed', step, step.artifacts === undefined ? {} : { artifacts: step.artifacts })
    for (const [index, check] of (step.node.check ?? []).entries()) {
      const holds = fired.holds[index] === true
      this.#resolveActivator(step, check.run, holds, `the check of '${step.node.id}' did not hold`)
    }
    if (step.node.fallback !== undefined)
      this.#resolveActivator(step, step.node.fallback, false, `'${step.node.id}' completed`)
    this.#settle(step)
    for (const [index, route] of (step.node.routes ?? []).entries()) this.#armRoute(step, route, index)
  }

  // Starting.

  #arm(step: StepRun): void {
    const { node } = step
    for (const id of new Set([...(node.after ?? []), ...(node.depends_on ?? [])])) {
      const source = step.scope.find(id)
      if (source === undefined || source.settled) continue
      step.waiting += 1
      source.onSettled.push(() => {
        step.waiting -= 1
        this.#consider(step)
      })
    }
    // A step that nothing names cannot run; level 3 refuses it, and a plan made by hand still ends.
    if (!step.demanded && step.activators === 0) this.later(() => this.skip(step, { text: 'nothing activates it' }))
  }

  #consider(step: StepRun): void {
    if (step.status !== 'pending' || step.ready || step.waiting > 0 || !step.blockOpen || !step.demanded) return
    for (const id of step.node.depends_on ?? []) {
      const source = step.scope.find(id)
      if (source === undefined || !unrescued(source)) continue
      this.skip(step, { text: `it depends on '${id}', which failed` })
      return
    }
    for (const id of step.node.check_reads ?? []) {
      const source = step.scope.find(id)
      if (source === undefined || source.readable.kind !== 'unavailable') continue
      this.skip(step, unavailable(step, id, source.readable.reason))
      return
    }
    // It may be considered again while it waits for a place.
    step.ready = true
    if (step.limiters().length > 0) this.#queue.add(step)
    else this.#launch(step)
  }

  /** Starts a step that holds its places. Nothing of it is visible until it is clear that it can start. */
  #launch(step: StepRun): void {
    step.held = step.limiters()
    const prepared = CONTROLS[step.node.type]?.prepare(step, this) ?? prepareRequest(step, () => this.#subject(step))
    if (prepared.kind === 'unavailable') {
      this.#release(step)
      this.skip(step, unavailable(step, prepared.root, prepared.reason))
    } else if (prepared.kind === 'failed') {
      this.fail(step, prepared.failure)
    } else if (prepared.kind === 'control') {
      this.#begin(step)
      this.#armControlTimeout(step)
      prepared.begin()
    } else {
      this.#begin(step)
      step.artifacts = prepared.artifacts
      void this.#attempt(step, prepared.request, 1)
    }
  }

  #begin(step: StepRun): void {
    step.status = 'running'
    step.startedAt = this.#host.now()
    this.#event('step.started', step)
  }

  #subject(reader: StepRun): JsonObject {
    return outputsOf((this.#root?.steps ?? []).filter((step) => step !== reader))
  }

  async #attempt(step: StepRun, request: StepRequest, attempt: number): Promise<void> {
    step.attempts = attempt
    const timeout_seconds = step.node.timeout_seconds ?? this.#plan.types[step.node.type]?.timeout_seconds ?? 300
    const call = this.#host.call(request, { attempt, timeout_seconds })
    step.stop = call.cancel
    const outcome = await call.outcome
    if (step.status !== 'running') return
    step.stop = undefined
    const retry = step.node.retry ?? DEFAULT_RETRY
    if (outcome.kind === 'failed' && outcome.failure.retryable && attempt < retry.max_attempts) {
      await this.#waitForRetry(step, retryDelay(retry, attempt), outcome.failure)
      if (step.status === 'running') await this.#attempt(step, request, attempt + 1)
      return
    }
    this.later(() => this.#judge(step, outcome))
    this.#drain()
  }

  async #waitForRetry(step: StepRun, seconds: number, failure: StepFailure): Promise<void> {
    this.#event('step.retrying', step, { attempt: step.attempts + 1, failure })
    const timer = this.#host.sleep(seconds)
    step.stop = timer.cancel
    await timer.fired
    step.stop = undefined
  }

  #judge(step: StepRun, outcome: CallOutcome): void {
    const failure = outcome.kind === 'failed' ? outcome.failure : acceptOutputs(step.node, outcome.outputs)
    if (failure !== undefined) this.fail(step, failure)
    else if (outcome.kind === 'returned') this.complete(step, outcome.outputs)
  }

  // Activation.

  #resolveActivator(owner: StepRun, id: string, fires: boolean, reason: string): void {
    const target = owner.scope.own(id)
    if (target === undefined) return
    target.activators -= 1
    if (fires) target.demanded = true
    if (target.demanded) this.later(() => this.#consider(target))
    else if (target.activators <= 0) this.later(() => this.skip(target, { text: reason }))
  }

  #armRoute(owner: StepRun, route: PlanRoute, index: number): void {
    let waiting = 1
    const evaluate = () => {
      waiting -= 1
      if (waiting === 0 && this.#status === 'running') this.#evaluateRoute(owner, route, index)
    }
    for (const id of route.after ?? []) {
      const source = owner.scope.find(id)
      if (source === undefined || source.settled) continue
      waiting += 1
      source.onSettled.push(evaluate)
    }
    this.later(evaluate)
  }

  #evaluateRoute(owner: StepRun, route: PlanRoute, index: number): void {
    const outcome = evaluateCondition(parseExpression(route.expression), { scope: owner.scope })
    const holds = outcome.kind === 'value' && outcome.value === true
    const reason =
      outcome.kind === 'unavailable'
        ? `the route of '${owner.node.id}' reads '${outcome.root}', which ${outcome.reason}`
        : `the route of '${owner.node.id}' does not hold`
    if (holds) this.openBlock(owner, `routes.${index}`)
    else this.closeBlock(owner, `routes.${index}`, reason)
    for (const id of route.run ?? []) this.#resolveActivator(owner, id, holds, reason)
    if (outcome.kind !== 'error') return
    // The owner has settled; an error in its route still is its error, since nothing else could carry it.
    owner.status = 'failed'
    owner.failure = { code: 'expression_failed', message: `route ${index + 1}: ${outcome.message}`, retryable: false }
    this.#event('step.failed', owner, { failure: owner.failure })
    if (owner.node.continue_on_failure !== true) this.#escalate(owner, owner.failure)
  }

  #closeAll(step: StepRun, reason: string): void {
    for (const inner of step.scope.children(step.node.id)) this.skip(inner, { text: reason })
    for (const check of step.node.check ?? []) this.#resolveActivator(step, check.run, false, reason)
    for (const route of step.node.routes ?? []) {
      for (const id of route.run ?? []) this.#resolveActivator(step, id, false, reason)
    }
    if (step.node.fallback !== undefined && step.status !== 'failed')
      this.#resolveActivator(step, step.node.fallback, false, reason)
  }

  // Failing.

  #callFallback(step: StepRun, fallback: StepRun, failure: StepFailure): void {
    const judge = () => {
      if (this.#status !== 'running') return
      if (fallback.status !== 'completed' && fallback.rescuedBy === undefined) {
        this.#afterRescueFailed(step, failure)
        return
      }
      step.rescuedBy = fallback
      this.#settle(step)
    }
    fallback.calledBy.push(step)
    this.#resolveActivator(step, fallback.node.id, true, '')
    if (fallback.settled) this.later(judge)
    else fallback.onSettled.push(judge)
  }

  #afterRescueFailed(step: StepRun, failure: StepFailure): void {
    const callersDecide = step.calledBy.length > 0
    if (step.node.continue_on_failure !== true && !callersDecide) this.#escalate(step, failure)
    this.#settle(step)
  }

  #escalate(step: StepRun, failure: StepFailure): void {
    if (!absorbed(step)) {
      this.#failRun(step, failure)
      return
    }
    const inner: StepFailure = {
      code: 'inner_step_failed',
      message: `'${step.address}' failed: ${failure.message}`,
      retryable: false,
    }
    const around = step.container ?? step.scope.place.owner
    if (around !== undefined) around.innerFailure ??= inner
  }

  #failRun(step: StepRun, failure: StepFailure): void {
    if (this.#status !== 'running') return
    const message = `'${step.address}' failed: ${failure.message}`
    for (const around of enclosing(step)) {
      around.status = 'failed'
      around.failure = { code: 'inner_step_failed', message, retryable: false }
      this.#event('step.failed', around, { failure: around.failure })
    }
    this.#finish('failed', { ...failure, message, step: step.address })
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

  #release(step: StepRun): void {
    for (const limiter of step.held) limiter.give()
    step.held = []
    step.stop?.()
    step.stop = undefined
  }

  // Ending.

  #finish(status: ExecutionStatus, failure?: StepFailure & { step?: string }): void {
    if (this.#status !== 'running') return
    this.#status = status
    this.#failure = failure
    if (this.#root !== undefined && status !== 'completed') {
      this.#stopSteps(this.#root.steps, failure?.message ?? 'the execution ended')
    }
    this.#endedAt = this.#host.now()
    this.#stopTimer?.()
    this.#event(
      `pipeline.${status === 'running' ? 'failed' : status}`,
      undefined,
      failure === undefined ? {} : { failure },
    )
    this.#finished?.()
  }

  /** Cancels the running ones of these steps and of all inside them, and skips those that have not started. */
  #stopSteps(steps: readonly StepRun[], reason: string): void {
    for (const step of steps) {
      for (const scope of step.control?.scopes ?? []) this.#stopSteps(scope.steps, reason)
      if (step.status === 'running') {
        step.status = 'cancelled'
        step.endedAt = this.#host.now()
        this.#release(step)
        this.#event('step.cancelled', step)
        this.#closeAll(step, reason)
        this.#settle(step)
      } else {
        this.skip(step, { text: reason })
      }
    }
  }

  #armTimeout(): void {
    const seconds = this.#plan.timeout_seconds
    if (seconds === undefined) return
    const timer = this.#host.sleep(seconds)
    this.#stopTimer = timer.cancel
    void timer.fired.then(() => {
      this.#finish('failed', {
        code: 'pipeline_timed_out',
        message: `pipeline timed out after ${seconds / 60} minutes`,
        retryable: false,
      })
    })
  }

  #armControlTimeout(step: StepRun): void {
    const seconds = step.node.timeout_seconds
    if (seconds === undefined) return
    const timer = this.#host.sleep(seconds)
    step.stop = timer.cancel
    void timer.fired.then(() => {
      if (step.status !== 'running') return
      const reason = `'${step.node.id}' timed out`
      this.fail(step, { code: 'step_timed_out', message: `timed out after ${seconds / 60} minutes`, retryable: false })
      for (const scope of step.control?.scopes ?? []) this.#stopSteps(scope.steps, reason)
      this.#stopSteps(
        step.scope.steps.filter((inner) => isInside(inner, step)),
        reason,
      )
      this.#drain()
    })
  }

  /** Does all that has become possible. Every promise of the host ends here. */
  #drain(): void {
    if (this.#draining) return
    this.#draining = true
    try {
      while (true) {
        let next = 0
        while (next < this.#todo.length) {
          const action = this.#todo[next]
          next += 1
          if (this.#status === 'running') action?.()
        }
        this.#todo.length = 0
        const ready = this.#status === 'running' ? this.#queue.next() : undefined
        if (ready === undefined) return
        this.#launch(ready)
      }
    } catch (error) {
      // A plain error would hang a Temporal workflow for ever; this one ends the run and names itself.
      const message = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error)
      this.#finish('failed', { code: 'interpreter_failed', message, retryable: false })
    } finally {
      this.#draining = false
    }
  }

  #event(type: ExecutionEvent['type'], step?: StepRun, more: Partial<ExecutionEvent> = {}): void {
    this.#events.add({
      type,
      time: this.#host.now(),
      ...(step === undefined ? {} : { step_id: step.address }),
      ...more,
    })
  }
}

function outputsOf(steps: readonly StepRun[]): JsonObject {
  const outputs: JsonObject = {}
  for (const step of steps) {
    if (step.status === 'completed') outputs[step.node.id] = step.outputs ?? {}
  }
  return outputs
}

function unavailable(step: StepRun, id: string, reason: string): SkipCause {
  const source = step.scope.find(id)
  return { text: `it reads '${id}', which ${reason}`, ...(source?.cause === undefined ? {} : { step: source }) }
}

/** A failure that a dependant must not run after. */
function unrescued(step: StepRun): boolean {
  return step.status === 'failed' && step.rescuedBy === undefined && step.node.continue_on_failure !== true
}

/** The control steps around a step, from the inside out, through loops. */
function* enclosing(step: StepRun): Generator<StepRun> {
  let around = step.container ?? step.scope.place.owner
  while (around !== undefined) {
    yield around
    around = around.container ?? around.scope.place.owner
  }
}

function isInside(step: StepRun, control: StepRun): boolean {
  for (const around of enclosing(step)) if (around === control) return true
  return false
}

/** Whether a control step around it, or the caller of one, has something to do about a failure inside. */
function absorbed(step: StepRun): boolean {
  for (const around of enclosing(step)) {
    if (around.node.fallback !== undefined || around.node.continue_on_failure === true) return true
    if (around.calledBy.length > 0) {
      return around.calledBy.every((caller) => caller.node.continue_on_failure === true || absorbed(caller))
    }
  }
  return false
}
