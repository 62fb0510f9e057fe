import type { z } from 'zod'
import { jsonSchemaOf } from '../builder/json-schema-of.js'
import type { JsonSchema } from '../schema/json-schema.js'
import type { CatalogEntry, CatalogKind } from './catalog-entry.js'
import type { CatalogEstimate } from './define-catalog.js'
import { type MethodTraits, pickTraits } from './method-traits.js'

/** What the definitions of all kinds have in common. */
export interface EntryDefinition extends MethodTraits {
  readonly id: string
  readonly step_type?: string
  readonly summary?: string
  readonly synonyms?: readonly string[]
  readonly inputs?: z.ZodType
  readonly outputs?: z.ZodType
  readonly modes?: readonly string[]
  readonly estimate?: CatalogEstimate
  readonly run?: unknown
  readonly runBatch?: unknown
}

/** An entry made of a TypeScript definition. Its schemas are converted when they are first asked for, since many never are. */
export function zodEntry(kind: CatalogKind, definition: EntryDefinition): CatalogEntry {
  const { id, step_type, summary, inputs, outputs, estimate } = definition
  const runnable = definition.run !== undefined || definition.runBatch !== undefined
  const modes = definition.modes ?? (runnable ? ['direct'] : undefined)
  const entry: CatalogEntry = {
    kind,
    id,
    synonyms: definition.synonyms ?? [],
    runnable,
    ...(step_type === undefined ? {} : { step_type }),
    ...(summary === undefined ? {} : { summary }),
    ...(modes === undefined ? {} : { modes }),
    ...(estimate === undefined ? {} : { estimate }),
    ...pickTraits(definition),
    ...(definition.runBatch === undefined ? {} : { batches: true }),
  }
  if (inputs !== undefined) lazily(entry, 'inputs', () => jsonSchemaOf(inputs, 'input', 'description'))
  if (outputs !== undefined) lazily(entry, 'outputs', () => jsonSchemaOf(outputs, 'output', 'description'))
  return entry
}

function lazily(entry: CatalogEntry, key: 'inputs' | 'outputs', make: () => JsonSchema): void {
  let made: JsonSchema | undefined
  const get = () => {
    made ??= make()
    return made
  }
  Object.defineProperty(entry, key, { get, enumerable: true })
}
