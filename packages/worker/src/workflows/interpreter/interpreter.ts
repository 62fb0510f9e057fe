import {
  type Answer,
  type ApprovalRequest,
  DEFAULT_RETRY,
  type ExecutionEvent,
  type ExecutionInput,
  type ExecutionState,
  type ExecutionStatus,
  type FinalStatus,
  type Json,
  type JsonObject,
  type Operation,
  type OperationResult,
  type Plan,
  type Refusal,
  type StepFailure,
  type StepRequest,
  type StepResult,
} from '@odp/dsl/plan'
import { CONTROLS } from '../control/index.js'
import { Activation, decide } from './activation.js'
import { isOutcomeUnknown, runAttempts } from './attempts.js'
import { completedOutputs } from './completed-outputs.js'
import { controlAround, enclosing } from './enclosing.js'
import { EventLog, type LoggedEvent } from './event-log.js'
import { Gate } from './gate.js'
import type { CallOutcome, Host } from './host.js'
import type { Continuation, JournalEntry } from './journal.js'
import { JournalHost } from './journal-host.js'
import { Limiter } from './limiter.js'
import { Operations } from './operations.js'
import { acceptOutputs, shapeControlOutputs } from './outputs.js'
import { prepareStep } from './prepare-step.js'
import { Questions } from './questions.js'
import { ReadyQueue } from './ready-queue.js'
import { isAbsorbed, isUnrescued } from './rescue.js'
import { type ScopeContext, type ScopePlace, ScopeRun } from './scope-run.js'
import { readCause } from './skip-cause.js'
import { stepAt } from './step-at.js'
import type { SkipCause, StepRun } from './step-run.js'
import { armControlTimeout, stopSteps } from './stop-steps.js'

/** Calls in flight at once, whatever a document says: Temporal fails a workflow task at 2,000. */
const MOST_CALLS = 500

/** A week, when the approval request does not say. */
const DEFAULT_APPROVAL_MINUTES = 10_080

/** What an interpreter begins with beside its plan and its input. */
export interface InterpreterOptions {
  /** The runs of this execution before this one. */
  readonly continuation?: Continuation
  /** Told of new events after each change, in order; not of those that an earlier run has told. */
  readonly onEvents?: (events: ExecutionEvent[]) => void
}

/** How an execution goes on: with which plan, from which input, after which runs. */
export interface NextRun {
  readonly plan: Plan
  readonly start: ExecutionInput
  readonly continuation: Continuation
}

type Author = Pick<LoggedEvent, 'by' | 'reason'>

/**
 * Runs one plan: starts every step as soon as all that it waits for has settled, and decides what a failure means.
 * It is single-threaded and driven by what its host answers only, so that it is deterministic under Temporal, and the same
 * again when a new run reads the journal of those before it.
 */
export class Interpreter {
  readonly plan: Plan
  readonly #journal: JournalHost
  readonly #start: ExecutionInput
  readonly #continuation: Continuation | undefined
  readonly #onEvents: InterpreterOptions['onEvents']
  readonly #context: ScopeContext
  readonly #queue = new ReadyQueue<StepRun>()
  readonly #activation = new Activation(this)
  readonly #gate = new Gate()
  readonly #questions: Questions
  readonly #operations: Operations
  /** Steps whose work is under way: a call, or a wait for the next attempt. */
  readonly #working = new Set<StepRun>()
  readonly #events: EventLog
  readonly #startedAt: number
  /** When this plan began: later than the execution, if that was re-planned. */
  readonly #beganAt: number
  /** Work that a change has made possible; done one after the other, so that long chains need no deep stack. */
  readonly #todo: (() => void)[] = []
  #draining = false
  #told: number
  #root: ScopeRun | undefined
  #awaited: ApprovalRequest | undefined
  #replan: Extract<Operation, { operation: 'replan' }> | undefined
  #hasBegun = false
  #cancelRequested = false
  #final: FinalStatus | undefined
  #endedAt: number | undefined
  #failure: (StepFailure & { step?: string }) | undefined
  #costUnits: number
  #finished: (() => void) | undefined
  #stopTimer: (() => void) | undefined

  constructor(plan: Plan, start: ExecutionInput, host: Host, options: InterpreterOptions = {}) {
    const { continuation } = options
    const { pipeline_id, workspace_id, project_id } = plan
    this.plan = plan
    this.#start = start
    this.#continuation = continuation
    this.#onEvents = options.onEvents
    const hasJournal = continuation !== undefined && continuation.journal.length > 0
    this.#journal = new JournalHost(host, hasJournal ? continuation.began_at : undefined)
    this.#beganAt = this.#journal.now()
    this.#startedAt = continuation?.started_at ?? this.#beganAt
    this.#events = new EventLog(start.execution_id, workspace_id, continuation?.earlier?.events)
    this.#told = this.#events.sequence
    this.#costUnits = continuation?.earlier?.cost_units ?? 0
    this.#operations = new Operations(this, continuation?.earlier?.audit)
    this.#questions = new Questions(this, start.answer_expires_minutes)
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
    this.#begin()
    this.#readJournal()
    if (this.#final === undefined) await end
    return this.status
  }

  /** Cancels what runs and skips the rest; before the start, nothing runs at all. */
  cancel(): void {
    if (this.#final !== undefined) return
    if (!this.#hasBegun) {
      this.#cancelRequested = true
      return
    }
    this.#journal.record({ t: this.#journal.outsideTime(), cancel: true })
    this.#cancel()
  }

  /** Why an operation cannot be carried out now; nothing is changed by asking. */
  refusal(operation: Operation): Refusal | undefined {
    return this.#operations.refusal(operation)
  }

  /** Carries out an operation that is not refused. */
  operate(operation: Operation): OperationResult {
    if (!this.#operations.isRepeated(operation)) this.#journal.record({ t: this.#journal.outsideTime(), operation })
    return this.#operations.apply(operation)
  }

  /** Starts nothing new, so that the execution can go on in a new run as soon as no call is in flight. */
  hold(): void {
    if (this.#gate.isClosedFor('hold') || this.#final !== undefined) return
    this.#journal.record({ t: this.#journal.outsideTime(), gate: 'hold' })
    this.#gate.close('hold')
  }

  /** Calls in flight. */
  get callsInFlight(): number {
    return this.#journal.callsInFlight
  }

  /** Answers, operations and timers that this run has dealt with. */
  get progress(): number {
    return this.#journal.added.length
  }

  /** What a new run goes on with, once it was held or re-planned and nothing is in flight any more. */
  next(): NextRun | undefined {
    if (this.#final !== undefined || this.callsInFlight > 0) return undefined
    if (this.#replan !== undefined) return { ...this.#nextPlan(this.#replan), continuation: this.#earlier() }
    if (!this.#gate.isClosedFor('hold')) return undefined
    const { earlier, journal = [] } = this.#continuation ?? {}
    return {
      plan: this.plan,
      start: this.#start,
      continuation: {
        started_at: this.#startedAt,
        began_at: this.#beganAt,
        ...(earlier === undefined ? {} : { earlier }),
        journal: [...journal, this.#journal.added],
      },
    }
  }

  /** Ends the timers of a run whose execution goes on in a new one. */
  abandon(): void {
    this.#journal.abandon()
  }

  state(): ExecutionState {
    const { pipeline_id, workspace_id, project_id, digest } = this.plan
    return {
      execution_id: this.#start.execution_id,
      pipeline_id,
      workspace_id,
      project_id,
      digest,
      status: this.status,
      started_at: this.#startedAt,
      ...(this.#endedAt === undefined ? {} : { ended_at: this.#endedAt }),
      ...(this.#failure === undefined ? {} : { failure: this.#failure }),
      ...(this.#awaited === undefined ? {} : { approval: this.#awaited }),
      audit: this.#operations.audit,
      cost_units: this.#costUnits,
      steps: (this.#root?.steps ?? []).map((step) => step.snapshot()),
      questions: this.#questions.open.filter((step) => step.scope !== this.#root).map((step) => step.snapshot()),
      sequence: this.#events.sequence,
    }
  }

  get status(): ExecutionStatus {
    if (this.#final !== undefined) return this.#final
    if (this.#awaited !== undefined) return 'awaiting_approval'
    return this.isPaused ? 'paused' : 'running'
  }

  get sequence(): number {
    return this.#events.sequence
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
    return this.plan.types[type]?.built_in_outputs === true
  }

  // What operations use.

  get hasEnded(): boolean {
    return this.#final !== undefined
  }

  get isPaused(): boolean {
    return this.#gate.isClosedFor('paused')
  }

  /** What waits for an approval. */
  get awaited(): ApprovalRequest | undefined {
    return this.#awaited
  }

  stepAt(address: string): StepRun | undefined {
    return stepAt(this.#root, address)
  }

  /** Addresses of the steps of the outermost scope and of those that wait for an answer. */
  addresses(): string[] {
    return [...(this.#root?.steps ?? []), ...this.#questions.open].map((step) => step.address)
  }

  approve(author: Author): void {
    this.#awaited = undefined
    this.#stopTimer?.()
    this.event('pipeline.approved', undefined, author)
    this.#open()
  }

  pause(author: Author): void {
    this.#gate.close('paused')
    this.event('pipeline.paused', undefined, author)
  }

  resume(author: Author): void {
    this.event('pipeline.resumed', undefined, author)
    for (const action of this.#gate.open('paused')) this.later(action)
  }

  /** Lets what runs end; then the execution goes on with the new plan. */
  replan(operation: Extract<Operation, { operation: 'replan' }>): void {
    this.#replan = operation
    this.#gate.close('replan')
  }

  answer(step: StepRun | undefined, value: Answer, by: string | undefined, reason: string | undefined): void {
    if (step !== undefined) this.#questions.answer(step, value, by, reason)
  }

  skipByPerson(step: StepRun, text: string): void {
    this.#questions.close(step)
    step.status = 'pending'
    this.skip(step, { text })
  }

  /** Has the work of a step done once more, when there is a place for it. */
  tryAgain(step: StepRun): void {
    step.status = 'pending'
    step.ready = true
    this.#queue.add(step)
  }

  // What control steps use.

  get host(): Host {
    return this.#journal
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
    else this.accept(step, shapeControlOutputs(step.node, CONTROLS[step.node.type]?.outputs(step) ?? {}))
  }

  /** Does something after what is being done now. */
  later(action: () => void): void {
    this.#todo.push(action)
  }

  /** Does something that came from outside, and all that it makes possible. */
  act(action: () => void): void {
    this.later(action)
    this.#drain()
  }

  skip(step: StepRun, cause: SkipCause): void {
    if (step.status !== 'pending') return
    step.status = 'skipped'
    step.cause = cause
    step.endedAt = this.#journal.now()
    step.request = undefined
    if (step.ready) this.#queue.remove(step)
    this.event('step.skipped', step, { reason: step.skipReason ?? cause.text })
    this.#activation.withdraw(step, `'${step.node.id}' was skipped`)
    this.#settle(step)
  }

  cancelStep(step: StepRun, reason: string): void {
    this.#questions.close(step)
    step.status = 'cancelled'
    step.endedAt = this.#journal.now()
    this.release(step)
    this.event('step.cancelled', step)
    this.#activation.withdraw(step, reason)
    this.#settle(step)
  }

  fail(step: StepRun, failure: StepFailure): void {
    if (step.status === 'pending') this.#started(step)
    if (step.status !== 'running') return
    step.status = 'failed'
    step.failure = failure
    step.endedAt = this.#journal.now()
    step.request = undefined
    this.release(step)
    this.event('step.failed', step, { failure })
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
    step.endedAt = this.#journal.now()
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
    const failure = acceptOutputs(step.node, outputs)
    if (failure === undefined) this.complete(step, outputs)
    else this.fail(step, failure)
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
    if (!this.#gate.isOpen) {
      this.#gate.hold(() => this.consider(step))
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

  event(type: ExecutionEvent['type'], step?: StepRun, more: Partial<LoggedEvent> = {}): void {
    this.#events.add({
      type,
      time: this.#journal.now(),
      ...(step === undefined ? {} : { step_id: step.address }),
      ...more,
    })
  }

  finish(status: FinalStatus, failure?: StepFailure & { step?: string }): void {
    if (this.#final !== undefined) return
    // What stops is told as stopped, so the end comes first; a run that never began skips all its steps.
    this.#root ??= new ScopeRun(this.plan.nodes, this.#context, { prefix: '', order: [] })
    this.#final = status
    this.#failure = failure
    this.#awaited = undefined
    try {
      this.#stopTimer?.()
      if (status !== 'completed') stopSteps(this, this.#root.steps, failure?.message ?? 'the execution ended')
    } finally {
      this.#endedAt = this.#journal.now()
      this.event(`pipeline.${status}`, undefined, failure === undefined ? {} : { failure })
      this.#tell()
      this.#finished?.()
    }
  }

  // Beginning.

  #begin(): void {
    const { earlier } = this.#continuation ?? {}
    const replanned = earlier?.audit.findLast((entry) => entry.operation === 'replan')
    if (replanned === undefined) this.event('pipeline.submitted')
    else this.event('pipeline.replanned', undefined, authorOf(replanned))
    this.#hasBegun = true
    if (this.#cancelRequested) {
      this.cancel()
      return
    }
    if (this.plan.mode !== 'safe') this.#open()
    else if (this.#start.approval === undefined) this.finish('failed', APPROVAL_MISSING)
    else this.#awaitApproval(this.#start.approval)
    this.#drain()
  }

  #awaitApproval(approval: ApprovalRequest): void {
    this.#awaited = approval
    this.event('pipeline.approval_requested', undefined, { approval })
    const minutes = approval.expires_minutes ?? DEFAULT_APPROVAL_MINUTES
    const timer = this.#journal.sleep(minutes * 60, () => {
      const message = `nobody approved the execution within ${minutes} minutes`
      this.act(() => this.finish('failed', { code: 'approval_expired', message, retryable: false }))
    })
    this.#stopTimer = () => timer.cancel()
  }

  #open(): void {
    if (this.#events.all.every((event) => event.type !== 'pipeline.started')) this.event('pipeline.started')
    this.#armTimeout()
    this.later(() => {
      this.openScope(this.plan.nodes, { prefix: '', order: [] }, () => this.finish('completed'))
    })
  }

  #readJournal(): void {
    const { journal = [] } = this.#continuation ?? {}
    if (journal.length === 0) return
    this.#journal.read(journal, (entry) => this.#applyEntry(entry))
    this.#told = this.#events.sequence
    if (this.#final !== undefined || !this.#gate.isClosedFor('hold')) return
    this.#journal.record({ t: this.#journal.outsideTime(), gate: 'release' })
    this.#releaseHold()
  }

  #applyEntry(entry: JournalEntry): void {
    if ('operation' in entry) this.#operations.apply(entry.operation)
    else if ('cancel' in entry) this.#cancel()
    else if ('gate' in entry && entry.gate === 'hold') this.#gate.close('hold')
    else this.#releaseHold()
  }

  #releaseHold(): void {
    for (const action of this.#gate.open('hold')) this.later(action)
    this.#drain()
  }

  #cancel(): void {
    this.finish('cancelled', { code: 'cancelled', message: 'the execution was cancelled', retryable: false })
  }

  #earlier(): Continuation {
    const { audit } = this.#operations
    const now = this.#journal.now()
    return {
      started_at: this.#startedAt,
      began_at: now,
      earlier: { events: this.#events.all, audit, cost_units: this.#costUnits },
      journal: [],
    }
  }

  #nextPlan({ plan, keep, estimate, approval_digest }: Extract<Operation, { operation: 'replan' }>) {
    const kept = new Set(keep)
    const reuse = Object.fromEntries(Object.entries(this.outputs()).filter(([id]) => kept.has(id)))
    const approval =
      approval_digest === undefined
        ? undefined
        : { digest: approval_digest, estimate: estimate ?? { cost_units: null, duration_seconds: null } }
    const { approval: _approved, ...start } = this.#start
    return {
      plan,
      start: { ...start, reuse: reuse as Record<string, JsonObject>, ...(approval === undefined ? {} : { approval }) },
    }
  }

  #armTimeout(): void {
    const seconds = this.plan.timeout_seconds
    if (seconds === undefined) return
    const timer = this.#journal.sleep(seconds, () => {
      this.finish('failed', {
        code: 'pipeline_timed_out',
        message: `pipeline timed out after ${seconds / 60} minutes`,
        retryable: false,
      })
    })
    this.#stopTimer = () => timer.cancel()
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
    if (step.request !== undefined) {
      this.#resume(step, step.request)
      return
    }
    const recorded = this.#recorded(step)
    const prepared = prepareStep(step, this)
    if (prepared.kind === 'unavailable') {
      this.release(step)
      this.skip(step, readCause(step, 'it', prepared.root, prepared.reason))
    } else if (prepared.kind === 'failed') {
      this.fail(step, prepared.failure)
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

  /** Outputs that another execution recorded for a step. The steps of a branch have their own, so only a loop is taken whole. */
  #recorded(step: StepRun): JsonObject | undefined {
    const { reuse } = this.#start
    if (reuse === undefined || !Object.hasOwn(reuse, step.address)) return undefined
    return CONTROLS[step.node.type] === undefined || step.node.nodes !== undefined ? reuse[step.address] : undefined
  }

  /** A person has it tried again. */
  #resume(step: StepRun, request: StepRequest): void {
    step.status = 'running'
    const attempt = step.attempts + 1
    this.event('step.retrying', step, { attempt })
    this.#work(step, request, attempt)
  }

  #started(step: StepRun): void {
    step.status = 'running'
    step.startedAt = this.#journal.now()
    this.event('step.started', step)
  }

  #work(step: StepRun, request: StepRequest, first: number): void {
    const { node } = step
    this.#working.add(step)
    const caller = step.scope.place.caller ?? this.#journal
    runAttempts(
      step,
      request,
      { call: caller.call.bind(caller), sleep: this.#journal.sleep.bind(this.#journal) },
      {
        timeout_seconds: node.timeout_seconds ?? this.plan.types[node.type]?.timeout_seconds ?? 300,
        retry: node.retry ?? DEFAULT_RETRY,
        first,
        whenOpen: (action) => (this.#gate.isOpen ? action() : this.#gate.hold(action)),
        onRetry: (attempt, failure) => this.event('step.retrying', step, { attempt, failure }),
        onEnd: (outcome) => this.act(() => this.#judge(step, outcome)),
      },
    )
  }

  #judge(step: StepRun, outcome: CallOutcome): void {
    if (step.status !== 'running') return
    if (outcome.kind === 'returned') this.#take(step, outcome.result)
    else if (isOutcomeUnknown(step.node, outcome.failure))
      this.#askAboutFailure(step, outcome.failure, 'unknown_outcome')
    else if (this.#holds(step, outcome.failure)) this.#askAboutFailure(step, outcome.failure, 'failed')
    else this.fail(step, outcome.failure)
  }

  #take(step: StepRun, { outputs, question, reused, cost_units, warning }: StepResult): void {
    step.reused = reused
    step.warning = warning
    if (cost_units !== undefined) {
      step.costUnits = (step.costUnits ?? 0) + cost_units
      this.#costUnits += cost_units
    }
    if (question === undefined) this.accept(step, outputs)
    else
      this.#questions.ask(step, {
        question,
        outputs,
        failure: { code: 'validation_failed', message: question.message, retryable: false },
      })
  }

  /** Whether a failure waits for a person, since nothing in the document stands between it and the end of the run. */
  #holds(step: StepRun, { code }: StepFailure): boolean {
    const { fallback, continue_on_failure } = step.node
    if (this.#start.hold_failures !== true || fallback !== undefined || continue_on_failure === true) return false
    return code !== 'replan_requested' && !isAbsorbed(step)
  }

  #askAboutFailure(step: StepRun, failure: StepFailure, kind: 'unknown_outcome' | 'failed'): void {
    const known = kind === 'failed' ? '' : 'nobody knows whether the work was done; '
    const question = { kind, message: `${known}${failure.message}`, choices: ['retry', 'skip', 'fail'] } as const
    this.#questions.ask(step, { question, failure: { ...failure, retryable: false } })
  }

  // Failing.

  #callFallback(step: StepRun, fallback: StepRun, failure: StepFailure): void {
    const judge = () => {
      if (this.#final !== undefined) return
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
    if (this.#final !== undefined) return
    const inner = innerFailure(step, failure)
    for (const around of enclosing(step)) {
      if (around.status !== 'running') continue
      around.status = 'failed'
      around.failure = inner
      around.endedAt = this.#journal.now()
      this.release(around)
      this.event('step.failed', around, { failure: inner })
    }
    this.finish('failed', { ...failure, message: inner.message, step: step.address })
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
  #drain(): void {
    if (this.#draining) return
    this.#draining = true
    try {
      this.#doAll()
    } catch (error) {
      // A plain error would hang a Temporal workflow for ever; this one ends the run and names itself.
      const message = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error)
      this.finish('failed', { code: 'interpreter_failed', message, retryable: false })
    } finally {
      this.#draining = false
      this.#tell()
    }
  }

  #doAll(): void {
    while (true) {
      let next = 0
      while (next < this.#todo.length) {
        const action = this.#todo[next]
        next += 1
        if (this.#final === undefined) action?.()
      }
      this.#todo.length = 0
      if (this.#final !== undefined || !this.#gate.isOpen || this.#awaited !== undefined) return
      const ready = this.#queue.next()
      if (ready !== undefined) this.#launch(ready)
      else if (this.#working.size > 0 || this.#questions.open.length > 0) return
      else this.#failStuck()
    }
  }

  /** Nothing runs and nothing can start: a circle that level 3 refuses, in a plan that was made without it. */
  #failStuck(): void {
    const waiting = (this.#root?.steps ?? []).filter((step) => !step.settled).map((step) => `'${step.address}'`)
    const message = `these steps wait for each other: ${waiting.slice(0, 10).join(', ')}`
    this.finish('failed', { code: 'interpreter_failed', message, retryable: false })
  }

  #tell(): void {
    if (this.#onEvents === undefined || this.#journal.isReading || this.#told === this.#events.sequence) return
    const events = this.#events.read(this.#told, Number.MAX_SAFE_INTEGER)
    this.#told = this.#events.sequence
    this.#onEvents(events)
  }
}

const APPROVAL_MISSING: StepFailure = {
  code: 'approval_missing',
  message: '`mode: safe` needs an approval request to be started with',
  retryable: false,
}

function authorOf({ by, reason }: Author): Author {
  return { ...(by === undefined ? {} : { by }), ...(reason === undefined ? {} : { reason }) }
}

function innerFailure(step: StepRun, failure: StepFailure): StepFailure {
  const message = `'${step.address}' failed: ${failure.message}`
  return { code: 'inner_step_failed', message, retryable: false }
}
