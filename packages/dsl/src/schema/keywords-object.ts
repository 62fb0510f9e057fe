import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { counted } from './counted.js'
import { isJsonSchema, schemaMap, stringList } from './json-schema.js'
import { nearName } from './near-name.js'
import type { KeywordTable, PrepareCheck } from './prepare-schema.js'

const properties: PrepareCheck<JsonObject> = (_operand, schema) => {
  const declared = schemaMap(schema, 'properties') ?? new Map()
  return (run, value) => {
    for (const name of Object.keys(value)) {
      const property = declared.get(name)
      if (property !== undefined) run.applyAt(name, property, value[name] as Json)
    }
  }
}

const patternProperties: PrepareCheck<JsonObject> = (_operand, schema, run) => {
  const patterns = [...(schemaMap(schema, 'patternProperties') ?? [])].map(([source, property]) => ({
    pattern: run.pattern(source),
    property,
  }))
  return (current, value) => {
    for (const name of Object.keys(value)) {
      for (const { pattern, property } of patterns) {
        if (current.full) return
        if (pattern !== undefined && current.matches(pattern, name))
          current.applyAt(name, property, value[name] as Json)
      }
    }
  }
}

const additionalProperties: PrepareCheck<JsonObject> = (operand, schema, run) => {
  if (!isJsonSchema(operand) || operand === true) return undefined
  const declared = schemaMap(schema, 'properties') ?? new Map()
  const patterns = [...(schemaMap(schema, 'patternProperties')?.keys() ?? [])].map((source) => run.pattern(source))
  const names = [...declared.keys()]
  return (current, value) => {
    for (const name of Object.keys(value)) {
      if (current.full) return
      current.spend(1)
      if (declared.has(name)) continue
      // A pattern that cannot be compiled might allow the name, so it gets the benefit of the doubt.
      if (patterns.some((pattern) => pattern === undefined || current.matches(pattern, name))) continue
      if (operand === false) current.reportAt(name, 'additionalProperties', unknownProperty(name, names))
      else current.applyAt(name, operand, value[name] as Json)
    }
  }
}

function unknownProperty(name: string, declared: readonly string[]): string {
  const nearest = nearName(name, declared)
  const hint = nearest === undefined ? allowed(declared) : `; did you mean '${nearest}'?`
  return `property '${name}' is not allowed${hint}`
}

function allowed(declared: readonly string[]): string {
  if (declared.length === 0) return ''
  return `; allowed: ${declared.slice(0, 12).join(', ')}${declared.length > 12 ? ', …' : ''}`
}

const propertyNames: PrepareCheck<JsonObject> = (operand) => {
  if (!isJsonSchema(operand)) return undefined
  return (run, value) => {
    for (const name of Object.keys(value)) {
      if (run.full) return
      const [problem] = run.attemptAt(operand, name)
      if (problem !== undefined) {
        run.reportAt(
          name,
          'propertyNames',
          `the name '${name}' is not allowed: it ${problem.message}`,
          problem.expected,
        )
      }
    }
  }
}

const required: PrepareCheck<JsonObject> = (_operand, schema) => {
  const names = [...new Set(stringList(schema, 'required'))]
  const declared = new Set([...(schemaMap(schema, 'properties')?.keys() ?? []), ...names])
  return (run, value) => {
    run.spend(names.length / 10)
    for (const name of names) {
      if (run.full) return
      if (Object.hasOwn(value, name)) continue
      const unknown = Object.keys(value).filter((key) => !declared.has(key))
      run.spend(unknown.length + 100)
      const nearest = nearName(name, unknown)
      const hint = nearest === undefined ? '' : `; there is '${nearest}': did you mean '${name}'?`
      run.reportAt(name, 'required', `required field '${name}' is missing${hint}`)
    }
  }
}

const dependentRequired: PrepareCheck<JsonObject> = (operand) => {
  if (!isJsonObject(operand)) return undefined
  const rules = Object.keys(operand).map((trigger) => ({ trigger, names: stringList(operand, trigger) }))
  return (run, value) => {
    for (const { trigger, names } of rules) {
      run.spend(1)
      if (!Object.hasOwn(value, trigger)) continue
      run.spend(names.length)
      for (const name of names) {
        if (Object.hasOwn(value, name)) continue
        run.reportAt(name, 'dependentRequired', `field '${name}' is missing; it is required together with '${trigger}'`)
      }
    }
  }
}

const dependentSchemas: PrepareCheck<JsonObject> = (_operand, schema) => {
  const rules = schemaMap(schema, 'dependentSchemas') ?? new Map()
  return (run, value) => {
    for (const [trigger, rule] of rules) if (Object.hasOwn(value, trigger)) run.apply(rule, value)
  }
}

function size(
  name: string,
  phrase: string,
  holds: (size: number, operand: number) => boolean,
): PrepareCheck<JsonObject> {
  return (operand) => {
    if (typeof operand !== 'number') return undefined
    const expected = `${phrase} ${counted(operand, 'property')}`
    return (run, value) => {
      const found = Object.keys(value).length
      if (!holds(found, operand)) run.report(name, `must have ${expected}, not ${found}`, expected)
    }
  }
}

/** Keywords about objects. */
export const objectKeywords: KeywordTable<JsonObject> = new Map([
  ['required', required],
  ['properties', properties],
  ['patternProperties', patternProperties],
  ['additionalProperties', additionalProperties],
  ['propertyNames', propertyNames],
  ['minProperties', size('minProperties', 'at least', (found, operand) => found >= operand)],
  ['maxProperties', size('maxProperties', 'at most', (found, operand) => found <= operand)],
  ['dependentRequired', dependentRequired],
  ['dependentSchemas', dependentSchemas],
])
