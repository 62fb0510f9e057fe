import type { Json, JsonObject } from '../json/json.js'
import type { CheckRun } from './check-run.js'
import { anyKeywords } from './keywords-any.js'
import { listKeywords } from './keywords-list.js'
import { numberKeywords } from './keywords-number.js'
import { objectKeywords } from './keywords-object.js'
import { textKeywords } from './keywords-text.js'

/** Checks one keyword on a value of the type that the keyword is about. */
type Check<V> = (run: CheckRun, value: V) => void

/** Reads the operand of a keyword once and gives the check, or nothing for an operand that makes no sense. */
export type PrepareCheck<V> = (operand: Json, schema: JsonObject, run: CheckRun) => Check<V> | undefined

/** What each keyword about one type of value does. */
export type KeywordTable<V> = ReadonlyMap<string, PrepareCheck<V>>

/** The checks of one schema object, by the type of value they look at. */
export interface PreparedSchema {
  readonly any: readonly Check<Json>[]
  readonly number: readonly Check<number>[]
  readonly text: readonly Check<string>[]
  readonly list: readonly Check<Json[]>[]
  readonly object: readonly Check<JsonObject>[]
}

/** Reads the keywords of a schema object once, so that a list of a million items does not read them a million times. */
export function prepareSchema(run: CheckRun, schema: JsonObject): PreparedSchema {
  return {
    any: checksOf(anyKeywords, schema, run),
    number: checksOf(numberKeywords, schema, run),
    text: checksOf(textKeywords, schema, run),
    list: checksOf(listKeywords, schema, run),
    object: checksOf(objectKeywords, schema, run),
  }
}

function checksOf<V>(table: KeywordTable<V>, schema: JsonObject, run: CheckRun): Check<V>[] {
  const checks: Check<V>[] = []
  for (const [name, prepare] of table) {
    if (!Object.hasOwn(schema, name)) continue
    const check = prepare(schema[name] as Json, schema, run)
    if (check !== undefined) checks.push(check)
  }
  return checks
}
