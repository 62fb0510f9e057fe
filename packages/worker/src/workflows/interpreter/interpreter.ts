import {
  DEFAULT_RETRY,
  type ExecutionEvent,
  type ExecutionInput,
  type ExecutionState,
  type ExecutionStatus,
  type FinalStatus,
  type Json,
  type JsonObject,
  type Plan,
  type StepFailure,
  type StepRequest,
} from '@odp/dsl/plan'
import { CONTROLS } from '../control/index.js'
import { Activation, decide } from './activation.js'
import { runAttempts } from './attempts.js'
import { completedOutputs } from './completed-outputs.js'
import { controlAround, enclosing, isInside } from './enclosing.js'
import { EventLog } from './event-log.js'
import type { CallOutcome, Host } from './host.js'
import { Limiter } from './limiter.js'
import { acceptOutputs, shapeControlOutputs } from './outputs.js'
import { prepareStep } from './prepare-step.js'
import { ReadyQueue } from './ready-queue.js'
import { isAbsorbed, isUnrescued } from './rescue.js'
import { type ScopeContext, type ScopePlace, ScopeRun } from './scope-run.js'
import { readCause } from './skip-cause.js'
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
  readonly #activation = new Activation(this)
  /** Steps whose work is under way: a call, or a wait for the next attempt. */
  readonly #working = new Set<StepRun>()
  readonly #events: EventLog
  readonly #startedAt: number
  /** Work that a change has made possible; done one after the other, so that long chains need no deep stack. */
  readonly #todo: (() => void)[] = []
  #draining = false
  #root: ScopeRun | undefined
  #cancelRequested = false
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
    this.#event('pipeline.submitted')
    if (this.#plan.mode === 'safe') {
      const message = '`mode: safe` needs an approval request to be started with'
      this.#finish('failed', { code: 'approval_missing', message, retryable: false })
      return this.#status
    }
    this.#event('pipeline.started')
    this.#armTimeout()
    this.later(() => {
      this.openScope(this.#plan.nodes, { prefix: '', order: [] }, () => this.#finish('completed'))
      if (this.#cancelRequested) this.cancel()
    })
    this.#drain()
    await end
    return this.#status
  }

  /** Cancels what runs and skips the rest; before the start, nothing runs at all. */
  cancel(): void {
    this.#cancelRequested = true
    if (this.#root === undefined) return
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
      audit: [],
      cost_units: 0,
      steps: (this.#root?.steps ?? []).map((step) => step.snapshot()),
      questions: [],
      sequence: this.#events.sequence,
    }
  }

  events(after: number, limit: number): ExecutionEvent[] {
    return this.#events.read(after, limit)
  }

  /** Outputs of the completed steps of the outermost scope. */
  outputs(): JsonObject {
    return completedOutputs(this.#root?.steps ?? [])
  }

  /** What the run has produced when a step starts. */
  producedBefore(reader: StepRun): JsonObject {
    return completedOutputs((this.#root?.steps ?? []).filter((step) => step !== reader))
  }

  /** Whether the work of a type returns outputs that need no declaration. */
  hasBuiltInOutputs(type: string): boolean {
    return this.#plan.types[type]?.built_in_outputs === true
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
    else this.#accept(step, shapeControlOutputs(step.node, CONTROLS[step.node.type]?.outputs(step) ?? {}))
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
    if (step.ready) this.#queue.remove(step)
    this.#event('step.skipped', step, { reason: step.skipReason ?? cause.text })
    this.#activation.withdraw(step, `'${step.node.id}' was skipped`)
    this.#settle(step)
  }

  fail(step: StepRun, failure: StepFailure): void {
    if (step.status === 'pending') this.#begin(step)
    if (step.status !== 'running') return
    step.status = 'failed'
    step.failure = failure
    step.endedAt = this.#host.now()
    this.#release(step)
    this.#event('step.failed', step, { failure })
    this.#activation.withdraw(step, `'${step.node.id}' failed`)
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
      this.fail(step, decisions.failure)
      return
    }
    step.endedAt = this.#host.now()
    this.#release(step)
    this.#event('step.completed', step, step.artifacts === undefined ? {} : { artifacts: step.artifacts })
    this.#activation.completed(step, decisions)
    this.#settle(step)
    this.#activation.openRoutes(step, decisions)
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
    // It may be considered again while it waits for a place.
    step.ready = true
    if (step.limiters().length > 0) this.#queue.add(step)
    else this.#launch(step)
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
        this.consider(step)
      })
    }
    // A step that nothing names cannot run; level 3 refuses it, and a plan made by hand still ends.
    if (!step.demanded && step.activators === 0) this.later(() => this.skip(step, { text: 'nothing activates it' }))
  }

  /** Starts a step that holds its places. Nothing of it is visible until it is clear that it can start. */
  #launch(step: StepRun): void {
    step.held = step.limiters()
    const prepared = prepareStep(step, this)
    if (prepared.kind === 'unavailable') {
      this.#release(step)
      this.skip(step, readCause(step, 'it', prepared.root, prepared.reason))
    } else if (prepared.kind === 'failed') {
      this.fail(step, prepared.failure)
    } else if (prepared.kind === 'control') {
      this.#begin(step)
      step.artifacts = prepared.artifacts
      this.#armControlTimeout(step)
      prepared.begin()
    } else {
      this.#begin(step)
      step.artifacts = prepared.artifacts
      this.#working.add(step)
      this.#work(step, prepared.request)
    }
  }

  #begin(step: StepRun): void {
    step.status = 'running'
    step.startedAt = this.#host.now()
    this.#event('step.started', step)
  }

  #work(step: StepRun, request: StepRequest): void {
    const { node } = step
    runAttempts(step, request, this.#host, {
      timeout_seconds: node.timeout_seconds ?? this.#plan.types[node.type]?.timeout_seconds ?? 300,
      retry: node.retry ?? DEFAULT_RETRY,
      onRetry: (attempt, failure) => this.#event('step.retrying', step, { attempt, failure }),
      onEnd: (outcome) => {
        this.later(() => this.#judge(step, outcome))
        this.#drain()
      },
    })
  }

  #judge(step: StepRun, outcome: CallOutcome): void {
    if (outcome.kind === 'failed') this.fail(step, outcome.failure)
    else this.#accept(step, outcome.outputs)
  }

  #accept(step: StepRun, outputs: JsonObject): void {
    const failure = acceptOutputs(step.node, outputs)
    if (failure === undefined) this.complete(step, outputs)
    else this.fail(step, failure)
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
    if (this.#status !== 'running') return
    const inner = innerFailure(step, failure)
    for (const around of enclosing(step)) {
      if (around.status !== 'running') continue
      around.status = 'failed'
      around.failure = inner
      around.endedAt = this.#host.now()
      this.#release(around)
      this.#event('step.failed', around, { failure: inner })
    }
    this.#finish('failed', { ...failure, message: inner.message, step: step.address })
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
    this.#working.delete(step)
    step.stop?.()
    step.stop = undefined
  }

  // Ending.

  #finish(status: FinalStatus, failure?: StepFailure & { step?: string }): void {
    if (this.#status !== 'running') return
    this.#status = status
    this.#failure = failure
    try {
      this.#stopTimer?.()
      if (status !== 'completed') this.#stopSteps(this.#root?.steps ?? [], failure?.message ?? 'the execution ended')
    } finally {
      this.#endedAt = this.#host.now()
      this.#event(`pipeline.${status}`, undefined, failure === undefined ? {} : { failure })
      this.#finished?.()
    }
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
        this.#activation.withdraw(step, reason)
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
      this.later(() => this.#timeOut(step, seconds))
      this.#drain()
    })
  }

  #timeOut(step: StepRun, seconds: number): void {
    if (step.status !== 'running') return
    this.fail(step, { code: 'step_timed_out', message: `timed out after ${seconds / 60} minutes`, retryable: false })
    const reason = `'${step.node.id}' timed out`
    for (const scope of step.control?.scopes ?? []) this.#stopSteps(scope.steps, reason)
    const inside = step.scope.steps.filter((inner) => isInside(inner, step))
    this.#stopSteps(inside, reason)
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
        if (this.#status !== 'running') return
        const ready = this.#queue.next()
        if (ready !== undefined) this.#launch(ready)
        else if (this.#working.size === 0) this.#failStuck()
        else return
      }
    } catch (error) {
      // A plain error would hang a Temporal workflow for ever; this one ends the run and names itself.
      const message = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error)
      this.#finish('failed', { code: 'interpreter_failed', message, retryable: false })
    } finally {
      this.#draining = false
    }
  }

  /** Nothing runs and nothing can start: a circle that level 3 refuses, in a plan that was made without it. */
  #failStuck(): void {
    const waiting = (this.#root?.steps ?? []).filter((step) => !step.settled).map((step) => `'${step.address}'`)
    const message = `these steps wait for each other: ${waiting.slice(0, 10).join(', ')}`
    this.#finish('failed', { code: 'interpreter_failed', message, retryable: false })
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

function innerFailure(step: StepRun, failure: StepFailure): StepFailure {
  const message = `'${step.address}' failed: ${failure.message}`
  return { code: 'inner_step_failed', message, retryable: false }
}
