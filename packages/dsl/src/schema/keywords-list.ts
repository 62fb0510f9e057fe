import type { Json } from '../json/json.js'
import { counted } from './counted.js'
import { isJsonSchema, numberKeyword, schemaList } from './json-schema.js'
import { jsonText } from './json-text.js'
import type { KeywordTable, PrepareCheck } from './prepare-schema.js'

const prefixItems: PrepareCheck<Json[]> = (_operand, schema) => {
  const prefix = schemaList(schema, 'prefixItems') ?? []
  return (run, value) => {
    prefix.forEach((item, index) => {
      if (index < value.length) run.applyAt(index, item, value[index] as Json)
    })
  }
}

const items: PrepareCheck<Json[]> = (operand, schema) => {
  if (!isJsonSchema(operand)) return undefined
  const start = schemaList(schema, 'prefixItems')?.length ?? 0
  return (run, value) => {
    for (let index = start; index < value.length && !run.full; index += 1) {
      run.applyAt(index, operand, value[index] as Json)
    }
  }
}

const contains: PrepareCheck<Json[]> = (operand, schema) => {
  if (!isJsonSchema(operand)) return undefined
  const least = numberKeyword(schema, 'minContains') ?? 1
  const most = numberKeyword(schema, 'maxContains') ?? Number.POSITIVE_INFINITY
  return (run, value) => {
    let found = 0
    for (const item of value) if (!run.full && run.attemptAt(operand, item).length === 0) found += 1
    const expected = `at least ${counted(least, 'item')} of the wanted kind`
    if (found < least)
      run.report(least === 1 ? 'contains' : 'minContains', `must hold ${expected}, not ${found}`, expected)
    const allowed = `at most ${counted(most, 'item')} of this kind`
    if (found > most) run.report('maxContains', `must hold ${allowed}, not ${found}`, allowed)
  }
}

const uniqueItems: PrepareCheck<Json[]> = (operand) => {
  if (operand !== true) return undefined
  return (run, value) => {
    const seen = new Map<string, number>()
    for (const [index, item] of value.entries()) {
      const text = jsonText(item)
      run.spend(1 + (text?.length ?? 0) / 10)
      if (text === undefined || run.full) continue
      const first = seen.get(text)
      if (first === undefined) seen.set(text, index)
      else
        run.reportAt(
          index,
          'uniqueItems',
          `items must differ; this one is the same as item ${first}`,
          'different items',
        )
    }
  }
}

function size(name: string, phrase: string, holds: (size: number, operand: number) => boolean): PrepareCheck<Json[]> {
  return (operand) => {
    if (typeof operand !== 'number') return undefined
    const expected = `${phrase} ${counted(operand, 'item')}`
    return (run, value) => {
      if (!holds(value.length, operand)) run.report(name, `must have ${expected}, not ${value.length}`, expected)
    }
  }
}

/** Keywords about lists. */
export const listKeywords: KeywordTable<Json[]> = new Map([
  ['minItems', size('minItems', 'at least', (found, operand) => found >= operand)],
  ['maxItems', size('maxItems', 'at most', (found, operand) => found <= operand)],
  ['prefixItems', prefixItems],
  ['items', items],
  ['contains', contains],
  ['uniqueItems', uniqueItems],
])
