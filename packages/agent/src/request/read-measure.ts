import { STOP_WORDS } from '../words/english.js'
import { stem } from '../words/stem.js'

/** What a number counts or measures. */
type Unit =
  | 'percent'
  | 'money'
  | 'metre'
  | 'kilometre'
  | 'area'
  | 'weight'
  | 'year'
  | 'month'
  | 'week'
  | 'day'
  | 'hour'
  | 'minute'
  | 'second'

/** What stands around a number and says what it is of. */
export interface Measure {
  readonly unit?: Unit
  /** Stem of the noun that is counted: `3 rooms`. */
  readonly noun?: string
  /** `at most` or `at least`. */
  readonly bound?: 'most' | 'least'
}

const UNITS: readonly (readonly [Unit, string])[] = [
  ['percent', '%|percent|per cent|pct|percentage points?'],
  ['money', '€|\\$|£|euros?|eur|dollars?|usd|pounds?|gbp|francs?|chf|yen'],
  ['area', 'm²|m2|sqm|sq\\.? ?m|square (?:metres?|meters?|feet)|sq\\.? ?ft|hectares?|acres?'],
  ['kilometre', 'km|kilomet(?:re|er)s?|miles?'],
  ['metre', 'm|met(?:re|er)s?|feet|ft'],
  ['weight', 'kg|g|mg|kilos?|kilograms?|grams?|tonnes?|tons?|lbs?'],
  ['year', 'years?|yrs?'],
  ['month', 'months?'],
  ['week', 'weeks?'],
  ['day', 'days?'],
  ['hour', 'hours?|hrs?'],
  ['minute', 'minutes?|mins?'],
  ['second', 'seconds?|secs?'],
]
const AFTER = UNITS.map(
  ([unit, words]) => [unit, new RegExp(String.raw`^(?:\s?|-)(?:${words})(?![\p{L}\d])`, 'iu')] as const,
)
const UNIT_WORD = new RegExp(`^(?:${UNITS.map(([, words]) => words).join('|')})$`, 'i')

/** Whether a word says in what something is measured: `kg`. */
export function isUnitWord(word: string): boolean {
  return UNIT_WORD.test(word)
}

const MONEY_BEFORE = /(?:[€$£]|\b(?:eur|usd|gbp|chf))\s?$/i
const MOST =
  /\b(?:at most|up to|no more than|not more than|not over|max(?:imum|imal)?(?: of)?|under|below|less than|fewer than|cheaper than|limit(?:ed)?(?: of| to)?|within|top|first)\s+[€$£]?$/i
const LEAST =
  /\b(?:at least|no less than|not less than|no fewer than|min(?:imum|imal)?(?: of)?|more than|from|above)\s+[€$£]?$/i

/** Reads what a number is of; empty where nothing says it. */
export function readMeasure(text: string, start: number, end: number): Measure {
  const after = text.slice(end, end + 30)
  const before = text.slice(Math.max(0, start - 30), start)
  const unit = MONEY_BEFORE.test(before) ? 'money' : AFTER.find(([, pattern]) => pattern.test(after))?.[0]
  const word = /^[ -](?:more |further |other )?(\p{Ll}{3,})/u.exec(after)?.[1]
  const isNoun =
    word !== undefined &&
    !STOP_WORDS.has(stem(word)) &&
    (/[^s]s$/.test(word) || /^(people|children|men|women)$/.test(word))
  const bound = MOST.test(before) ? 'most' : LEAST.test(before) ? 'least' : undefined
  return {
    ...(unit === undefined ? (isNoun ? { noun: stem(word) } : {}) : { unit }),
    ...(bound === undefined ? {} : { bound }),
  }
}

/** By which words a port says that it takes a unit, and by which that it takes what is measured in it. */
const NAMING: Readonly<Record<Unit, readonly [RegExp, RegExp]>> = {
  percent: [/^(percent|percentag|pct)$/, /^(rate|ratio|share|interest|yield|discount|margin|fraction|probabl)$/],
  money: [
    /^(monei|eur|euro|usd|dollar|currenc|gbp|chf)$/,
    /^(price|loan|cost|rent|budget|fee|salari|incom|princip|revenu|payment|deposit|debt)$/,
  ],
  area: [/^(area|sqm|m2|hectar|acr)$/, /^(surfac|floor)$/],
  kilometre: [/^(km|kilomet|kilometr|mile)$/, /^(distanc|radiu|rang)$/],
  metre: [/^(m|meter|metr|met)$/, /^(distanc|radiu|rang|height|length|width|depth|elev|altitud)$/],
  weight: [/^(kg|gram|tonn|ton|mg)$/, /^(weight|mass|dose|dosag)$/],
  year: [/^year$/, /^(term|age|durat|period)$/],
  month: [/^month$/, /^(term|age|durat|period)$/],
  week: [/^week$/, /^(term|durat|period)$/],
  day: [/^(dai|day)$/, /^(term|durat|period)$/],
  hour: [/^hour$/, /^(durat|period)$/],
  minute: [/^minut$/, /^(durat|period)$/],
  second: [/^second$/, /^(durat|period)$/],
}

/** How a measure agrees with the words of a port: 1 where they say the same, -1 where they contradict each other, else 0. */
export function agreement(measure: Measure, words: readonly string[]): -1 | 0 | 1 {
  const has = (pattern: RegExp) => words.some((word) => pattern.test(word))
  if (measure.bound !== undefined) {
    const isMost = has(/^(max|maximum|limit|most|upper|until|ceil)$/)
    const isLeast = has(/^(min|minimum|least|lower|from|floor)$/)
    if (isMost !== isLeast && isMost !== (measure.bound === 'most')) return -1
    if (isMost !== isLeast && measure.unit === undefined && measure.noun === undefined) return 1
  }
  const { unit, noun } = measure
  if (noun !== undefined && words.includes(noun)) return 1
  const own = unit === undefined ? undefined : NAMING[unit]
  if (own !== undefined && has(own[0])) return 1
  if (unit === undefined && noun === undefined) return 0
  if (Object.values(NAMING).some(([name]) => has(name))) return -1
  if (own !== undefined && has(own[1])) return 1
  return Object.values(NAMING).some(([, about]) => has(about)) ? -1 : 0
}
