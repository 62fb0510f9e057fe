import type { Json } from '@odp/dsl'
import type { Capability, Field, Port } from '../../catalog/capability.js'
import type { Clause } from '../../request/clause.js'
import type { Mention } from '../../request/mention.js'
import type { Reading } from '../../retrieve/nearby.js'

/** Where the value of a port comes from. */
export type Source =
  | { readonly kind: 'const'; readonly value: Json; readonly mention?: Mention }
  | { readonly kind: 'ref'; readonly goal: Goal; readonly field: Field }
  | { readonly kind: 'path'; readonly goal: Goal; readonly path: string }
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'item'; readonly path: string }

/** What a loop goes over. */
interface Repetition {
  readonly source: Extract<Source, { kind: 'ref' | 'input' | 'const' | 'path' }>
  /** Written once for all steps of one loop: the same text is the same loop. */
  readonly key: string
  /** Whether a single inner step that fails stops the whole loop; default true. */
  readonly max_parallel?: number
}

/** One step that a plan is going to have. */
export interface Goal {
  id: string
  /** What it uses; of steps without a catalog entry the step type. */
  readonly uses: string
  readonly step_type: string
  readonly capability?: Capability
  readonly clause: Clause
  /** Place in the request of the words that called for it; 0 and less for steps that were there before. */
  readonly at: number
  /** The words that called for it. */
  readonly words: ReadonlySet<string>
  readonly because: string
  /** The words that it was guessed by, because they are like words of the catalog. */
  readonly readings?: readonly Reading[]
  /** It was in the document already and is not to be touched. */
  readonly is_given?: true
  /** It was added because another step needed what it gives. */
  readonly is_producer?: true
  /** The step that it was added for. */
  readonly made_for?: Goal
  fallback_of?: Goal
  readonly bound: Map<string, Source[]>
  loop?: Repetition
  /** A constant that is meant for this very step. */
  own_mention?: Mention
  settings: { readonly path: string; readonly value: Json }[]
  after: Set<Goal>
  /** Names under which outputs are kept. */
  artifacts: Map<string, string>
}

/** A port of a goal that nothing could be found for. */
export interface Unmet {
  readonly goal: Goal
  readonly port: Port
}
