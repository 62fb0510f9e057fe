import * as z from 'zod'
import type { Layout } from './layout.js'
import { type Typed, UNTYPED } from './shape.js'

/** A Zod schema as code, as what the code makes, and as the type that references get from it. */
export interface ZodCode {
  readonly layout: Layout
  readonly schema: z.ZodType
  readonly typed: Typed
}

/** Which side of a schema counts: what is given, or what comes out. */
export type SchemaSide = 'input' | 'output'

/** Takes anything. */
export function unknownSchema(): ZodCode {
  return { layout: 'z.unknown()', schema: z.unknown(), typed: UNTYPED }
}
