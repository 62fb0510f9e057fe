import type { Typed } from './shape.js'

/** The exports of the package that generated code may use. */
export const BUILDER_NAMES = [
  'both',
  'contains',
  'count',
  'either',
  'eq',
  'exists',
  'expression',
  'field',
  'gt',
  'gte',
  'lt',
  'lte',
  'matches',
  'neq',
  'not',
  'or',
  'pipeline',
  'pipelineSteps',
  'required',
  'template',
  'verbatim',
  'withDefault',
] as const

/** Name of an export that generated code uses. */
export type BuilderName = (typeof BUILDER_NAMES)[number]

/** Something that a reference may start at, here in the code. */
export interface Reached {
  readonly code: string
  readonly typed: Typed
}

/** Gives the root of a reference; undefined where the code cannot name it. */
export type Reach = (root: string) => Reached | undefined

/** What a piece of code needs: the roots that it reads and the exports that it calls. */
export class Draft {
  readonly roots = new Set<string>()
  readonly imports: Set<string>
  readonly #reach: Reach

  constructor(reach: Reach, imports: Set<string> = new Set()) {
    this.#reach = reach
    this.imports = imports
  }

  /** The root of a reference, which is then needed. */
  reach(root: string): Reached | undefined {
    const reached = this.#reach(root)
    if (reached !== undefined) this.roots.add(root)
    return reached
  }

  /** The name of an export, which is then imported. */
  use(name: BuilderName): string {
    this.imports.add(name)
    return name
  }

  /** Tries to write something. What a failed try needed is forgotten. */
  attempt<T>(write: (draft: Draft) => T | undefined): T | undefined {
    const draft = new Draft(this.#reach)
    const written = write(draft)
    if (written === undefined) return undefined
    for (const root of draft.roots) this.roots.add(root)
    for (const name of draft.imports) this.imports.add(name)
    return written
  }
}
