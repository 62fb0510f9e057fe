import type { JsonObject } from '../json/json.js'
import { isJsonObject } from '../json/json.js'
import type { JsonSchema } from '../schema/json-schema.js'
import type { PathSegment } from '../template/template.js'

/** Longer lists than this are not made up because somebody reads one far item. */
const MOST_ITEMS = 100

/** What the readers of a value need it to be. */
export class WantedShape {
  type: 'number' | 'boolean' | 'array' | undefined
  readonly #fields = new Map<string, WantedShape>()
  #items: WantedShape | undefined
  #least = 0

  /** The part that a path leads to; that there is one is from now on wanted. */
  at(segments: readonly PathSegment[]): WantedShape {
    return segments.reduce<WantedShape>((shape, segment) => shape.#step(segment), this)
  }

  /** The items of a list. */
  get items(): WantedShape {
    this.#items ??= new WantedShape()
    return this.#items
  }

  field(name: string): WantedShape {
    const known = this.#fields.get(name) ?? new WantedShape()
    this.#fields.set(name, known)
    return known
  }

  /** The schema with what is wanted wherever it leaves a value open. What it says already stays. */
  refine(schema: JsonSchema): JsonSchema {
    if (!isJsonObject(schema)) return schema ? this.#schema() : schema
    const keys = Object.keys(schema).filter((key) => key !== '$defs' && key !== 'title' && key !== 'description')
    if (keys.length === 0) return this.#schema()
    if (schema.type === 'array' && this.#items !== undefined && (schema.items === undefined || isSchema(schema.items)))
      return { ...schema, items: this.#items.refine(schema.items ?? true) }
    if (schema.type !== 'object' || this.#fields.size === 0) return schema
    return this.#refineFields(schema)
  }

  #refineFields(schema: JsonObject): JsonObject {
    const properties: JsonObject = isJsonObject(schema.properties) ? { ...schema.properties } : {}
    const added: string[] = []
    for (const [name, wanted] of this.#fields) {
      const declared = Object.hasOwn(properties, name) ? properties[name] : undefined
      if (isSchema(declared)) properties[name] = wanted.refine(declared)
      else if (
        declared === undefined &&
        !Object.hasOwn(schema, 'properties') &&
        schema.additionalProperties !== false
      ) {
        properties[name] = wanted.#schema()
        added.push(name)
      }
    }
    if (Object.keys(properties).length === 0) return schema
    const required = Array.isArray(schema.required) ? schema.required : []
    return { ...schema, properties, ...(added.length === 0 ? {} : { required: [...required, ...added] }) }
  }

  #schema(): JsonSchema {
    if (this.#fields.size > 0) {
      const properties = Object.fromEntries([...this.#fields].map(([name, shape]) => [name, shape.#schema()]))
      return { type: 'object', properties, required: [...this.#fields.keys()] }
    }
    if (this.#items !== undefined)
      return {
        type: 'array',
        items: this.#items.#schema(),
        ...(this.#least === 0 ? {} : { minItems: Math.min(this.#least, MOST_ITEMS) }),
      }
    return this.type === undefined ? true : { type: this.type }
  }

  #step(segment: PathSegment): WantedShape {
    if (segment.kind === 'field' || segment.kind === 'key') return this.field(segment.name)
    if (segment.kind === 'index') this.#least = Math.max(this.#least, segment.index + 1)
    return this.items
  }
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value))
}
