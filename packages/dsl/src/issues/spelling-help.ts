import { listAlternatives, nearestSpelling } from './nearest.js'

/** Comparisons that take about a tenth of a second. */
const MOST_COMPARISONS = 300_000

/** What can be said of a name that does not exist. */
export interface NameHelp {
  /** What is available and the nearest spelling, as `describeAlternatives` says it. */
  readonly available: string
  readonly nearest?: string
}

/**
 * Helps with many unknown names in one answer. Comparing every one with every known name would take the square of a
 * document, so the nearest spelling is sought for the first ones only.
 */
export class SpellingHelp {
  #left: number

  /** `comparisons` of one name with another; 0 to seek no nearest spelling. */
  constructor(comparisons: number = MOST_COMPARISONS) {
    this.#left = comparisons
  }

  /** True when no more names are compared. */
  get spent(): boolean {
    return this.#left <= 0
  }

  /** Pays for other work that goes into the help. */
  spend(work: number): void {
    this.#left -= work
  }

  /** Helps with one name. `candidates` are what it may be changed to, `known` what is shown as available. */
  of(word: string, candidates: readonly string[], known: readonly string[] = candidates): NameHelp {
    const nearest = this.spent ? undefined : nearestSpelling(word, candidates)
    this.spend(candidates.length)
    const available = listAlternatives(known, nearest)
    return nearest === undefined ? { available } : { available, nearest }
  }
}
