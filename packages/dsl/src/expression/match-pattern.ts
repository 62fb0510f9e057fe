import { RE2JS, RE2JSException } from 're2js'

const maximumPatternLength = 1000
const maximumCached = 100
/** Length of the text times size of the compiled pattern; the worst patterns found take 40 ms for a million, a workflow may be busy for a second. */
const maximumWork = 20_000_000
const cache = new Map<string, RE2JS>()

/** A pattern that does not compile, or a match that would take too long. */
export class PatternError extends Error {
  override readonly name = 'PatternError'
  readonly code: 'pattern_invalid' | 'limit_exceeded'

  constructor(code: PatternError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** Compiles a pattern of RE2, whose time is linear in the text; throws `PatternError`. */
export function compilePattern(pattern: string): RE2JS {
  const cached = cache.get(pattern)
  if (cached !== undefined) return cached
  if (pattern.length > maximumPatternLength) {
    throw new PatternError(
      'limit_exceeded',
      `A pattern has at most ${maximumPatternLength} characters, this one has ${pattern.length}`,
    )
  }
  try {
    const compiled = RE2JS.compile(pattern)
    if (cache.size >= maximumCached) cache.clear()
    cache.set(pattern, compiled)
    return compiled
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    throw new PatternError('pattern_invalid', `${error.message} (patterns are RE2: no look-around, no back references)`)
  }
}

/** Whether the pattern is found anywhere in the text; throws `PatternError`. */
export function matchPattern(text: string, pattern: string): boolean {
  const compiled = compilePattern(pattern)
  if (text.length * compiled.programSize() > maximumWork) {
    throw new PatternError('limit_exceeded', `A text of ${text.length} characters is too long for this pattern`)
  }
  return compiled.test(text)
}
