import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { isJsonSchema, type JsonSchema } from './json-schema.js'
import { resolveReference } from './resolve-reference.js'
import { DEFINITION_KEYWORDS, SCHEMA_KEYWORDS, SCHEMA_LIST_KEYWORDS, SCHEMA_MAP_KEYWORDS } from './schema-keywords.js'

const DEEPEST = 200

/**
 * Takes parts out of schemas so that they can stand elsewhere: every `$ref` of a part is rewritten to a definition that is
 * collected here, only those that are needed, and `finish` puts them beside the new schema.
 */
export class DefinitionHoist {
  private readonly definitions: JsonObject = {}
  private readonly names = new Map<JsonSchema, string>()
  private readonly taken = new Set<string>()
  /** Definitions that have a name and are still to be copied: one after the other, since each may lead to the next. */
  private readonly open: { readonly root: JsonSchema; readonly target: JsonSchema; readonly name: string }[] = []

  /** A part of `root`, with its references rewritten. */
  take(root: JsonSchema, part: JsonSchema): JsonSchema {
    const taken = this.copy(root, part, 0)
    for (let next = this.open.pop(); next !== undefined; next = this.open.pop())
      this.definitions[next.name] = this.copy(next.root, next.target, 0)
    return taken
  }

  /** The new schema together with the definitions it needs. */
  finish(schema: JsonSchema): JsonSchema {
    if (typeof schema === 'boolean' || this.names.size === 0) return schema
    return { ...schema, $defs: this.definitions }
  }

  private copy(root: JsonSchema, part: JsonSchema, depth: number): JsonSchema {
    if (typeof part === 'boolean') return part
    if (depth > DEEPEST) return true
    const entries: [string, Json][] = []
    for (const [name, operand] of Object.entries(part)) {
      if (includes(DEFINITION_KEYWORDS, name)) continue
      entries.push([name, this.copyOperand(root, name, operand, depth + 1)])
    }
    return Object.fromEntries(entries)
  }

  private copyOperand(root: JsonSchema, name: string, operand: Json, depth: number): Json {
    const copyAny = (entry: Json): Json => (isJsonSchema(entry) ? this.copy(root, entry, depth) : entry)
    if (name === '$ref' && typeof operand === 'string') return this.define(root, operand)
    if (includes(SCHEMA_KEYWORDS, name)) return copyAny(operand)
    if (includes(SCHEMA_LIST_KEYWORDS, name) && Array.isArray(operand)) return operand.map(copyAny)
    if (includes(SCHEMA_MAP_KEYWORDS, name) && isJsonObject(operand)) {
      return Object.fromEntries(Object.entries(operand).map(([key, entry]) => [key, copyAny(entry)]))
    }
    return operand
  }

  private define(root: JsonSchema, reference: string): string {
    const target = resolveReference(root, reference)
    // A reference to nothing stays one, so that the check still reports it.
    if (target === undefined) return reference
    const known = this.names.get(target)
    if (known !== undefined) return `#/$defs/${known}`
    const name = this.freeName(reference)
    this.names.set(target, name)
    this.definitions[name] = true
    this.open.push({ root, target, name })
    return `#/$defs/${name}`
  }

  private freeName(reference: string): string {
    const last = (reference.split('/').at(-1) ?? '').replace(/[^A-Za-z0-9_]/g, '').slice(0, 60)
    const base = last === '' || last === '__proto__' ? 'root' : last
    let name = base
    for (let suffix = 2; this.taken.has(name); suffix += 1) name = `${base}_${suffix}`
    this.taken.add(name)
    return name
  }
}

function includes(names: readonly string[], name: string): boolean {
  return names.includes(name)
}

/** A part of a schema as a schema of its own, whose references still lead to what they meant. */
export function partAsSchema(root: JsonSchema, part: JsonSchema): JsonSchema {
  if (part === root) return root
  const hoist = new DefinitionHoist()
  return hoist.finish(hoist.take(root, part))
}
