/**
 * Ways to ask for structured output, best first: a JSON Schema that the service holds to, one tool that has to be called, or JSON in the text.
 *
 * @example
 * ```ts
 * import { LLM_RUNGS } from '@odp/worker/llm'
 *
 * LLM_RUNGS[0] // 'json_schema'
 * ```
 */
export const LLM_RUNGS = ['json_schema', 'tool', 'text'] as const

/**
 * One way to ask for structured output.
 *
 * @example
 * ```ts
 * import type { LlmRung } from '@odp/worker/llm'
 *
 * const isEnforced = (rung: LlmRung) => rung === 'json_schema'
 * ```
 */
export type LlmRung = (typeof LLM_RUNGS)[number]

/** Name of the field that bounds an answer: the newer one is unknown to some services, the older one refused by others. */
type LimitField = 'max_completion_tokens' | 'max_tokens'

/** What is known about a model of a service. */
export interface Capability {
  readonly rung: LlmRung
  readonly limit_field: LimitField
}

const FIRST: Capability = { rung: 'json_schema', limit_field: 'max_completion_tokens' }
const MOST_ENTRIES = 1_000

/** Remembers how each model of each service can be asked, so that only the first question feels its way. */
export class CapabilityMemory {
  readonly #known = new Map<string, Capability>()

  get(service: string, model: string): Capability {
    return this.#known.get(key(service, model)) ?? FIRST
  }

  set(service: string, model: string, capability: Capability): void {
    if (this.#known.size >= MOST_ENTRIES) this.#known.clear()
    this.#known.set(key(service, model), capability)
  }
}

function key(service: string, model: string): string {
  return `${service} ${model}`
}
