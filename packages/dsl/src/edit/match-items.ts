import { canonicalJson } from '../json/canonical-json.js'
import { isJsonObject, type Json } from '../json/json.js'

/**
 * Finds for every item of `after` the item of `before` that it was: first by the `id` of steps or by equality, then
 * the step of which only the id is new, then by position between two that were found. `undefined` marks what is new.
 */
export function matchItems(before: readonly Json[], after: readonly Json[]): (number | undefined)[] {
  const matches: (number | undefined)[] = after.map(() => undefined)
  const isFree = before.map(() => true)
  for (const nameOf of [identity, withoutId]) {
    const waiting = new Map<string, number[]>()
    for (const [index, item] of before.entries()) {
      const name = isFree[index] === true ? nameOf(item) : undefined
      if (name === undefined) continue
      const indices = waiting.get(name)
      if (indices === undefined) waiting.set(name, [index])
      else indices.push(index)
    }
    for (const indices of waiting.values()) indices.reverse()
    for (const [index, item] of after.entries()) {
      const name = matches[index] === undefined ? nameOf(item) : undefined
      const match = name === undefined ? undefined : waiting.get(name)?.pop()
      if (match === undefined) continue
      matches[index] = match
      isFree[match] = false
    }
  }
  matchByPosition(before, after, matches, isFree)
  return matches
}

function identity(item: Json): string {
  const id = idOf(item)
  return id === undefined ? canonicalJson(item) : `id ${id}`
}

function withoutId(item: Json): string | undefined {
  return isJsonObject(item) && idOf(item) !== undefined ? canonicalJson({ ...item, id: null }) : undefined
}

function idOf(item: Json): string | undefined {
  return isJsonObject(item) && Object.hasOwn(item, 'id') && typeof item.id === 'string' ? item.id : undefined
}

/** Two steps with different ids are different steps, wherever they stand. */
function matchByPosition(
  before: readonly Json[],
  after: readonly Json[],
  matches: (number | undefined)[],
  isFree: boolean[],
): void {
  let next = 0
  for (const [index, item] of after.entries()) {
    const match = matches[index]
    if (match !== undefined) next = match + 1
    else if (isFree[next] === true && idOf(item) === undefined && idOf(before[next] ?? null) === undefined) {
      matches[index] = next
      isFree[next] = false
      next++
    }
  }
}
