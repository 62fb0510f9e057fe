import type { Json } from '@odp/dsl'
import type { PlanStep, PlanTest, PlanValue } from '../plan/flat-plan.js'

/** One change of a pipeline. Whoever proposes it, typed planner or model, it is checked and applied by the same code. */
export type EditOperation =
  /** Puts steps at the end, or at the end of a loop that is there. */
  | { readonly op: 'add_steps'; readonly steps: readonly PlanStep[]; readonly into_loop?: string }
  /** Takes a step out, and what cannot be without it. */
  | { readonly op: 'remove_step'; readonly step: string }
  /** Lets a step use another entry of the catalog, with its inputs and readers rewired by type. */
  | { readonly op: 'replace_uses'; readonly step: string; readonly uses: string; readonly type: string }
  | {
      readonly op: 'set_input'
      readonly step: string
      readonly name: string
      readonly values: readonly PlanValue[]
      readonly is_list?: boolean
    }
  | { readonly op: 'set_setting'; readonly step: string; readonly path: string; readonly value: Json }
  /** How much of a loop or group runs at a time. */
  | { readonly op: 'set_parallel'; readonly step: string; readonly max_parallel: number }
  /** Puts a step under a condition. */
  | {
      readonly op: 'add_condition'
      readonly step: string
      readonly tests: readonly PlanTest[]
      readonly join: 'and' | 'or'
      readonly branch: 'if_true' | 'if_false'
    }
  /** Puts a step, and what reads single values of it, into a loop; one of its inputs, and inputs that had the same value, are given the item. */
  | {
      readonly op: 'put_in_loop'
      readonly step: string
      readonly name: string
      readonly over: PlanValue
      /** What of the item the input is given; empty for the item itself. */
      readonly item_path: string
      readonly max_parallel?: number
    }
