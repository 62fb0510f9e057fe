import type { Json } from '@odp/dsl'
import type { Around } from './placed-steps.js'

const TEMPLATE = /(?<!\\)\{\{\s*([^{}]+?)\s*\}\}/g

/** A value in words, one for each item of a list that holds templates. */
export function sayValues(value: Json, around: readonly Around[]): string[] {
  if (Array.isArray(value) && referencesIn(value).length > 0) return value.flatMap((item) => sayValues(item, around))
  if (typeof value === 'string') {
    const [whole] = [...value.matchAll(TEMPLATE)]
    if (whole?.[0].length === value.length) return [sayReference(whole[1] ?? '', around)]
    return [JSON.stringify(value.replace(/\\\{\{/g, '{{'))]
  }
  return [JSON.stringify(value)]
}

/** A condition in words. */
export function sayExpression(expression: string, around: readonly Around[]): string {
  return expression.replace(TEMPLATE, (_, path: string) => sayReference(path, around))
}

/** Every reference in a value, at any depth. */
export function referencesIn(value: Json): string[] {
  if (typeof value === 'string') return [...value.matchAll(TEMPLATE)].map(([, path = '']) => path)
  if (typeof value !== 'object' || value === null) return []
  return (Array.isArray(value) ? value : Object.values(value)).flatMap(referencesIn)
}

/** The step, root or loop variable that a reference begins with; what stands in loops is named behind them. */
export function rootOf(path: string): string {
  return plainPath(path).split(/[.[]/)[0] ?? ''
}

function sayReference(path: string, around: readonly Around[]): string {
  const plain = plainPath(path)
  const root = rootOf(path)
  const rest = plain.slice(root.length).replace(/^\./, '')
  if (root === 'input') return `the run's input '${rest}'`
  const isVariable = around.some((one) => one.kind === 'loop' && one.variable === root)
  if (!isVariable) return plain
  return rest === '' ? `each ${root}` : `each ${root}'s ${rest}`
}

/** Steps in loops are read through the items; in words they are read. */
function plainPath(path: string): string {
  return path.trim().replace(/^(?:[\w-]+\.items\[\*\]\.outputs\.)+/, '')
}
