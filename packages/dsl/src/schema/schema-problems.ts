import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { isTypeName, type SchemaProblem, TYPE_NAMES } from './json-schema.js'
import { shortText } from './json-text.js'
import { typeOf, typePhrase } from './json-type.js'
import { nearName } from './near-name.js'
import { resolveReference } from './resolve-reference.js'
import {
  BOUND_KEYWORDS,
  COUNT_KEYWORDS,
  DEFINITION_KEYWORDS,
  SCHEMA_KEYWORDS,
  SCHEMA_LIST_KEYWORDS,
  SCHEMA_MAP_KEYWORDS,
  UNSUPPORTED_KEYWORDS,
} from './schema-keywords.js'

const MOST_PROBLEMS = 100
const DEEPEST = 200

/**
 * What keeps a JSON value from being a JSON Schema that is understood here: keywords with a value of the wrong type, unknown
 * type names, references to nothing or to another document, and keywords that would silently not be asserted. Keywords
 * that no version of JSON Schema knows are annotations and allowed. Never throws; at most 100 problems.
 *
 * @example
 * schemaProblems({ type: 'strnig' })
 * // [{ path: ['type'], keyword: 'type', message: "unknown type 'strnig'; did you mean 'string'?", expected: … }]
 */
export function schemaProblems(schema: Json): SchemaProblem[] {
  const reader = new SchemaReader(schema)
  reader.read(schema, [])
  return reader.problems
}

type Place = readonly (string | number)[]

interface OperandRule {
  readonly holds: (operand: Json) => boolean
  readonly expected: string
}

const COUNT: OperandRule = {
  holds: (operand) => typeof operand === 'number' && Number.isInteger(operand) && operand >= 0,
  expected: 'a whole number of 0 or more',
}
const NUMBER: OperandRule = { holds: (operand) => typeof operand === 'number', expected: 'a number' }
const TEXT: OperandRule = { holds: (operand) => typeof operand === 'string', expected: 'a text' }

const PLAIN_KEYWORDS: ReadonlyMap<string, OperandRule> = new Map([
  ...COUNT_KEYWORDS.map((name): [string, OperandRule] => [name, COUNT]),
  ...BOUND_KEYWORDS.map((name): [string, OperandRule] => [name, NUMBER]),
  ['multipleOf', { holds: (operand) => typeof operand === 'number' && operand > 0, expected: 'a number above 0' }],
  ['enum', { holds: Array.isArray, expected: 'a list of values' }],
  ['required', { holds: isTextList, expected: 'a list of property names, beside the properties and not inside one' }],
  ['dependentRequired', { holds: isMapOfTextLists, expected: 'an object whose values are lists of property names' }],
  ['uniqueItems', { holds: (operand) => typeof operand === 'boolean', expected: 'true or false' }],
  ['format', TEXT],
  ['title', TEXT],
  ['description', TEXT],
])

class SchemaReader {
  readonly problems: SchemaProblem[] = []
  private readonly root: Json

  constructor(root: Json) {
    this.root = root
  }

  read(schema: Json, path: Place): void {
    if (typeof schema === 'boolean' || this.problems.length >= MOST_PROBLEMS) return
    if (!isJsonObject(schema))
      this.wrong(path, String(path.at(-1) ?? 'schema'), schema, 'a schema (an object, true or false)')
    else if (path.length > DEEPEST) this.report(path, 'limit', `a schema is nested at most ${DEEPEST} levels deep`)
    else for (const [name, operand] of Object.entries(schema)) this.readKeyword(name, operand, [...path, name])
  }

  private readKeyword(name: string, operand: Json, path: Place): void {
    if (name === 'items' && Array.isArray(operand)) {
      this.report(
        path,
        name,
        "'items' is one schema for every item; for a schema by position use 'prefixItems'",
        'a schema',
      )
    } else if (includes(SCHEMA_KEYWORDS, name)) this.read(operand, path)
    else if (includes(SCHEMA_LIST_KEYWORDS, name)) this.readList(name, operand, path)
    else if (includes(SCHEMA_MAP_KEYWORDS, name) || includes(DEFINITION_KEYWORDS, name))
      this.readMap(name, operand, path)
    else if (includes(UNSUPPORTED_KEYWORDS, name)) {
      this.report(path, name, `'${name}' is not supported; say the same with 'additionalProperties', 'items' or '$ref'`)
    } else if (name === 'type') this.readType(operand, path)
    else if (name === 'pattern') this.readPattern(operand, path)
    else if (name === '$ref') this.readReference(operand, path)
    else {
      const rule = PLAIN_KEYWORDS.get(name)
      if (rule !== undefined && !rule.holds(operand)) this.wrong(path, name, operand, rule.expected)
    }
  }

  private readList(name: string, operand: Json, path: Place): void {
    if (!Array.isArray(operand) || operand.length === 0)
      this.wrong(path, name, operand, 'a list of at least one schema')
    else for (const [index, entry] of operand.entries()) this.read(entry, [...path, index])
  }

  private readMap(name: string, operand: Json, path: Place): void {
    if (!isJsonObject(operand)) {
      this.wrong(path, name, operand, 'an object whose values are schemas')
      return
    }
    for (const [key, entry] of Object.entries(operand)) {
      if (name === 'patternProperties') this.readPattern(key, [...path, key])
      this.read(entry, [...path, key])
    }
  }

  private readType(operand: Json, path: Place): void {
    const names = typeof operand === 'string' ? [operand] : operand
    const expected = `one of ${TYPE_NAMES.join(', ')}, or a list of these`
    if (!Array.isArray(names) || names.length === 0) {
      this.wrong(path, 'type', operand, expected)
      return
    }
    for (const [index, name] of names.entries()) {
      const place = Array.isArray(operand) ? [...path, index] : path
      if (typeof name !== 'string') this.wrong(place, 'type', name, 'the name of a type')
      else if (!isTypeName(name)) this.report(place, 'type', unknownType(name), expected)
    }
  }

  private readPattern(operand: Json, path: Place): void {
    if (typeof operand !== 'string') this.wrong(path, 'pattern', operand, 'a regular expression')
    else if (!isPattern(operand)) {
      this.report(path, 'pattern', `${shortText(operand)} is not a regular expression`, 'a regular expression')
    }
  }

  private readReference(operand: Json, path: Place): void {
    if (typeof operand !== 'string') this.wrong(path, '$ref', operand, "a reference such as '#/$defs/name'")
    else if (!operand.startsWith('#')) {
      this.report(path, '$ref', `${shortText(operand)} is another document, which is not fetched; copy it into '$defs'`)
    } else if (isJsonObject(this.root) && resolveReference(this.root, operand) === undefined) {
      this.report(path, '$ref', unknownReference(operand, this.root))
    }
  }

  private wrong(path: Place, name: string, found: Json, expected: string): void {
    const shown = typeof found === 'object' ? typePhrase(typeOf(found)) : shortText(found)
    this.report(path, name, `'${name}' must be ${expected}, not ${shown}`, expected)
  }

  private report(path: Place, keyword: string, message: string, expected?: string): void {
    if (this.problems.length >= MOST_PROBLEMS) return
    this.problems.push(expected === undefined ? { path, keyword, message } : { path, keyword, message, expected })
  }
}

function includes(names: readonly string[], name: string): boolean {
  return names.includes(name)
}

function isMapOfTextLists(value: Json): boolean {
  return isJsonObject(value) && Object.values(value).every(isTextList)
}

function isTextList(value: Json): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
}

function unknownReference(reference: string, root: JsonObject): string {
  const defined = definedNames(root)
  const nearest = nearName(reference, defined)
  const available = defined.length === 0 ? "there are no '$defs'" : `available: ${defined.slice(0, 12).join(', ')}`
  const hint = nearest === undefined ? available : `did you mean '${nearest}'?`
  return `${shortText(reference)} is not in this schema; ${hint}`
}

function unknownType(name: string): string {
  const nearest = nearName(name, TYPE_NAMES)
  const hint = nearest === undefined ? `available: ${TYPE_NAMES.join(', ')}` : `did you mean '${nearest}'?`
  return `unknown type '${name.slice(0, 60)}'; ${hint}`
}

/** The pattern is only parsed, never run, so a slow one does no harm. */
function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp
  } catch {
    return false
  }
}

function definedNames(root: JsonObject): string[] {
  return DEFINITION_KEYWORDS.flatMap((name) => {
    const definitions = Object.hasOwn(root, name) ? root[name] : undefined
    return isJsonObject(definitions) ? Object.keys(definitions).map((key) => `#/${name}/${pointerPart(key)}`) : []
  })
}

function pointerPart(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
