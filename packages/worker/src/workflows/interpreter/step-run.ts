import type {
  Json,
  JsonObject,
  PlanNode,
  RootValue,
  StepFailure,
  StepQuestion,
  StepRequest,
  StepResult,
  StepState,
  StepStatus,
} from '@odp/dsl/plan'
import { enclosing } from './enclosing.js'
import type { Limiter } from './limiter.js'
import type { ScopeRun } from './scope-run.js'

/** Why a step was skipped: a sentence, and the step that it read, if it was that. */
export interface SkipCause {
  readonly text: string
  readonly step?: StepRun
}

/** What a control step keeps while it runs. */
export interface ControlState {
  /** Scopes of items that are under way. */
  readonly scopes?: ReadonlySet<ScopeRun>
  /** Bound on the work inside that runs at once. */
  readonly limiter?: Limiter
  /** The branch that was taken. */
  readonly branch?: string
  /** Results of items, by their place in the list. */
  readonly results?: readonly JsonObject[]
  readonly items?: {
    readonly count: number
    readonly settled: number
    readonly failed: number
    readonly running: number
  }
}

/** A chain of skips longer than this is cut in the text. */
const LONGEST_CHAIN = 50

/** One step in one scope of one execution. */
export class StepRun {
  readonly node: PlanNode
  readonly scope: ScopeRun
  /** The control step around it in the same scope. */
  readonly container: StepRun | undefined
  readonly order: readonly number[]

  status: StepStatus = 'pending'
  /** True when nothing about it can change any more, a fallback included. */
  settled = false
  attempts = 0
  startedAt: number | undefined
  endedAt: number | undefined
  outputs: Json | undefined
  artifacts: readonly string[] | undefined
  failure: StepFailure | undefined
  cause: SkipCause | undefined
  /** The fallback that completed in its place. */
  rescuedBy: StepRun | undefined
  /** Steps that called this one as their fallback. */
  readonly calledBy: StepRun[] = []

  /** Steps read or waited for that have not settled. */
  waiting = 0
  /** Whether the block it stands in was entered. */
  blockOpen: boolean
  /** Whether something activated it, or nothing has to. */
  demanded: boolean
  /** Whether it has been found ready and is on its way to start. */
  ready = false
  /** Checks, fallbacks and routes that could still activate it. */
  activators = 0

  /** Inner steps that have not settled. */
  open = 0
  innerFailure: StepFailure | undefined
  control: ControlState | undefined

  /** What its work receives, from its start to its end. */
  request: StepRequest | undefined
  /** What a person is asked, and the outputs that are taken when they answer `continue`. */
  question: { readonly asked: StepQuestion; readonly outputs?: JsonObject; readonly failure: StepFailure } | undefined
  reused: 'cache' | 'replay' | undefined
  costUnits: number | undefined
  warning: string | undefined
  /** Where its whole outputs lie when only a part of them is here. */
  stored: StepResult['stored']

  /** Ends the wait for the next attempt. */
  retryNow: (() => void) | undefined
  /** Ends the call or the timer that it waits for. */
  stop: (() => void) | undefined
  /** Places that it holds while it runs. */
  held: readonly Limiter[] = []
  readonly onSettled: (() => void)[] = []
  readonly #globalLimiter: Limiter | undefined
  #limiters: readonly Limiter[] | undefined

  constructor(
    node: PlanNode,
    scope: ScopeRun,
    container: StepRun | undefined,
    order: readonly number[],
    limiter: Limiter | undefined,
  ) {
    this.node = node
    this.scope = scope
    this.container = container
    this.order = order
    this.#globalLimiter = limiter
    this.blockOpen = node.parent === undefined
    this.demanded = node.on_demand !== true
  }

  /** Step id with the iterations around it, such as `others[3].crawl`. */
  get address(): string {
    return this.scope.prefix + this.node.id
  }

  /**
   * Whose places it needs to run: work counts for the whole run and for every bounded group around it. Control steps need
   * none; one that held a place while its inner steps wait for theirs could wait for ever.
   */
  limiters(): readonly Limiter[] {
    if (this.#globalLimiter === undefined) return []
    if (this.#limiters !== undefined) return this.#limiters
    const all = [this.#globalLimiter]
    for (const control of enclosing(this)) if (control.control?.limiter !== undefined) all.push(control.control.limiter)
    this.#limiters = all
    return all
  }

  /** What a reader gets. */
  get readable(): RootValue {
    let source: StepRun = this
    while (source.rescuedBy !== undefined) source = source.rescuedBy
    if (source.status === 'completed') return { kind: 'value', value: source.outputs ?? {} }
    return { kind: 'unavailable', reason: source.#unavailableReason() }
  }

  #unavailableReason(): string {
    if (this.status === 'failed') return `failed: ${this.failure?.message ?? 'no reason given'}`
    return this.status === 'skipped' ? 'was skipped' : 'was cancelled'
  }

  /** Why it was skipped, with every step of the chain. */
  get skipReason(): string | undefined {
    if (this.cause === undefined) return undefined
    const texts: string[] = []
    let cause: SkipCause | undefined = this.cause
    while (cause !== undefined && texts.length < LONGEST_CHAIN) {
      texts.push(cause.text)
      cause = cause.step?.cause
    }
    if (cause !== undefined) texts.push('…')
    return texts.join(': ')
  }

  /** The snapshot that status queries give. */
  snapshot(): StepState {
    const { node } = this
    return {
      id: this.address,
      type: node.type,
      status: this.status,
      attempts: this.attempts,
      ...(this.startedAt === undefined ? {} : { started_at: this.startedAt }),
      ...(this.endedAt === undefined ? {} : { ended_at: this.endedAt }),
      ...(this.failure === undefined ? {} : { failure: this.failure }),
      ...(this.question === undefined ? {} : { question: this.question.asked }),
      ...(this.reused === undefined ? {} : { reused: this.reused }),
      ...(this.costUnits === undefined ? {} : { cost_units: this.costUnits }),
      ...(this.cause === undefined ? {} : { reason: this.skipReason ?? '' }),
      ...(this.rescuedBy === undefined ? {} : { rescued_by: this.rescuedBy.address }),
      ...(node.parent === undefined ? {} : { parent: node.parent }),
      ...(this.control?.items === undefined ? {} : { items: { ...this.control.items } }),
    }
  }
}
