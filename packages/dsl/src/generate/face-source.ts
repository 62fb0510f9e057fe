import type { Comments } from './comments.js'
import type { Reached } from './draft.js'
import { type Typed, UNTYPED } from './shape.js'
import type { StepPorts } from './step-ports.js'
import { RUN } from './step-result.js'

/** What a face writes from, beside the steps. */
export interface FaceSource {
  /** Names of the variables, by step id or loop variable. */
  readonly names: ReadonlyMap<string, string>
  readonly comments: Comments
  readonly input: Typed
  /** What the catalog says of the work, by step id; absent where the code is not typed by a catalog. */
  readonly ports?: ReadonlyMap<string, StepPorts> | undefined
}

/** Roots that every pipeline has. */
export const FIXED_ROOTS = ['input', 'run', 'secrets']

/** One of the fixed roots, which stands behind `prefix` in the code; undefined for the id of a step. */
export function fixedRoot(root: string, { input }: FaceSource, prefix = ''): Reached | undefined {
  if (!FIXED_ROOTS.includes(root)) return undefined
  return { code: `${prefix}${root}`, typed: root === 'input' ? input : root === 'run' ? RUN : UNTYPED }
}
