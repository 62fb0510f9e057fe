import { SENTENCE_END } from './clause-marks.js'
import type { Token } from './token.js'

const FAILING =
  /^(fail(s|ed|ing|ure)?|offline|unresponsive|errors?|unavailable|unreachable|down|broken|breaks|crashes|wrong|timeout|times)$/

const ASKING = /^(see|check|know|tell|ask|find|determine|verify|test|wonder|learn|say|figure|confirm|examine)$/
const NO_ANSWER =
  /(doesn't|does not|won't|will not|isn't|is not|can't|cannot) (work|working|answer|answering|respond|responding|load|be reached)|no (answer|response|luck)|gives? (nothing )?up|out of order/
const READY = /^(fresh|ready|updated|refreshed|available|complete|there|rebuilt)$/

/** `once gold.sales is fresh`: where that which is waited for ends; undefined where no table is. */
export function readyUntil(tokens: readonly Token[], at: number): number | undefined {
  if (!/^(once|when|after|as)$/.test(tokens[at]?.lower ?? '')) return undefined
  const near = tokens.slice(at + 1, at + 9)
  const ready = near.findIndex(({ lower }) => READY.test(lower))
  const asset = near.findIndex(({ mention }) => mention?.kinds.has('asset') === true)
  const isWaiting =
    asset >= 0 && asset < ready && near.slice(0, ready).every(({ kind }, place) => kind !== 'mark' || place === asset)
  return isWaiting ? at + ready + 2 : undefined
}

/** Where a colon or `is` says what something is, before its sentence ends. */
export function sayingUntil(tokens: readonly Token[], from: number): number | undefined {
  const end = tokens.findIndex(
    ({ text, lower }, at) => at > from && (text === ':' || lower === 'is' || SENTENCE_END.has(text)),
  )
  return end < 0 || SENTENCE_END.has(tokens[end]?.text ?? '') ? undefined : end
}

/** Whether a condition is about a step that does not work, and not about what one found. */
export function saysFailing(tokens: readonly Token[]): boolean {
  if (tokens.some(({ mention, text }) => mention?.kinds.has('number') === true || /^[<>=≥≤≠!]/.test(text))) return false
  return tokens.some(({ lower }) => FAILING.test(lower)) || NO_ANSWER.test(tokens.map(({ lower }) => lower).join(' '))
}

/** `More than 3 hits? Call him`: where a comparison that is asked ends; undefined where none is. */
export function askedUntil(tokens: readonly Token[], at: number): number | undefined {
  if (
    !/^(more|less|fewer|over|under|above|below|at|greater|higher|lower|larger|smaller)$/.test(tokens[at]?.lower ?? '')
  )
    return undefined
  const length = tokens.slice(at, at + 9).findIndex(({ text }) => SENTENCE_END.has(text) || text === ',')
  const asked = tokens.slice(at, at + length)
  const isAsked = length > 0 && tokens[at + length]?.text === '?' && tokens[at + length + 1] !== undefined
  return isAsked && asked.some(({ mention }) => mention?.kinds.has('number') === true) ? at + length : undefined
}

/** `see if it is open` asks, and decides nothing. */
export function isWhether(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.lower !== 'if') return false
  const isPointer = /^(me|us|out|up|for|please)$/.test(tokens[at - 1]?.lower ?? '')
  const verb = tokens[isPointer ? at - 2 : at - 1]
  return verb?.kind === 'word' && ASKING.test(verb.lower)
}

/** `when will it arrive` asks; `when it arrives` does not. */
export function asksWhen(token: Token, after: Token | undefined): boolean {
  return token.lower === 'when' && /^(will|did|does|do|was|were|can|should|has|have|is)$/.test(after?.lower ?? '')
}
