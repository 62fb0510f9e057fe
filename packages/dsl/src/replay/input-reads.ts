import { ExpressionSyntaxError } from '../expression/expression-syntax-error.js'
import { parseExpression } from '../expression/parse-expression.js'
import { canonicalJson } from '../json/canonical-json.js'
import type { Json, JsonObject } from '../json/json.js'
import type { PlanNode } from '../plan/plan.js'

/** Keys of the input that are not the same in both, missing ones included. */
export function changedKeys(old: JsonObject, input: JsonObject): string[] {
  const keys = new Set([...Object.keys(old), ...Object.keys(input)])
  return [...keys].filter((key) => textOf(old, key) !== textOf(input, key))
}

function textOf(values: JsonObject, key: string): string | undefined {
  return Object.hasOwn(values, key) ? canonicalJson(values[key] ?? null) : undefined
}

/**
 * The first of these keys of the input that a step, or a step of its body, may read. A text that only looks like a path counts
 * too: it is better to work once more than to reuse what does not hold any more.
 */
export function inputRead(node: PlanNode, keys: readonly string[]): string | undefined {
  if (keys.length === 0) return undefined
  const found = new Set<string>()
  collect(node as unknown as Json, keys, found)
  return keys.find((key) => found.has(key))
}

function collect(value: Json, keys: readonly string[], found: Set<string>): void {
  if (typeof value === 'string') for (const key of readByText(value, keys)) found.add(key)
  else if (Array.isArray(value)) for (const item of value) collect(item, keys, found)
  else if (typeof value === 'object' && value !== null)
    for (const item of Object.values(value)) collect(item, keys, found)
}

const ROOT = /(?<![\w.])input(?![\w])/g
const QUOTED = /^\[(?:"([^"\\]*)"|'([^'\\]*)')\]/

function readByText(text: string, keys: readonly string[]): readonly string[] {
  const read: string[] = []
  for (const match of text.matchAll(ROOT)) {
    const rest = text.slice(match.index + match[0].length)
    if (rest.startsWith('.')) read.push(...keys.filter((key) => isField(rest.slice(1), key)))
    else if (rest.startsWith('[')) {
      const quoted = QUOTED.exec(rest)
      if (quoted === null) return keys
      read.push(...keys.filter((key) => key === (quoted[1] ?? quoted[2])))
    } else if (/\{\{\s*$/.test(text.slice(0, match.index)) || isExpression(text)) return keys
  }
  return read
}

/** `a.b` may be the field `b` of `a`, or the field `a.b`. */
function isField(rest: string, key: string): boolean {
  return rest.startsWith(key) && !/^\w/.test(rest.slice(key.length))
}

function isExpression(text: string): boolean {
  try {
    parseExpression(text)
    return true
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) return false
    throw error
  }
}
