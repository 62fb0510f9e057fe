import { SpellingHelp } from '../issues/spelling-help.js'
import { isJsonObject } from '../json/json.js'
import { alternatives } from '../schema/alternatives.js'
import type { JsonSchema } from '../schema/json-schema.js'
import { propertyNames } from '../schema/property-schema.js'
import type { SchemaLookup } from '../schema/schema-at.js'
import { SchemaReader } from '../schema/schema-reader.js'

/** Answers about a schema of a catalog, kept as long as the schema lives: many steps ask for the same. */
interface PortAnswers {
  readonly reader: SchemaReader
  readonly ports: Map<string, SchemaLookup>
  names?: readonly string[]
}

/** Whoever asks says in words of their own that there is no such name. */
const NO_HELP = new SpellingHelp(0)

const answers = new WeakMap<object, PortAnswers>()

function answersOf(schema: JsonSchema): PortAnswers {
  const fresh = () => ({ reader: new SchemaReader(schema), ports: new Map() })
  if (!isJsonObject(schema)) return fresh()
  const known = answers.get(schema) ?? fresh()
  answers.set(schema, known)
  return known
}

/**
 * What an entry's inputs or outputs say about one name: `missing` where it surely takes or returns nothing of that name.
 *
 * @param schema the inputs or outputs of a catalog entry; must not be changed afterwards
 */
export function portAt(schema: JsonSchema, name: string): SchemaLookup {
  const { ports, reader } = answersOf(schema)
  const found = ports.get(name) ?? reader.at([{ kind: 'key', name }], NO_HELP)
  // Names that nobody declared come from documents and are not kept: they could be endless.
  if (found.kind === 'known') ports.set(name, found)
  return found
}

/** The names that an entry's inputs or outputs declare, in their order. */
export function portNames(schema: JsonSchema): readonly string[] {
  const known = answersOf(schema)
  known.names ??= [...new Set((alternatives(schema, schema) ?? []).flatMap((option) => propertyNames(option)))]
  return known.names
}
