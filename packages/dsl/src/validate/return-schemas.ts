import type { CatalogEntry } from '../catalog/catalog-entry.js'
import { portAt } from '../catalog/ports.js'
import type { OutlineStep } from '../document/outline.js'
import { isJsonObject } from '../json/json.js'
import { unionOf } from '../schema/build-schema.js'
import type { JsonSchema } from '../schema/json-schema.js'
import { jsonText } from '../schema/json-text.js'
import { possibleTypes } from './possible-types.js'

/** A value that may be of more kinds than this is as good as unknown. */
const MOST_KINDS = 50

/** What steps return, as the catalog says, in the form in which their declared outputs are looked up in it. */
export class ReturnSchemas {
  readonly #kinds = new Map<string, number>()
  readonly #kindOf = new Map<JsonSchema, number>()
  readonly #unions = new Map<string, JsonSchema>()

  /** Undefined where one of the entries does not say. */
  of(step: OutlineStep, entries: readonly CatalogEntry[]): JsonSchema | undefined {
    const returned: JsonSchema[] = []
    for (const { outputs } of entries) {
      if (outputs === undefined) return undefined
      returned.push(outputs)
    }
    if (returned.length === 0) return undefined
    if (!isJsonObject(step.step.outputs)) return this.#union(returned.map(readable))
    const fields = Object.keys(step.step.outputs)
    const properties = fields.map((field) => [
      field,
      this.#union(returned.map((outputs) => declaredField(outputs, field, fields.length))),
    ])
    return { type: 'object', properties: Object.fromEntries(properties) }
  }

  /** The union of schemas, made once for the same ones: many steps may use the same entries. */
  #union(schemas: readonly JsonSchema[]): JsonSchema {
    const kinds = new Map<number, JsonSchema>()
    for (const schema of schemas) {
      if (schema === true) return true
      kinds.set(this.#kind(schema), schema)
      if (kinds.size > MOST_KINDS) return true
    }
    const key = [...kinds.keys()].join()
    const union = this.#unions.get(key) ?? unionOf([...kinds.values()])
    this.#unions.set(key, union)
    return union
  }

  /** The same number for equal schemas. */
  #kind(schema: JsonSchema): number {
    const known = this.#kindOf.get(schema)
    if (known !== undefined) return known
    const text = jsonText(schema)
    const kind = (text === undefined ? undefined : this.#kinds.get(text)) ?? this.#kindOf.size
    if (text !== undefined) this.#kinds.set(text, kind)
    this.#kindOf.set(schema, kind)
    return kind
  }
}

/** One declared field of a return value. One that is not there takes the whole value when it is the only one, about which nothing more is said. */
function declaredField(outputs: JsonSchema, field: string, count: number): JsonSchema {
  if (count === 1 && !mayBeObject(outputs)) return outputs
  const found = portAt(outputs, field)
  return found.kind === 'known' ? found.schema : true
}

/** Without declared outputs a value that is no map is read as `value`. */
function readable(outputs: JsonSchema): JsonSchema {
  const types = possibleTypes(outputs)
  if (types === undefined || (types.has('object') && types.size > 1)) return true
  if (types.has('object')) return outputs
  return { type: 'object', properties: { value: outputs }, required: ['value'] }
}

function mayBeObject(schema: JsonSchema): boolean {
  return possibleTypes(schema)?.has('object') ?? true
}
