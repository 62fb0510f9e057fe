import type { ExecutionEvent, ExecutionEventType, Json, JsonObject } from '@odp/dsl/plan'

/**
 * One line of the story of a dry run.
 *
 * @example
 * ```ts
 * import type { TraceLine } from '@odp/worker/in-process'
 *
 * const print = ({ seconds, event, step = '' }: TraceLine) => console.log(`${seconds} s`, event, step)
 * ```
 */
export interface TraceLine {
  /** Virtual seconds since the run was submitted. */
  readonly seconds: number
  readonly event: ExecutionEventType
  /** Step id with its iteration, such as `others[3].crawl`. */
  readonly step?: string
  /** For a retry: the attempt that follows. */
  readonly attempt?: number
  /** What a step received when it started, as JSON cut to 200 characters; secrets by their names. */
  readonly inputs?: string
  /** What a step gave when it completed, as JSON cut to 200 characters. */
  readonly outputs?: string
  /** Why it failed, is tried again, or was skipped. */
  readonly reason?: string
}

const LONGEST_VALUE = 200

/** Writes the trace of a run while it goes on. Values are kept as summaries only: a loop may have many thousand items. */
export class Trace {
  readonly #inputs = new Map<string, string>()
  readonly #outputs = new Map<string, string>()

  received(step: string, inputs: JsonObject | undefined): void {
    if (inputs !== undefined) this.#inputs.set(step, summarize(inputs))
  }

  returned(step: string, outputs: JsonObject): void {
    this.#outputs.set(step, summarize(outputs))
  }

  /** The lines of all events; `outputs` are those of the run, for the control steps. */
  lines(events: readonly ExecutionEvent[], outputs: Readonly<Record<string, Json>>): TraceLine[] {
    const start = events[0]?.time ?? 0
    return events.map((event) => this.#line(event, start, outputs))
  }

  #line(event: ExecutionEvent, start: number, outputs: Readonly<Record<string, Json>>): TraceLine {
    const { type, step_id: step, attempt, failure, time } = event
    const reason = failure === undefined ? event.reason : `${failure.code}: ${failure.message}`
    const inputs = type === 'step.started' ? this.#inputs.get(step ?? '') : undefined
    return {
      seconds: (time - start) / 1000,
      event: type,
      ...(step === undefined ? {} : { step }),
      ...(type === 'step.retrying' && attempt !== undefined ? { attempt } : {}),
      ...(inputs === undefined ? {} : { inputs }),
      ...(type === 'step.completed' && step !== undefined ? this.#given(step, outputs) : {}),
      ...(reason === undefined ? {} : { reason }),
    }
  }

  #given(step: string, outputs: Readonly<Record<string, Json>>): { readonly outputs?: string } {
    const own = Object.hasOwn(outputs, step) ? outputs[step] : undefined
    const text = this.#outputs.get(step) ?? (own === undefined ? undefined : summarize(own))
    return text === undefined ? {} : { outputs: text }
  }
}

function summarize(value: Json): string {
  const text = JSON.stringify(value)
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`
}
