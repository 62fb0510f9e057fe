import type { Alternative } from './alternatives.js'
import { codePoints } from './code-points.js'
import { keyword, numberKeyword } from './json-schema.js'
import { linearPattern } from './linear-pattern.js'
import type { Random } from './random.js'
import { samplePattern } from './sample-pattern.js'
import { sampleText } from './sample-text.js'

const LONGEST = 10_000

/** A text for the keywords of an alternative. */
export function sampleString(option: Alternative, name: string, random: Random): string {
  const least = Math.min(largest(option, 'minLength') ?? 0, LONGEST)
  const most = smallest(option, 'maxLength') ?? Number.POSITIVE_INFINITY
  const patterns = texts(option, 'pattern')
  const realistic = fitted(
    sampleText(random, texts(option, 'format')[0], texts(option, 'x-odp-type')[0], name),
    least,
    most,
  )
  if (patterns.length === 0 || patterns.every((each) => linearPattern(each)?.test(realistic) ?? true)) return realistic
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const text = samplePattern(random.pick(patterns) ?? '', random)
    if (text === undefined) continue
    const length = codePoints(text)
    if (length <= most && (length >= least || attempt === 19)) return text
  }
  return realistic
}

function fitted(text: string, least: number, most: number): string {
  const letters = [...text]
  while (letters.length < least) letters.push(...'example'.slice(0, least - letters.length))
  return letters.slice(0, most).join('')
}

/** A number for the keywords of an alternative. */
export function sampleNumber(option: Alternative, whole: boolean, name: string, random: Random): number {
  const steps = option.map((part) => numberKeyword(part, 'multipleOf')).filter((step) => step !== undefined && step > 0)
  const step = steps.reduce((product: number, each) => leastCommon(product, each ?? 1), whole ? 1 : 0)
  const least = Math.max(largest(option, 'minimum') ?? -Infinity, largest(option, 'exclusiveMinimum') ?? -Infinity)
  const most = Math.min(smallest(option, 'maximum') ?? Infinity, smallest(option, 'exclusiveMaximum') ?? Infinity)
  const usual = usualRange(whole || step >= 1, texts(option, 'x-odp-type')[0] ?? name)
  const [low, high] = within(usual, least, most)
  if (step === 0) return sampleFraction(low, high, random)
  let first = Math.ceil(low / step)
  let last = Math.floor(high / step)
  if (first > last) {
    // No step lies in the usual range: take one beside the bound, or else beside zero.
    first = Math.ceil(least / step)
    last = Math.floor(most / step)
    if (!Number.isFinite(first)) first = Math.min(0, last)
    if (!Number.isFinite(last)) last = first + 10
  }
  if (largest(option, 'exclusiveMinimum') === first * step) first += 1
  if (smallest(option, 'exclusiveMaximum') === last * step) last -= 1
  const found = random.between(first, Math.max(first, last)) * step
  // 3 * 0.1 is 0.30000000000000004.
  return step < 1 ? Number(found.toPrecision(12)) : found
}

function sampleFraction(low: number, high: number, random: Random): number {
  if (low === high) return low
  const found = low + (high - low) * (0.05 + random.next() * 0.9)
  const rounded = Math.round(found * 100) / 100
  return rounded > low && rounded < high ? rounded : found
}

function usualRange(whole: boolean, words: string): readonly [number, number] {
  if (/year/i.test(words)) return [2020, 2026]
  if (/percent|age$/i.test(words)) return [1, 99]
  if (whole) return [1, /count|followers|friends|audience/i.test(words) ? 5000 : 100]
  return /score|confidence|ratio|probability|density|centrality/i.test(words) ? [0, 1] : [0, 100]
}

/** The usual range where the bounds leave something of it, else a range beside the bound. */
function within([low, high]: readonly [number, number], least: number, most: number): [number, number] {
  const from = Math.max(low, least)
  const to = Math.min(high, most)
  if (from < to || (from === to && from > low && to < high)) return [from, to]
  if (least > -Infinity) return [least, Math.min(most, least + Math.max(10, Math.abs(least) / 10))]
  return [most - Math.max(10, Math.abs(most) / 10), most]
}

function leastCommon(first: number, second: number): number {
  if (first === 0) return second
  for (let factor = 1; factor <= 1000; factor += 1) {
    const quotient = (second * factor) / first
    if (Math.abs(quotient - Math.round(quotient)) < 1e-9) return second * factor
  }
  return first * second
}

function largest(option: Alternative, name: string): number | undefined {
  const found = option.map((part) => numberKeyword(part, name)).filter((each) => each !== undefined)
  return found.length === 0 ? undefined : Math.max(...found)
}

function smallest(option: Alternative, name: string): number | undefined {
  const found = option.map((part) => numberKeyword(part, name)).filter((each) => each !== undefined)
  return found.length === 0 ? undefined : Math.min(...found)
}

function texts(option: Alternative, name: string): string[] {
  return option.map((part) => keyword(part, name)).filter((each) => typeof each === 'string')
}
