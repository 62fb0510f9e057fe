import type { z } from 'zod'
import type { PipelineDocument } from '../document/pipeline-document.js'
import type { Json, JsonObject } from '../json/json.js'
import { once } from './once.js'
import type { StepMode } from './step-mode.js'

/**
 * A list of steps inside a step, for instance a branch.
 *
 * @example
 * ```ts
 * import type { StepBlock } from '@odp/dsl'
 *
 * const block: StepBlock = { name: 'if_true', path: ['if_true'], scope: 'same' }
 * ```
 */
export interface StepBlock {
  /** Name of the block in plans and pictures, such as `if_true`. */
  readonly name: string
  /** Where the list stands inside the step. */
  readonly path: readonly string[]
  /** `same`: the inner ids are global. `item`: the block runs once an item and hides its inner ids. */
  readonly scope: 'same' | 'item'
}

/**
 * Something of the catalog that a step needs. `id` may hold templates, then every entry that fits is meant.
 *
 * @example
 * ```ts
 * import type { Requirement } from '@odp/dsl'
 *
 * const requirement: Requirement = { kind: 'method', id: 'crawl_{{input.site}}', path: ['method'] }
 * ```
 */
export interface Requirement {
  readonly kind: 'method' | 'model' | 'flow' | 'agent' | 'asset' | 'report_template'
  readonly id: string
  readonly path: readonly (string | number)[]
}

/** What a step needs under a key, if the key holds a text; a document may hold anything. */
export function requirement(kind: Requirement['kind'], id: Json | undefined, path: Requirement['path']): Requirement[] {
  return typeof id === 'string' ? [{ kind, id, path }] : []
}

/**
 * An outside system that a step needs in one of its modes.
 *
 * @example
 * ```ts
 * import type { ConnectorNeed } from '@odp/dsl'
 *
 * const need: ConnectorNeed = { connector: 'kubernetes', hint: "it runs in a cluster; 'mode: direct' needs none" }
 * ```
 */
export interface ConnectorNeed {
  readonly connector: string
  /** Why, and what to do without it. */
  readonly hint: string
  /** Whether the entry of the catalog needs something of this installation beside the connector: a flow its prompt. Default false. */
  readonly needs_code?: boolean
}

/**
 * How a string inside a step is read: as a template (the default), not at all, or as an expression.
 *
 * @example
 * ```ts
 * import type { StringKind } from '@odp/dsl'
 *
 * const strings: Record<string, StringKind> = { condition: 'expression', pattern: 'literal' }
 * ```
 */
export type StringKind = 'literal' | 'expression'

/**
 * Everything that the language knows about one step type. Shared code never asks which type a step has:
 * it asks the definition.
 *
 * @example
 * ```ts
 * import { STEP_DEFINITIONS, type StepDefinition } from '@odp/dsl'
 *
 * const definitions: readonly StepDefinition[] = Object.values(STEP_DEFINITIONS)
 * const summaries = definitions.map(({ type, summary }) => `${type}: ${summary}`)
 * ```
 */
export interface StepDefinition<Type extends string = string, Shape extends z.ZodRawShape = z.ZodRawShape> {
  /** The value of `type:` in a document. */
  readonly type: Type
  /** One sentence for documentation, editors and agents. */
  readonly summary: string
  /** Zod schemas of the keys that only this type has; each with a description. */
  readonly keys: Shape
  /** Execution modes, the default one first. */
  readonly modes: readonly [StepMode, ...StepMode[]]
  /** `activity`: work with a side effect, run by an activity. `control`: the interpreter itself. */
  readonly run: 'activity' | 'control'
  /** What the work is about, as pictures colour it; absent for control steps, and where nothing fits. */
  readonly about?: 'source' | 'model' | 'code' | 'platform' | 'result'
  /** Minutes that one attempt may take when the step does not say; within the source's 5 to 30. Control steps have no limit. */
  readonly timeout_minutes?: number
  /** Blocks of inner steps. */
  readonly blocks?: readonly StepBlock[]
  /** Keys whose strings are not templates, by their path joined with dots. */
  readonly strings?: Readonly<Record<string, StringKind>>
  /** What the step needs from the catalog. */
  requires?(step: JsonObject): Requirement[]
  /** The outside system that the step needs in a mode; absent when it runs inside the worker. */
  connector?(step: JsonObject, mode: StepMode): ConnectorNeed | undefined
  /** Values of the type's keys where the step does not give them and the document decides. */
  defaults?(step: JsonObject, document: PipelineDocument): JsonObject
  /** Whether the work looks at what the run has produced so far, when it has no inputs of its own. */
  readonly subject?: true
  /** Whether the work is pure and quick, so that it is done where the workflow runs. */
  readonly in_workflow?: true
  /** Minutes for which results are kept for later runs when the step does not say. Absent: only where a step asks. */
  readonly cache_minutes?: number
  /** Whether the outputs of a control step hold those of the steps inside it. */
  readonly outputs_hold_steps?: true
  /** JSON Schema of outputs that need no declaration. */
  outputs?(step: JsonObject): JsonObject
  /** A small complete step, as documentation shows it. It passes level 1. */
  readonly example: Json
}

/** A definition as it is written: its keys as they are, or a function that makes them when they are first asked for. */
type StepDraft<Type extends string, Shape extends z.ZodRawShape> = Omit<StepDefinition<Type, Shape>, 'keys'> & {
  readonly keys: Shape | (() => Shape)
}

/**
 * Declares a step type. It gives the definition back with exact types; `createLanguage` takes it up. `keys` may be a
 * function, which is called when the keys are first asked for, since it takes time to make Zod schemas.
 *
 * @example
 * ```ts
 * import { defineStep } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const wait = defineStep({
 *   type: 'wait', summary: 'Waits.', keys: { seconds: z.number().describe('How long, in seconds.') },
 *   modes: ['direct'], run: 'activity', timeout_minutes: 5, example: { id: 'pause', type: 'wait', seconds: 3 },
 * })
 * ```
 */
export function defineStep<
  const Type extends string,
  Shape extends z.ZodRawShape,
  const Run extends StepDefinition['run'],
>(definition: StepDraft<Type, Shape> & { readonly run: Run }): StepDefinition<Type, Shape> & { readonly run: Run } {
  const { keys, ...rest } = definition
  const shape = once(typeof keys === 'function' ? keys : () => keys)
  return Object.freeze({
    ...rest,
    get keys() {
      return shape()
    },
  })
}
