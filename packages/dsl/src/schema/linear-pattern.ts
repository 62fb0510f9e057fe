import { RE2JS } from 're2js'
import { patternSize } from './pattern-size.js'

/** A regular expression that is matched in linear time, so that neither a pattern nor a text can stop a worker. */
export interface LinearPattern {
  /** Whether the text has a match anywhere. */
  test(text: string): boolean
  /** Rough cost of matching one character, 1 for a small pattern. */
  readonly cost: number
}

const MOST_INSTRUCTIONS = 20_000

/**
 * Compiles a pattern of JSON Schema (ECMA-262 with the `u` flag) with RE2. Undefined when RE2 has no such feature
 * (look-ahead, back reference) or the pattern compiles to more than 20,000 instructions: then it is not asserted.
 */
export function linearPattern(pattern: string): LinearPattern | undefined {
  if (pattern.length > MOST_INSTRUCTIONS || patternSize(pattern) > MOST_INSTRUCTIONS) return undefined
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern))
    return { test: (text) => compiled.test(text), cost: 1 + compiled.programSize() / 300 }
  } catch {
    return undefined
  }
}
