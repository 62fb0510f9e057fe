import type { PathOutcome } from './template.js'

/** An outcome that gives no value. */
export type FailedOutcome = Exclude<PathOutcome, { readonly kind: 'value' }>

const weight = { missing: 1, unavailable: 2, invalid: 3 } as const

/**
 * Which of two failures counts for the whole: `invalid` is an error whatever surrounds it, and who reads a step without outputs is skipped even
 * if a field is missing elsewhere. Of equals the first counts.
 */
export function graverFailure(first: FailedOutcome | undefined, second: FailedOutcome): FailedOutcome {
  return first === undefined || weight[second.kind] > weight[first.kind] ? second : first
}
