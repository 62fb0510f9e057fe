import type { CatalogDocumentEntry, CatalogKind, Json, JsonObject } from '@odp/dsl'
import { objectOf } from '../json/object-of.js'
import { stemsOf } from '../words/stem.js'
import type { Arity, Capability, Field, Port } from './capability.js'
import { definitionOf, ENTRY_TYPES } from './planned-types.js'

const DEEPEST = 5
const MOST_FIELDS = 200

/** What a planner needs to know of a catalog entry. */
export function readCapability(kind: CatalogKind, entry: CatalogDocumentEntry, order: number): Capability {
  const raw = entry as unknown as JsonObject
  const inputs = objectOf(raw.inputs)
  const outputs = objectOf(raw.outputs)
  const estimate = objectOf(raw.estimate)
  const format = raw['x-format']
  const fields: Field[] = []
  collect(outputs, '', undefined, 0, fields, [])
  const wanted = textsOf(outputs.required)
  const step_type = typeof raw.step_type === 'string' ? raw.step_type : ENTRY_TYPES[kind]
  const mode = namedMode(step_type, textsOf(raw.modes))
  return {
    kind,
    id: entry.id,
    step_type,
    summary: typeof raw.summary === 'string' ? raw.summary : '',
    synonyms: textsOf(raw.synonyms),
    inputs: Object.entries(objectOf(inputs.properties)).map(([name, schema]) =>
      readPort(name, objectOf(schema), textsOf(inputs.required).includes(name)),
    ),
    outputs: fields,
    declared: Object.keys(objectOf(outputs.properties)).map((name) => ({ name, required: wanted.includes(name) })),
    cost: typeof estimate.cost_units === 'number' ? estimate.cost_units : 1,
    seconds: typeof estimate.duration_seconds === 'number' ? estimate.duration_seconds : 10,
    refreshes: textsOf(raw['x-refreshes']),
    order,
    ...(mode === undefined ? {} : { mode }),
    ...(typeof format === 'string' ? { format } : {}),
  }
}

/** The first mode of an entry that its step type has; undefined where the default of the type does. */
function namedMode(step_type: string, modes: readonly string[]): string | undefined {
  const known: readonly string[] = definitionOf(step_type)?.modes ?? []
  return modes.length === 0 || modes.includes(known[0] ?? '') ? undefined : modes.find((mode) => known.includes(mode))
}

function readPort(name: string, schema: JsonObject, required: boolean): Port {
  const types = jsonTypes(schema)
  const items = objectOf(schema.items)
  const isList =
    types.includes('array') && schema['x-odp-type'] !== undefined && types.length === 1 && !('items' in schema)
  const takesMany = (types.includes('array') && !isVector(schema)) || types.length === 0
  const takesOne = types.some((type) => type !== 'array') || types.length === 0
  const arity: Arity = isList || !takesMany ? 'one' : takesOne ? 'either' : 'many'
  const inner = arity === 'many' ? items : schema
  const type = typeOf(inner) ?? typeOf(items)
  const json = arity === 'many' ? jsonTypes(items) : types.filter((one) => one !== 'array' || arity === 'one')
  const choices = (Array.isArray(inner.enum) ? inner.enum : []).filter((value) => typeof value === 'string')
  const pattern = typeof inner.pattern === 'string' ? safePattern(inner.pattern) : undefined
  const describing = typeof schema.description === 'string' ? schema.description : ''
  return {
    name,
    words: stemsOf(`${name} ${describing}`),
    type_words: type === undefined ? [] : stemsOf(type),
    json,
    arity,
    required,
    schema,
    ...(type === undefined ? {} : { type }),
    ...(choices.length === 0 ? {} : { choices }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(typeof inner.format === 'string' ? { format: inner.format } : {}),
  }
}

/** A list with a type of its own and plain items is one value, such as a vector of numbers. */
function isVector(schema: JsonObject): boolean {
  return typeOf(schema) !== undefined && jsonTypes(schema).length === 1 && typeOf(objectOf(schema.items)) === undefined
}

function collect(
  schema: JsonObject,
  path: string,
  list: { over: string; item_path: string } | undefined,
  depth: number,
  found: Field[],
  words: readonly string[],
): void {
  if (depth > DEEPEST) return
  const promised = textsOf(schema.required)
  for (const [name, value] of Object.entries(objectOf(schema.properties))) {
    if (found.length >= MOST_FIELDS) return
    const inner = objectOf(value)
    const here = path === '' ? name : `${path}.${name}`
    const within = list && { over: list.over, item_path: list.item_path === '' ? name : `${list.item_path}.${name}` }
    const types = jsonTypes(inner)
    const isList = types.includes('array') && !isVector(inner)
    const items = objectOf(inner.items)
    if (isList && within !== undefined) continue
    const type = isList ? typeOf(items) : typeOf(inner)
    const own = [...words, ...stemsOf(name)]
    found.push({
      path: here,
      words: own,
      type_words: type === undefined ? [] : stemsOf(type),
      json: isList ? jsonTypes(items) : types,
      depth,
      is_required: depth > 0 || promised.includes(name),
      ...(type === undefined ? {} : { type }),
      ...(isList ? { over: here, item_path: '' } : within === undefined ? {} : within),
    })
    if (isList) collect(items, `${here}[*]`, { over: here, item_path: '' }, depth + 1, found, stemsOf(name))
    else collect(inner, here, within, depth + 1, found, stemsOf(name))
  }
}

function textsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function typeOf(schema: JsonObject): string | undefined {
  const type = schema['x-odp-type']
  return typeof type === 'string' ? type : undefined
}

function jsonTypes(schema: JsonObject): string[] {
  if (typeof schema.type === 'string') return [schema.type]
  if (Array.isArray(schema.type)) return textsOf(schema.type)
  if (schema.properties !== undefined) return ['object']
  return schema.enum !== undefined ? ['string'] : []
}

function safePattern(text: string): RegExp | undefined {
  // A pattern of a catalog is run on short words only; what could take long is left out.
  if (text.length > 100 || /[+*}]\)?[+*{]|\([^)]*[+*][^)]*\)[+*{]/.test(text)) return undefined
  try {
    return new RegExp(text, 'u')
  } catch {
    return undefined
  }
}
