import type { AuditEntry, BatchResult, Operation, StepFailure, StepResult } from '@odp/dsl/plan'
import type { LoggedEvent } from './event-log.js'

/**
 * One thing that reached the interpreter from outside, in order, with its time. The interpreter is a function of its plan, its
 * input and these entries: reading them again gives the same state, the same events and the same outputs. Attempts and
 * timers are numbered in the order in which they were begun; keys are short since thousands stand in one value.
 */
export type JournalEntry =
  | { readonly t: number; readonly n: number; readonly r: StepResult | BatchResult }
  | { readonly t: number; readonly n: number; readonly f: StepFailure }
  | { readonly t: number; readonly n: number }
  | { readonly t: number; readonly operation: Operation }
  /** Nothing new starts from here on, so that the execution can go on in a new run; `release` is the first entry there. */
  | { readonly t: number; readonly gate: 'hold' | 'release' }
  | { readonly t: number; readonly cancel: true }

/** What an execution that was re-planned keeps of the time before. */
interface EarlierRun {
  readonly events: readonly LoggedEvent[]
  readonly audit: readonly AuditEntry[]
  readonly cost_units: number
}

/** What a new run of the same execution begins with. The journal comes in segments: one of each run before it. */
export interface Continuation {
  /** When the execution began, and when the plan that is run now did. */
  readonly started_at: number
  readonly began_at: number
  readonly earlier?: EarlierRun
  readonly journal: readonly (readonly JournalEntry[])[]
}
