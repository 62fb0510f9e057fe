import type { Token } from './token.js'

/** Something that decides whether clauses are done. */
export interface Condition {
  readonly id: number
  readonly tokens: readonly Token[]
  readonly is_negated: boolean
}

/** The part of a request that asks for repetition. */
export interface Each {
  readonly id: number
  /** What follows `for each`: `e-mail address in the input list`; empty where it says no more. */
  readonly tokens: readonly Token[]
}

/** A part of a request that asks for one thing, or a few. */
export interface Clause {
  readonly index: number
  readonly sentence: number
  readonly tokens: readonly Token[]
  /** How it follows the one before it. */
  readonly link: 'start' | 'and' | 'then' | 'sentence'
  readonly condition?: Condition
  readonly branch?: 'if_true' | 'if_false'
  /** It is done only where something else failed. */
  readonly is_fallback?: true
  /** The words that say what has to fail: `if the twitter crawl fails`. */
  readonly failing?: readonly Token[]
  readonly each?: Each
  readonly start: number
  readonly end: number
}
