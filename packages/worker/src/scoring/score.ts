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

/** The values at the ends of a value, in order; without recursion, since collected data may be nested at will. */
function* leaves(subject: Json): Generator<Leaf> {
  const open: Leaf[] = [{ name: '', field: '', value: subject }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const inner = childrenOf(next)
    if (inner.length === 0) yield next
    for (const child of inner.reverse()) open.push(child)
  }
}

function childrenOf({ name, field, value }: Leaf): Leaf[] {
  if (Array.isArray(value)) return value.map((item) => ({ name, field: `${field}[]`, value: item }))
  if (!isJsonObject(value)) return []
  return Object.entries(value).map(([key, inner]) => ({
    name: key,
    field: field === '' ? key : `${field}.${key}`,
    value: inner,
  }))
}

function isFilled(value: Json): boolean {
  if (value === null) return false
  if (typeof value === 'string') return value.trim() !== ''
  if (Array.isArray(value)) return value.length > 0
  return typeof value !== 'object' || Object.keys(value).length > 0
}

/** Names of fields come from what was collected; in a message they stay short. */
function shorten(field: string): string {
  return field.length > 100 ? `${field.slice(0, 100)}…` : field
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
      problems: worst.map(([field, count]) =>
        field === '' ? `the whole value ${what}` : `'${shorten(field)}' ${what} in ${count} of ${this.#all} places`,
      ),
    }
  }
}

/**
 * Share of the fields that are filled, 0 to 1: not null, not an empty text, list or map. Every field that the records have
 * counts. 0 for a value that is empty itself: nothing was produced.
 */
export function scoreCompleteness(subject: Json): Score {
  const tally = new Tally()
  for (const { field, value } of leaves(subject)) tally.add(field, isFilled(value))
  return tally.score('is empty')
}

/**
 * Share, 0 to 1, of the filled fields with a recognisable meaning (an e-mail address, an address of a page, a count, a date, …, by
 * the name of the field) whose content fits that meaning. 1 where no field has one.
 */
export function scoreRelevance(subject: Json): Score {
  const tally = new Tally()
  for (const { name, field, value } of leaves(subject)) {
    const fits = meaningOf(name)
    if (fits !== undefined && isFilled(value)) tally.add(field, fits(value))
  }
  return tally.score('does not fit its name')
}
