import { SpellingHelp } from '../issues/spelling-help.js'
import type { PathSegment } from '../template/template.js'
import { type Alternative, alternatives } from './alternatives.js'
import { partAsSchema } from './hoist-definitions.js'
import type { JsonSchema } from './json-schema.js'
import { PropertyTables, propertyNames } from './property-schema.js'
import type { SchemaLookup } from './schema-at.js'
import { describeMissing, SchemaPathReader } from './schema-path-reader.js'

/**
 * Answers many questions about one schema, which must not be changed meanwhile: what was read once is not read again, and
 * the same part always has the same schema object, by which others can keep what they know of it.
 */
export class SchemaReader {
  readonly root: JsonSchema
  readonly tables = new PropertyTables()
  readonly #alternatives = new Map<JsonSchema, readonly Alternative[] | undefined>()
  readonly #names = new Map<Alternative, readonly string[]>()
  readonly #parts = new Map<JsonSchema, JsonSchema>()

  constructor(root: JsonSchema) {
    this.root = root
  }

  /** What the schema says about the value at a path, as `schemaAt` does; `help` bounds what is spent on misspelt fields. */
  at(segments: readonly PathSegment[], help: SpellingHelp = new SpellingHelp()): SchemaLookup {
    const found = new SchemaPathReader(this, segments).read([this.root], 0)
    if (found.kind === 'unknown') return found
    if (found.kind === 'known') return { kind: 'known', schema: this.#part(found.schema), optional: found.optional }
    const { reason, at, available, types } = found
    const segment = segments[at]
    if (segment === undefined) return { kind: 'missing', reason, at, message: '', available }
    const { message, nearest } = describeMissing(segment, available, types, help)
    return { kind: 'missing', reason, at, message, available, ...(nearest === undefined ? {} : { nearest }) }
  }

  /** The alternatives of a part. */
  alternatives(part: JsonSchema): readonly Alternative[] | undefined {
    if (this.#alternatives.has(part)) return this.#alternatives.get(part)
    const found = alternatives(this.root, part)
    this.#alternatives.set(part, found)
    return found
  }

  /** The names that an alternative declares. */
  names(alternative: Alternative): readonly string[] {
    const known = this.#names.get(alternative) ?? propertyNames(alternative)
    this.#names.set(alternative, known)
    return known
  }

  #part(part: JsonSchema): JsonSchema {
    const known = this.#parts.get(part) ?? partAsSchema(this.root, part)
    this.#parts.set(part, known)
    return known
  }
}
