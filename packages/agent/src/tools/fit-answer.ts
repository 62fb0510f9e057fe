import type { Json, JsonObject } from '@odp/dsl'

/** Characters of an answer, short and verbose. What is given whole is not counted. */
export const SHORT_ANSWER = 4_000
export const LONG_ANSWER = 64_000

/** Texts and objects up to this size stay. */
const FEWEST_CHARACTERS = 80

/**
 * Cuts an answer to a size: again and again the largest list or text of its first two levels is halved. `left_off` says how many
 * items of which lists are missing.
 */
export function fitAnswer(answer: JsonObject, most: number, whole: readonly string[] = []): JsonObject {
  const kept = Object.fromEntries(Object.entries(answer).filter(([key]) => whole.includes(key)))
  const rest: JsonObject = Object.fromEntries(Object.entries(answer).filter(([key]) => !whole.includes(key)))
  const lengths = new Map<string, number>()
  while (sizeOf(rest) > most) {
    const place = largest(rest)
    if (place === undefined) break
    const { owner, key, name } = place
    const value = owner[key]
    if (Array.isArray(value)) {
      if (!lengths.has(name)) lengths.set(name, value.length)
      owner[key] = value.slice(0, Math.floor(value.length / 2))
    } else if (typeof value === 'string') owner[key] = `${value.slice(0, Math.floor(value.length / 2))}…`
    else owner[key] = '… (ask with verbose)'
  }
  const left: JsonObject = {}
  for (const [name, length] of lengths) left[name] = length - lengthAt(rest, name)
  return { ...kept, ...rest, ...(lengths.size === 0 ? {} : { left_off: left }) }
}

interface Place {
  readonly owner: JsonObject
  readonly key: string
  readonly name: string
}

function largest(answer: JsonObject): Place | undefined {
  let found: (Place & { readonly size: number }) | undefined
  const consider = (owner: JsonObject, key: string, name: string) => {
    const value = owner[key]
    const size = sizeOf(value)
    if (isCuttable(value) && size > (found?.size ?? 0)) found = { owner, key, name, size }
  }
  for (const [key, value] of Object.entries(answer)) {
    if (isObject(value)) {
      answer[key] = { ...value }
      const inner = answer[key] as JsonObject
      for (const innerKey of Object.keys(inner)) consider(inner, innerKey, `${key}.${innerKey}`)
    } else consider(answer, key, key)
  }
  // An object of many small entries goes as a whole.
  if (found === undefined) for (const key of Object.keys(answer)) consider(answer, key, key)
  return found
}

function isCuttable(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'string') return value.length > FEWEST_CHARACTERS
  return isObject(value) && sizeOf(value) > FEWEST_CHARACTERS
}

function lengthAt(answer: JsonObject, name: string): number {
  const [key = '', inner] = name.split('.')
  const value = answer[key]
  const list = inner === undefined ? value : isObject(value) ? value[inner] : undefined
  return Array.isArray(list) ? list.length : 0
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sizeOf(value: Json | undefined): number {
  return value === undefined ? 0 : JSON.stringify(value).length
}
