import type { Json, JsonObject } from '../json/json.js'
import { type Alternative, alternatives, typesOf } from './alternatives.js'
import { allOf } from './combine-schemas.js'
import { itemSchemas } from './item-schema.js'
import {
  declaredTypes,
  type JsonSchema,
  keyword,
  numberKeyword,
  schemaKeyword,
  schemaMap,
  stringList,
  type TypeName,
} from './json-schema.js'
import { jsonText } from './json-text.js'
import { propertyNames, propertySchema } from './property-schema.js'
import type { Random } from './random.js'
import { samplePattern } from './sample-pattern.js'
import { sampleNumber, sampleString } from './sample-scalar.js'
import type { SampleOptions } from './sample-value.js'

type Path = readonly (string | number)[]

/** Beyond these, only what is required is made, so that a recursive schema gives a small value. */
const USUAL_DEPTH = 6
const USUAL_VALUES = 400
const DEEPEST = 40
const MOST_VALUES = 5000
/** What alternatives that are too many to look at cost. */
const ALTERNATIVES_COST = 500

/** What all attempts together may still do, in schemas that are looked at. */
export interface SampleBudget {
  left: number
}

/** One attempt to make a value: the first takes what comes first, the later ones vary. */
export class Sampler {
  private readonly root: JsonSchema
  private readonly random: Random
  private readonly attempt: number
  private readonly choose: SampleOptions['choose']
  private readonly budget: SampleBudget
  private made = 0

  constructor(
    root: JsonSchema,
    random: Random,
    attempt: number,
    choose: SampleOptions['choose'],
    budget: SampleBudget,
  ) {
    this.root = root
    this.random = random
    this.attempt = attempt
    this.choose = choose
    this.budget = budget
  }

  sample(schema: JsonSchema, path: Path): Json {
    const chosen = this.choose?.({ path, schema })
    if (chosen !== undefined) return chosen
    this.made += 1
    if (path.length > DEEPEST || this.made > MOST_VALUES || this.budget.left < 0) return null
    const option = this.pickAlternative(schema)
    const listed = this.listedValue(option)
    if (listed !== undefined) return listed
    const type = this.pickType(option)
    switch (type) {
      case 'null':
        return null
      case 'boolean':
        return this.random.next() < 0.5
      case 'integer':
      case 'number':
        return sampleNumber(option, type === 'integer', nameOf(path), this.random)
      case 'array':
        return this.sampleList(option, path)
      case 'object':
        return this.sampleObject(option, path)
      default:
        return sampleString(option, nameOf(path), this.random)
    }
  }

  private pickAlternative(schema: JsonSchema): Alternative {
    const found = alternatives(this.root, schema)
    if (found === undefined) this.budget.left -= ALTERNATIVES_COST
    const options = found ?? (typeof schema === 'boolean' ? [] : [[schema]])
    this.budget.left -= options.reduce((cost, option) => cost + option.length, 1)
    const possible = options.filter((option) => typesOf(option).length > 0)
    if (this.attempt > 1) return this.random.pick(possible) ?? []
    return possible.find((option) => typesOf(option).some((type) => type !== 'null')) ?? possible[0] ?? []
  }

  private listedValue(option: Alternative): Json | undefined {
    for (const part of option) {
      const constant = keyword(part, 'const')
      if (constant !== undefined) return constant
    }
    for (const name of this.attempt === 0 ? ['enum', 'examples'] : ['enum']) {
      for (const part of option) {
        const values = keyword(part, name)
        if (Array.isArray(values) && values.length > 0) return this.random.pick(values)
      }
    }
    return undefined
  }

  private pickType(option: Alternative): TypeName {
    const types = typesOf(option)
    const declared = option.map(declaredTypes).find((each) => each !== undefined && each.length > 0)
    if (declared === undefined) return this.attempt > 4 ? (this.random.pick(types) ?? 'string') : impliedType(option)
    const ordered = declared.filter((type) => types.includes(type))
    const usual = ordered.filter((type) => type !== 'null')
    if (this.attempt > 2) return this.random.pick(types) ?? 'null'
    return usual[0] ?? types.find((type) => type !== 'null') ?? types[0] ?? 'null'
  }

  private sampleList(option: Alternative, path: Path): Json[] {
    const least = Math.min(largest(option, 'minItems'), 1000)
    const most = smallest(option, 'maxItems')
    const usual = this.isLarge(path) ? 0 : this.attempt > 6 ? this.random.between(0, 3) : this.random.between(1, 3)
    const wanted = containedSchemas(option)
    const length = Math.min(Math.max(least, usual, wanted.length), most)
    const unique = option.some((part) => keyword(part, 'uniqueItems') === true)
    const seen = new Set<string>()
    const list: Json[] = []
    for (let tries = 0; list.length < length && tries < length * 8; tries += 1) {
      const index = list.length
      const items = itemSchemas(option, index) ?? [true]
      if (items.includes(false)) break
      const contained = wanted[index]
      const item = this.sample(allOf(contained === undefined ? items : [...items, contained]), [...path, index])
      const text = unique ? (jsonText(item) ?? '') : String(index)
      if (seen.has(text)) continue
      seen.add(text)
      list.push(item)
    }
    return list
  }

  private sampleObject(option: Alternative, path: Path): JsonObject {
    const required = new Set(option.flatMap((part) => stringList(part, 'required')))
    const names = this.namesOf(option, required, path)
    const entries: [string, Json][] = []
    for (const name of names) {
      const property = propertySchema(option, name)
      if (property.kind === 'absent' && property.certain) continue
      const schema = 'parts' in property ? allOf(property.parts) : true
      entries.push([name, this.sample(schema, [...path, name])])
    }
    return Object.fromEntries(entries)
  }

  private namesOf(option: Alternative, required: ReadonlySet<string>, path: Path): Set<string> {
    const least = Math.min(largest(option, 'minProperties'), 200)
    const most = smallest(option, 'maxProperties')
    const names = new Set(required)
    const optional = propertyNames(option).filter((name) => !required.has(name))
    for (const name of optional) {
      const wanted = this.attempt < 3 ? !this.isLarge(path) : this.random.next() < 0.5
      if (names.size < most && (wanted || names.size < least)) names.add(name)
    }
    const target = Math.max(least, names.size === 0 && this.attempt < 6 && !this.isLarge(path) ? Math.min(1, most) : 0)
    for (let tries = 0; names.size < target && tries < target * 8 + 8; tries += 1) {
      const name = this.freeName(option, names.size, tries)
      const property = propertySchema(option, name)
      if (property.kind !== 'absent' || !property.certain) names.add(name)
    }
    addDependentNames(option, names)
    return names
  }

  /** A name for an object that does not declare its fields. */
  private freeName(option: Alternative, index: number, tries: number): string {
    const rules = option.map((part) => schemaKeyword(part, 'propertyNames')).filter((each) => each !== undefined)
    if (rules.length > 0) {
      const name = this.sample(allOf([...rules, { type: 'string' }]), ['name'])
      if (typeof name === 'string') return name
    }
    const patterns = option.flatMap((part) => [...(schemaMap(part, 'patternProperties')?.keys() ?? [])])
    const source = tries % 2 === 0 ? this.random.pick(patterns) : undefined
    return (
      (source === undefined ? undefined : samplePattern(source, this.random)) ??
      (index === 0 ? 'id' : `field_${index + 1}`)
    )
  }

  private isLarge(path: Path): boolean {
    return path.length > USUAL_DEPTH || this.made > USUAL_VALUES
  }
}

/** The name a value is known by: that of its property, also for the items of a list. */
function nameOf(path: Path): string {
  return String(path.findLast((part) => typeof part === 'string') ?? '')
}

function addDependentNames(option: Alternative, names: Set<string>): void {
  for (const part of option) {
    const rules = keyword(part, 'dependentRequired')
    if (typeof rules !== 'object' || rules === null || Array.isArray(rules)) continue
    // A set that grows while it is walked is walked to its end.
    for (const name of names) for (const other of stringList(rules, name)) names.add(other)
  }
}

function containedSchemas(option: Alternative): JsonSchema[] {
  return option.flatMap((part) => {
    const contained = schemaKeyword(part, 'contains')
    const count = Math.min(numberKeyword(part, 'minContains') ?? 1, 100)
    return contained === undefined ? [] : Array<JsonSchema>(count).fill(contained)
  })
}

function impliedType(option: Alternative): TypeName {
  const has = (...names: readonly string[]): boolean =>
    option.some((part) => names.some((name) => Object.hasOwn(part, name)))
  if (has('properties', 'required', 'patternProperties', 'minProperties', 'additionalProperties')) return 'object'
  if (has('items', 'prefixItems', 'contains', 'minItems', 'uniqueItems')) return 'array'
  return has('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf') ? 'number' : 'string'
}

function largest(option: Alternative, name: string): number {
  return Math.max(0, ...option.map((part) => numberKeyword(part, name) ?? 0))
}

function smallest(option: Alternative, name: string): number {
  return Math.min(
    Number.POSITIVE_INFINITY,
    ...option.map((part) => numberKeyword(part, name) ?? Number.POSITIVE_INFINITY),
  )
}
