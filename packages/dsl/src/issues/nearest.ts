import { distance } from 'fastest-levenshtein'

/** Longer names are not compared: the cost grows with the square of the length, and nobody misspells by a letter there. */
const LONGEST_NAME = 100

/**
 * The candidate closest in spelling to `word`, if one is close enough to have been meant: by Levenshtein distance without regard to case, at most one
 * letter wrong in a word of up to three, else two or a third of them. The first of several that are equally close; none for a word of more than 100.
 *
 * @example
 * ```ts
 * import { nearestSpelling } from '@odp/dsl/plan'
 *
 * nearestSpelling('metod', ['mode', 'method']) // 'method'
 * ```
 */
export function nearestSpelling(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > LONGEST_NAME) return undefined
  let best: string | undefined
  let bestDistance = (word.length <= 3 ? 1 : Math.max(2, Math.floor(word.length / 3))) + 1
  const lower = word.toLowerCase()
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue
    const found = distance(lower, candidate.toLowerCase())
    if (found < bestDistance) {
      best = candidate
      bestDistance = found
    }
  }
  return best
}

/**
 * A sentence that lists what is available, twelve names at most, and names the nearest spelling.
 *
 * @example
 * ```ts
 * import { describeAlternatives } from '@odp/dsl/plan'
 *
 * describeAlternatives('metod', ['mode', 'method']) // "available: mode, method; did you mean 'method'?"
 * ```
 */
export function describeAlternatives(word: string, candidates: readonly string[]): string {
  return listAlternatives(candidates, nearestSpelling(word, candidates))
}

/** `describeAlternatives`, where the nearest spelling is known or not sought. */
export function listAlternatives(candidates: readonly string[], nearest: string | undefined): string {
  if (candidates.length === 0) return 'nothing is available here'
  const shown = candidates.slice(0, 12).join(', ')
  const rest = candidates.length > 12 ? ` and ${candidates.length - 12} more` : ''
  return `available: ${shown}${rest}${nearest === undefined ? '' : `; did you mean '${nearest}'?`}`
}
