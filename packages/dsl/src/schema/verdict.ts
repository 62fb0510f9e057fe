/** Whether every value of a source is acceptable to a target: surely, surely not, or types do not tell. */
export type Verdict =
  | { readonly fits: 'yes' }
  | { readonly fits: 'unknown' }
  | { readonly fits: 'no'; readonly message: string }

export const YES: Verdict = { fits: 'yes' }
export const UNKNOWN: Verdict = { fits: 'unknown' }

export function no(message: string): Verdict {
  return { fits: 'no', message }
}

/** `yes` where true; else types do not tell. */
export function yesIf(holds: boolean): Verdict {
  return holds ? YES : UNKNOWN
}

/** The verdict on a target that asks for everything at once. */
export function every(verdicts: Iterable<Verdict>): Verdict {
  let result = YES
  for (const verdict of verdicts) {
    if (verdict.fits === 'no') return verdict
    if (verdict.fits === 'unknown') result = UNKNOWN
  }
  return result
}

/** The verdict on a target that is content with one of several. */
export function any(verdicts: readonly Verdict[], message: () => string): Verdict {
  if (verdicts.some((verdict) => verdict.fits === 'yes')) return YES
  if (verdicts.some((verdict) => verdict.fits === 'unknown')) return UNKNOWN
  return verdicts.length === 1 ? (verdicts[0] ?? UNKNOWN) : no(message())
}

/** The verdict on a source that may be any of several: it differs where they do. */
export function across(verdicts: readonly Verdict[], message: () => string): Verdict {
  if (verdicts.length === 0) return UNKNOWN
  if (verdicts.every((verdict) => verdict.fits === 'yes')) return YES
  if (!verdicts.every((verdict) => verdict.fits === 'no')) return UNKNOWN
  return verdicts.length === 1 ? (verdicts[0] ?? UNKNOWN) : no(message())
}
