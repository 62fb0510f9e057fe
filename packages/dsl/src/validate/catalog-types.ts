import type { CatalogEntry } from '../catalog/catalog-entry.js'
import { isVisible, loopsAround, loopVariable, type Outline, type OutlineStep, valueAt } from '../document/outline.js'
import { outputSchema } from '../document/output-schema.js'
import { SpellingHelp } from '../issues/spelling-help.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { unionSchema } from '../schema/build-schema.js'
import { schemaFits } from '../schema/fits.js'
import { isJsonSchema, type JsonSchema } from '../schema/json-schema.js'
import { type SchemaLookup, schemaAt } from '../schema/schema-at.js'
import { SchemaReader } from '../schema/schema-reader.js'
import type { Verdict } from '../schema/verdict.js'
import { hasTemplate, parseTemplate } from '../template/parse-template.js'
import type { Path, Template } from '../template/template.js'
import { TemplateSyntaxError } from '../template/template-syntax-error.js'
import { ReturnSchemas } from './return-schemas.js'

const UNKNOWN: SchemaLookup = { kind: 'unknown' }
const MISSING: SchemaLookup = { kind: 'missing', reason: 'field', at: 0, message: '', available: [] }

const TEXT: JsonSchema = { type: 'string' }

/** More kinds of items in one list tell nothing any more. */
const MOST_KINDS = 50

/** Gives the catalog entries that a step may use; nothing where none is known. */
export type EntriesOf = (step: OutlineStep) => readonly CatalogEntry[]

/** Follows types through a document: what every template, loop variable and literal in it can be. */
export class DocumentTypes {
  readonly #document: JsonObject
  readonly #outline: Outline
  readonly #entriesOf: EntriesOf
  readonly #outputs = new Map<OutlineStep, JsonSchema>()
  readonly #items = new Map<OutlineStep, JsonSchema>()
  readonly #lookups = new Map<OutlineStep, Map<string, SchemaLookup>>()
  readonly #fallbacks = new Map<OutlineStep, Map<string, SchemaLookup>>()
  readonly #readers = new Map<JsonSchema, SchemaReader>()
  readonly #fits = new Map<JsonSchema, Map<JsonSchema, Verdict>>()
  readonly #returned = new ReturnSchemas()
  readonly #help = new SpellingHelp()

  constructor(document: JsonObject, outline: Outline, entriesOf: EntriesOf = () => []) {
    this.#document = document
    this.#outline = outline
    this.#entriesOf = entriesOf
  }

  /** What stands at a path that a step reads; with `own` the path starts at the step's own outputs. */
  read(step: OutlineStep, path: Path, own = false): SchemaLookup {
    if (own) return this.at(this.outputs(step), [{ kind: 'field', name: path.root }, ...path.segments])
    const loop = loopsAround(step).find((around) => loopVariable(around) === path.root)
    if (loop !== undefined) return this.at(this.item(loop), path.segments)
    if (path.root === 'input') {
      const schema = this.#document.input_schema
      return isJsonObject(schema) ? this.at(schema, path.segments) : UNKNOWN
    }
    if (path.root === 'run' && path.segments.length === 1) return { kind: 'known', schema: TEXT, optional: false }
    const target = this.#outline.byId.get(path.root)
    return target === undefined || !isVisible(target, step) ? UNKNOWN : this.#readStep(target, path)
  }

  /** What a schema that is part of the document or of the catalog says about a path. */
  at(schema: JsonSchema, segments: Path['segments']): SchemaLookup {
    const reader = this.#readers.get(schema) ?? new SchemaReader(schema)
    this.#readers.set(schema, reader)
    return reader.at(segments, this.#help)
  }

  /** `schemaFits`, asked once for two schemas: many steps read the same and give it to the same. */
  fits(source: JsonSchema, target: JsonSchema): Verdict {
    const verdicts = this.#fits.get(source) ?? new Map<JsonSchema, Verdict>()
    this.#fits.set(source, verdicts)
    const verdict = verdicts.get(target) ?? schemaFits(source, target)
    verdicts.set(target, verdict)
    return verdict
  }

  /** JSON Schema of what can be read from a step, with what the catalog knows. */
  outputs(step: OutlineStep): JsonSchema {
    const known =
      this.#outputs.get(step) ??
      outputSchema(step, this.#outline, (inner) => this.#returned.of(inner, this.#entriesOf(inner)))
    this.#outputs.set(step, known)
    return known
  }

  /** JSON Schema of the item that a loop variable stands for. */
  item(loop: OutlineStep): JsonSchema {
    const known = this.#items.get(loop)
    if (known !== undefined) return known
    const items = itemsOf(this.value(loop, loop.step.iterate_over ?? null)) ?? true
    this.#items.set(loop, items)
    return items
  }

  /** JSON Schema of a value that may hold templates, as it will be when the step has started. Of literals only the kind is kept. */
  value(step: OutlineStep, value: Json): JsonSchema {
    if (typeof value === 'string') return this.#text(step, value)
    if (Array.isArray(value)) {
      const items = this.#union(value.map((item) => this.value(step, item)))
      return {
        type: 'array',
        minItems: value.length,
        maxItems: value.length,
        ...(items === undefined ? {} : { items }),
      }
    }
    if (!isJsonObject(value)) return { type: value === null ? 'null' : typeof value }
    const names = Object.keys(value)
    const properties = Object.fromEntries(names.map((name) => [name, this.value(step, value[name] ?? null)]))
    return { type: 'object', properties, required: names, additionalProperties: false }
  }

  #text(step: OutlineStep, text: string): JsonSchema {
    const template = hasTemplate(text) ? readTemplateText(text) : undefined
    const [only] = template?.parts ?? []
    if (template?.single !== true || only === undefined || typeof only === 'string') return TEXT
    const found = this.read(step, only)
    return found.kind === 'known' ? found.schema : true
  }

  #union(schemas: readonly JsonSchema[]): JsonSchema | undefined {
    const different = new Map(schemas.map((schema) => [JSON.stringify(schema), schema]))
    if (different.size > MOST_KINDS) return undefined
    return [...different.values()].reduce<JsonSchema | undefined>(
      (union, schema) => (union === undefined ? schema : unionSchema(union, schema)),
      undefined,
    )
  }

  #readStep(target: OutlineStep, path: Path): SchemaLookup {
    const known = this.#lookups.get(target) ?? new Map<string, SchemaLookup>()
    this.#lookups.set(target, known)
    const found = known.get(path.text) ?? this.#readChain(target, path)
    known.set(path.text, found)
    return found
  }

  /** A fallback that completed is read in place of its step, so the value may be that of either. */
  #readChain(target: OutlineStep, path: Path): SchemaLookup {
    const found = this.at(this.outputs(target), path.segments)
    const fallback = this.#fallback(target)
    if (found.kind !== 'known' || fallback === undefined) return found
    const others = this.#readFallbacks(fallback, path)
    return others.kind === 'missing' ? found : eitherOf(found, others)
  }

  /** What can be read from a fallback or, where that fails too, from its fallbacks: what is missing in one of them is passed over. */
  #readFallbacks(first: OutlineStep, path: Path): SchemaLookup {
    const key = path.text.slice(path.root.length)
    const chain: OutlineStep[] = []
    const seen = new Set<OutlineStep>()
    let step: OutlineStep | undefined = first
    for (; step !== undefined && !seen.has(step) && !this.#knownOf(step).has(key); step = this.#fallback(step)) {
      seen.add(step)
      chain.push(step)
    }
    let found = step === undefined || seen.has(step) ? MISSING : (this.#knownOf(step).get(key) ?? MISSING)
    for (const each of chain.reverse()) {
      const own = this.at(this.outputs(each), path.segments)
      found = own.kind === 'missing' ? found : found.kind === 'missing' ? own : eitherOf(own, found)
      this.#knownOf(each).set(key, found)
    }
    return found
  }

  #knownOf(step: OutlineStep): Map<string, SchemaLookup> {
    const known = this.#fallbacks.get(step) ?? new Map<string, SchemaLookup>()
    this.#fallbacks.set(step, known)
    return known
  }

  #fallback(step: OutlineStep): OutlineStep | undefined {
    const id = valueAt(step.step, ['on_error', 'fallback_step'])
    return typeof id === 'string' ? this.#outline.byId.get(id) : undefined
  }
}

function eitherOf(first: SchemaLookup, second: SchemaLookup): SchemaLookup {
  if (first.kind !== 'known' || second.kind !== 'known') return UNKNOWN
  const schema = first.schema === second.schema ? first.schema : unionSchema(first.schema, second.schema)
  const kinds = isJsonObject(schema) && Array.isArray(schema.anyOf) ? schema.anyOf.length : 1
  if (kinds > MOST_KINDS) return UNKNOWN
  return { kind: 'known', schema, optional: first.optional || second.optional }
}

/** A text with templates; undefined where it cannot be read, which is reported elsewhere. */
export function readTemplateText(text: string): Template | undefined {
  try {
    return parseTemplate(text)
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return undefined
    throw error
  }
}

/** Schema of the items of what is certainly a list; undefined where nothing is known of them. */
function itemsOf(list: JsonSchema): JsonSchema | undefined {
  const found = schemaAt(list, [{ kind: 'splat' }])
  return found.kind === 'known' ? itemsOfLists(found.schema) : undefined
}

function itemsOfLists(schema: JsonSchema): JsonSchema | undefined {
  if (!isJsonObject(schema)) return undefined
  const { items, anyOf, $defs } = schema
  if (isJsonSchema(items)) return isJsonObject(items) && $defs !== undefined ? { ...items, $defs } : items
  if (!Array.isArray(anyOf)) return undefined
  let union: JsonSchema = false
  for (const branch of anyOf) {
    const found = isJsonObject(branch) ? itemsOfLists($defs === undefined ? branch : { ...branch, $defs }) : undefined
    if (found === undefined) return undefined
    union = unionSchema(union, found)
  }
  return union
}
