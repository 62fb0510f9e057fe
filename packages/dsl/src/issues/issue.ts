import type { Json } from '../json/json.js'
import type { IssueCode } from './codes.js'

/**
 * Validation level: 1 shape, 2 catalog, 3 dependencies, 4 resources.
 *
 * @example
 * ```ts
 * import type { Issue, IssueLevel } from '@odp/dsl'
 *
 * const ofLevel = (issues: readonly Issue[], level: IssueLevel) => issues.filter((issue) => issue.level === level)
 * ```
 */
export type IssueLevel = 1 | 2 | 3 | 4

/**
 * `error` refuses the document; `warning` does not.
 *
 * @example
 * ```ts
 * import type { IssueSeverity } from '@odp/dsl'
 *
 * const COLOURS: Record<IssueSeverity, string> = { error: 'red', warning: 'yellow' }
 * ```
 */
export type IssueSeverity = 'error' | 'warning'

/**
 * Where in a document: keys and indices from its top.
 *
 * @example
 * ```ts
 * import type { DocumentPath } from '@odp/dsl'
 *
 * const path: DocumentPath = ['steps', 0, 'inputs', 'name']
 * ```
 */
export type DocumentPath = readonly (string | number)[]

/**
 * One change to a document, addressed by path. The same change applies to every face of it. In a list of changes,
 * each addresses the document as those before it left it.
 *
 * - `rename_key` gives the key that ends the path another name, in its place.
 * - `set` replaces a value, adds a key to a mapping, or (with the length of a list as index) appends to the list.
 * - `remove` takes a key or a list item away.
 * - `insert` puts an item before the list item that the path names.
 * - `move` takes a list item away, then puts it before the list item that `to` names, in the same or another list.
 *
 * @example
 * ```ts
 * import { type DocumentChange, editPipeline } from '@odp/dsl'
 *
 * const change: DocumentChange = { kind: 'rename_key', path: ['steps', 0, 'metod'], key: 'method' }
 * const repaired = (text: string) => editPipeline(text, [change]).text
 * ```
 */
export type DocumentChange =
  | { readonly kind: 'rename_key'; readonly path: DocumentPath; readonly key: string }
  | { readonly kind: 'set'; readonly path: DocumentPath; readonly value: Json }
  | { readonly kind: 'remove'; readonly path: DocumentPath }
  | { readonly kind: 'insert'; readonly path: DocumentPath; readonly value: Json }
  | { readonly kind: 'move'; readonly path: DocumentPath; readonly to: DocumentPath }

/**
 * A repair that a machine can apply. `safe` means that it cannot change what a correct reader understood.
 *
 * @example
 * ```ts
 * import type { IssueFix } from '@odp/dsl'
 *
 * const fix: IssueFix = {
 *   title: "rename 'metod' to 'method'", safe: true,
 *   changes: [{ kind: 'rename_key', path: ['steps', 0, 'metod'], key: 'method' }],
 * }
 * ```
 */
export interface IssueFix {
  readonly title: string
  readonly safe: boolean
  readonly changes: readonly DocumentChange[]
}

/**
 * One finding of validation. Line and column count from 1 in the text as given and are absent without a text.
 *
 * @example
 * ```ts
 * import type { Issue } from '@odp/dsl'
 *
 * const print = ({ line, column, severity, message, hint }: Issue) =>
 *   console.log(`${line}:${column} ${severity}: ${message}${hint === undefined ? '' : ` (${hint})`}`)
 * ```
 */
export interface Issue {
  readonly code: IssueCode
  readonly level: IssueLevel
  readonly severity: IssueSeverity
  readonly message: string
  readonly path: DocumentPath
  readonly step?: string
  readonly line?: number
  readonly column?: number
  readonly end_line?: number
  readonly end_column?: number
  /** What is available, the nearest spelling, or what to write instead. */
  readonly hint?: string
  readonly fix?: IssueFix
}
