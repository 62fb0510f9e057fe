import type { Clause } from './clause.js'
import type { Token } from './token.js'

/** A part of a request before it is known what governs it. */
export interface Draft {
  tokens: Token[]
  sentence: number
  link: Clause['link']
  role: 'goal' | 'condition'
  is_direct?: boolean
  is_negated?: boolean
  is_else?: boolean
  /** Its sentence begins behind a semicolon. */
  is_continued?: boolean
  is_fallback?: boolean
  each?: { tokens: Token[]; leads: boolean }
}
