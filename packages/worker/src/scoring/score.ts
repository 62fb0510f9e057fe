import { isJsonObject, type Json } from '@odp/dsl/plan'
import { meaningOf } from './meanings.js'

/** A score from 0 to 1 and the fields that lowered it most. */
export interface Score {
  readonly score: number
  readonly problems: readonly string[]
}

/** Problems that are named in a report. */
const MOST_PROBLEMS = 5

interface Leaf {
  readonly name: string
  /** The path with list places left out, so that the same field of many records counts as one kind. */
  readonly field: string
  readonly value: Json
}

function* leaves(value: Json, name: string, field: string): Generator<Leaf> {
  if (Array.isArray(value)) {
    if (value.length === 0) yield { name, field, value }
    for (const item of value) yield* leaves(item, name, `${field}[]`)
  } else if (isJsonObject(value)) {
    if (Object.keys(value).length === 0) yield { name, field, value }
    for (const [key, inner] of Object.entries(value)) yield* leaves(inner, key, field === '' ? key : `${field}.${key}`)
  } else yield { name, field, value }
}

function isFilled(value: Json): boolean {
  if (value === null) return false
  if (typeof value === 'string') return value.trim() !== ''
  if (Array.isArray(value)) return value.length > 0
  return typeof value !== 'object' || Object.keys(value).length > 0
}

class Tally {
  #good = 0
  #all = 0
  readonly #bad = new Map<string, number>()

  add(field: string, good: boolean): void {
    this.#all += 1
    if (good) this.#good += 1
    else this.#bad.set(field, (this.#bad.get(field) ?? 0) + 1)
  }

  score(what: string): Score {
    const worst = [...this.#bad].sort((left, right) => right[1] - left[1]).slice(0, MOST_PROBLEMS)
    return {
      score: this.#all === 0 ? 1 : this.#good / this.#all,
      problems: worst.map(([field, count]) => `'${field}' ${what} in ${count} of ${this.#all} places`),
    }
  }
}

/**
 * Share of the fields that are filled: not null, not an empty text, list or map. Every field that the records have counts.
 * 1 for a value without fields.
 */
export function scoreCompleteness(subject: Json): Score {
  const tally = new Tally()
  for (const { field, value } of leaves(subject, '', '')) tally.add(field, isFilled(value))
  return tally.score('is empty')
}

/**
 * Share of the filled fields with a recognisable meaning (an e-mail address, an address of a page, a count, a date, …, by
 * the name of the field) whose content fits that meaning. 1 where no field has one.
 */
export function scoreRelevance(subject: Json): Score {
  const tally = new Tally()
  for (const { name, field, value } of leaves(subject, '', '')) {
    const fits = meaningOf(name)
    if (fits !== undefined && isFilled(value)) tally.add(field, fits(value))
  }
  return tally.score('does not fit its name')
}
