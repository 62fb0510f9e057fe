import { isJsonObject, type Json } from '@odp/dsl/plan'

const LONGEST_SHOWN = 300

/** Where and how a JSON value differs from what was expected; undefined when they are equal. The order of keys does not count. */
export function firstDifference(expected: Json, actual: Json | undefined, path = ''): string | undefined {
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length) return describe(expected, actual, path)
    for (const [index, item] of expected.entries()) {
      const found = firstDifference(item, actual[index], `${path}[${index}]`)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (isJsonObject(expected) && isJsonObject(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      const place = `${path}.${key}`
      if (!Object.hasOwn(expected, key)) return `at ${place}: nothing expected, got ${show(actual[key])}`
      if (!Object.hasOwn(actual, key)) return describe(expected[key] ?? null, undefined, place)
      const found = firstDifference(expected[key] ?? null, actual[key], place)
      if (found !== undefined) return found
    }
    return undefined
  }
  return expected === actual ? undefined : describe(expected, actual, path)
}

function describe(expected: Json, actual: Json | undefined, path: string): string {
  return `${path === '' ? '' : `at ${path}: `}expected ${show(expected)}, got ${show(actual)}`
}

function show(value: Json | undefined): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
}
