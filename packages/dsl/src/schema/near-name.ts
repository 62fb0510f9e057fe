import { nearestSpelling } from '../issues/nearest.js'

const LONGEST_NAME = 100
const MOST_NAMES = 200

/** The nearest spelling among names that a stranger may have chosen: long names and long lists are not compared, so it stays quick. */
export function nearName(name: string, candidates: readonly string[]): string | undefined {
  if (name.length > LONGEST_NAME) return undefined
  return nearestSpelling(name, candidates.filter((candidate) => candidate.length <= LONGEST_NAME).slice(0, MOST_NAMES))
}
