import type {
  ApprovalRequest,
  ExecutionEvent,
  ExecutionInput,
  ExecutionState,
  ExecutionStatus,
  FinalStatus,
  JsonObject,
  Operation,
  OperationResult,
  Plan,
  Refusal,
  StepFailure,
} from '@odp/dsl/plan'
import { EventLog, type LoggedEvent } from './event-log.js'
import { Gate } from './gate.js'
import type { Host } from './host.js'
import { Interpreter } from './interpreter.js'
import type { Continuation, JournalEntry } from './journal.js'
import { JournalHost } from './journal-host.js'
import { Operations } from './operations.js'
import type { StepRun } from './step-run.js'

/** A week, when the approval request does not say. */
const DEFAULT_APPROVAL_MINUTES = 10_080

/** What a run begins with beside its plan and its input. */
export interface ExecutionOptions {
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
 * The life of one execution in one run: approval, pauses, the end, and the journal from which a new run goes on. What its steps
 * do is the interpreter's. It is driven by what its host answers only, so that it is deterministic under Temporal.
 */
export class Execution {
  readonly plan: Plan
  readonly start: ExecutionInput
  readonly gate = new Gate()
  readonly interpreter: Interpreter
  readonly #journal: JournalHost
  readonly #continuation: Continuation | undefined
  readonly #onEvents: ExecutionOptions['onEvents']
  readonly #operations: Operations
  readonly #events: EventLog
  readonly #startedAt: number
  /** When this plan began: later than the execution, if that was re-planned. */
  readonly #beganAt: number
  #told: number
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

  constructor(plan: Plan, start: ExecutionInput, host: Host, options: ExecutionOptions = {}) {
    const { continuation } = options
    this.plan = plan
    this.start = start
    this.#continuation = continuation
    this.#onEvents = options.onEvents
    const hasJournal = continuation !== undefined && continuation.journal.length > 0
    this.#journal = new JournalHost(host, hasJournal ? continuation.began_at : undefined)
    this.#beganAt = this.#journal.now()
    this.#startedAt = continuation?.started_at ?? this.#beganAt
    this.#events = new EventLog(start.execution_id, plan.workspace_id, continuation?.earlier?.events)
    this.#told = this.#events.sequence
    this.#costUnits = continuation?.earlier?.cost_units ?? 0
    this.interpreter = new Interpreter(this, this.#startedAt)
    this.#operations = new Operations(this, continuation?.earlier?.audit)
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
    if (this.gate.isClosedFor('hold') || this.#final !== undefined) return
    this.#journal.record({ t: this.#journal.outsideTime(), gate: 'hold' })
    this.gate.close('hold')
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
    if (!this.gate.isClosedFor('hold')) return undefined
    const { earlier, journal = [] } = this.#continuation ?? {}
    return {
      plan: this.plan,
      start: this.start,
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
      execution_id: this.start.execution_id,
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
      steps: this.interpreter.steps.map((step) => step.snapshot()),
      questions: this.interpreter.innerQuestions.map((step) => step.snapshot()),
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
    return this.interpreter.outputs()
  }

  /** The host that writes down what it answers. */
  get host(): Host {
    return this.#journal
  }

  get hasEnded(): boolean {
    return this.#final !== undefined
  }

  get isPaused(): boolean {
    return this.gate.isClosedFor('paused')
  }

  /** What waits for an approval. */
  get awaited(): ApprovalRequest | undefined {
    return this.#awaited
  }

  approve(author: Author): void {
    this.#awaited = undefined
    this.#stopTimer?.()
    this.event('pipeline.approved', undefined, author)
    this.#open()
  }

  pause(author: Author): void {
    this.gate.close('paused')
    this.event('pipeline.paused', undefined, author)
  }

  resume(author: Author): void {
    this.event('pipeline.resumed', undefined, author)
    for (const action of this.gate.open('paused')) this.interpreter.later(action)
  }

  /** Lets what runs end; then the execution goes on with the new plan. */
  replan(operation: Extract<Operation, { operation: 'replan' }>): void {
    this.#replan = operation
    this.gate.close('replan')
  }

  addCost(units: number): void {
    this.#costUnits += units
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
    this.#final = status
    this.#failure = failure
    this.#awaited = undefined
    try {
      this.#stopTimer?.()
      if (status !== 'completed') this.interpreter.stop(failure?.message ?? 'the execution ended')
    } finally {
      this.#endedAt = this.#journal.now()
      this.event(`pipeline.${status}`, undefined, failure === undefined ? {} : { failure })
      this.tell()
      this.#finished?.()
    }
  }

  #begin(): void {
    const { earlier } = this.#continuation ?? {}
    const replanned = earlier?.audit.findLast((entry) => entry.operation === 'replan')
    if (replanned === undefined) this.event('pipeline.submitted')
    else this.event('pipeline.replanned', undefined, authorOf(replanned))
    // Who paused it to look at a new plan resumes it, too.
    const last = earlier?.audit.findLast(({ operation }) => operation === 'pause' || operation === 'resume')
    if (last?.operation === 'pause') this.gate.close('paused')
    this.#hasBegun = true
    if (this.#cancelRequested) {
      this.cancel()
      return
    }
    if (this.plan.mode !== 'safe') this.#open()
    else if (this.start.approval === undefined) this.finish('failed', APPROVAL_MISSING)
    else this.#awaitApproval(this.start.approval)
    this.interpreter.drain()
  }

  #awaitApproval(approval: ApprovalRequest): void {
    this.#awaited = approval
    this.event('pipeline.approval_requested', undefined, { approval })
    const minutes = approval.expires_minutes ?? DEFAULT_APPROVAL_MINUTES
    const timer = this.#journal.sleep(minutes * 60, () => {
      const message = `nobody approved the execution within ${minutes} minutes`
      this.interpreter.act(() => this.finish('failed', { code: 'approval_expired', message, retryable: false }))
    })
    this.#stopTimer = () => timer.cancel()
  }

  #open(): void {
    if (this.#events.all.every((event) => event.type !== 'pipeline.started')) this.event('pipeline.started')
    this.#armTimeout()
    this.interpreter.open(() => this.finish('completed'))
  }

  #readJournal(): void {
    const { journal = [] } = this.#continuation ?? {}
    if (journal.length === 0) return
    try {
      this.#journal.read(journal, (entry) => this.#applyEntry(entry))
    } catch (error) {
      // A plain error would hang a Temporal workflow for ever.
      const message = error instanceof Error ? error.message : String(error)
      this.finish('failed', { code: 'interpreter_failed', message, retryable: false })
      return
    }
    this.#told = this.#events.sequence
    if (this.#final !== undefined || !this.gate.isClosedFor('hold')) return
    this.#journal.record({ t: this.#journal.outsideTime(), gate: 'release' })
    this.#releaseHold()
  }

  #applyEntry(entry: JournalEntry): void {
    if ('operation' in entry) this.#operations.apply(entry.operation)
    else if ('cancel' in entry) this.#cancel()
    else if ('gate' in entry && entry.gate === 'hold') this.gate.close('hold')
    else this.#releaseHold()
  }

  #releaseHold(): void {
    for (const action of this.gate.open('hold')) this.interpreter.later(action)
    this.interpreter.drain()
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
    const { approval: _approved, ...start } = this.start
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

  /** Tells of the events since the last time. */
  tell(): void {
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
