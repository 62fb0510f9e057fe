import type { Json } from '../json/json.js'

/**
 * One step along a path: `.field`, `["any key"]`, `[0]` or `[*]`.
 *
 * @example
 * ```ts
 * import { type PathSegment, parsePath } from '@odp/dsl/plan'
 *
 * const segments: readonly PathSegment[] = parsePath('profile.posts[0]').segments
 * // [{ kind: 'field', name: 'posts' }, { kind: 'index', index: 0 }]
 * ```
 */
export type PathSegment =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'splat' }

/**
 * A parsed path. `root` is `input`, `run`, `secrets`, a step id or a loop variable.
 *
 * @example
 * ```ts
 * import { type Path, parsePath } from '@odp/dsl/plan'
 *
 * const path: Path = parsePath('profile.posts[0]')
 * ```
 */
export interface Path {
  readonly root: string
  readonly segments: readonly PathSegment[]
  /** The path as written, without braces and outer blanks. */
  readonly text: string
}

/** A parsed string: literal text (escapes already removed) and paths, in order. */
export interface Template {
  readonly parts: readonly (string | Path)[]
  /** True when the string is exactly one template, so that the value keeps its type. */
  readonly single: boolean
}

/**
 * What a root stands for at the time of reading.
 *
 * @example
 * ```ts
 * import type { RootValue } from '@odp/dsl/plan'
 *
 * const skipped: RootValue = { kind: 'unavailable', reason: "step 'deep' was skipped" }
 * ```
 */
export type RootValue =
  | { readonly kind: 'value'; readonly value: Json }
  /** A step that was skipped, failed or cancelled: there is nothing to read and its reader is skipped too. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  /** Nothing has this name; `available` are the names that could have been meant. */
  | { readonly kind: 'unknown'; readonly available: readonly string[] }

/**
 * Gives the value of a root. The interpreter has one per scope.
 *
 * @example
 * ```ts
 * import type { Scope } from '@odp/dsl/plan'
 *
 * const input = { city: 'Ulm' }
 * const scope: Scope = {
 *   read: (root) => (root === 'input' ? { kind: 'value', value: input } : { kind: 'unknown', available: ['input'] }),
 * }
 * ```
 */
export interface Scope {
  read(root: string): RootValue
}

/**
 * What reading a path gave.
 *
 * @example
 * ```ts
 * import type { PathOutcome } from '@odp/dsl/plan'
 *
 * const valueOf = (outcome: PathOutcome) => (outcome.kind === 'value' ? outcome.value : undefined)
 * ```
 */
export type PathOutcome =
  | { readonly kind: 'value'; readonly value: Json }
  /** `Field 'Y' not found…`: recoverable by `or`, `default` and `exists`. */
  | { readonly kind: 'missing'; readonly message: string }
  /** The step that the path reads has no outputs, since it was skipped or failed. */
  | { readonly kind: 'unavailable'; readonly root: string; readonly reason: string }
  /** `Step 'X' not found…` or `Cannot apply [*] to non-array…`: an error even inside `or`. */
  | { readonly kind: 'invalid'; readonly message: string }
