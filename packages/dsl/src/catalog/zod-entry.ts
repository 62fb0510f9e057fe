import { z } from 'zod'
import { isJsonObject, type Json } from '../json/json.js'
import type { JsonSchema } from '../schema/json-schema.js'
import type { CatalogEntry, CatalogKind } from './catalog-entry.js'
import type { CatalogEstimate } from './define-catalog.js'

/** What the definitions of all kinds have in common. */
export interface EntryDefinition {
  readonly id: string
  readonly step_type?: string
  readonly summary?: string
  readonly synonyms?: readonly string[]
  readonly inputs?: z.ZodType
  readonly outputs?: z.ZodType
  readonly modes?: readonly string[]
  readonly estimate?: CatalogEstimate
  readonly run?: unknown
}

/** An entry made of a TypeScript definition. Its schemas are converted when they are first asked for, since many never are. */
export function zodEntry(kind: CatalogKind, definition: EntryDefinition): CatalogEntry {
  const { id, step_type, summary, inputs, outputs, estimate } = definition
  const runnable = definition.run !== undefined
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
  }
  if (inputs !== undefined) lazily(entry, 'inputs', () => jsonSchemaOf(inputs, 'input'))
  if (outputs !== undefined) lazily(entry, 'outputs', () => jsonSchemaOf(outputs, 'output'))
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

/** A Zod schema as JSON Schema. What JSON Schema cannot say, such as a date or a transformation, takes anything. */
function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  try {
    const converted = JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }))) as Json
    if (!isJsonObject(converted)) return true
    const { $schema: _dialect, ...rest } = converted
    return rest
  } catch {
    // Zod refuses a few schemas altogether; then nothing is known, which is no reason to refuse a pipeline.
    return true
  }
}
