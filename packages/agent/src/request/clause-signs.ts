import { SENTENCE_END } from './clause-marks.js'
import type { Token } from './token.js'

const FAILING =
  /^(fail(s|ed|ing|ure)?|offline|unresponsive|errors?|unavailable|unreachable|down|broken|breaks|crashes|wrong|timeout|times)$/

const COMPARING = /^(?:(?:not|no) )?(?:more|less|fewer|over|under|above|below|at|greater|higher|lower|larger|smaller)\b/
const LEADS_ON = /^(->|=>|→)$/
const SIGN = /^([<>=!]=|[<>≥≤≠])$/

const ASKING = /^(see|check|know|tell|ask|find|determine|verify|test|wonder|learn|say|figure|confirm|examine)$/
const NO_ANSWER =
  /(doesn't|does not|won't|will not|isn't|is not|can't|cannot) (work|working|answer|answering|respond|responding|load|be reached)|no (answer|response|luck)|gives? (nothing )?up|out of order/
const HAPPENS =
  /^(is|are|was|were|has|have|had|does|did|do|can|cannot|will|would|should|may|might|exists?|gets?|turns?|comes?|appears?|shows?|contains?|mentions?|belongs?|[^ ]+n't)$/
const READY = /^(fresh|ready|updated|refreshed|available|complete|there|here|rebuilt|arrived|loaded)$/

/** Where it is said that data are there: `is fresh`, `has new data`, `has come in`; -1 where it is not. */
export function readyAt(tokens: readonly Token[]): number {
  return tokens.findIndex(({ lower }, at) => {
    const before = tokens[at - 1]?.lower ?? ''
    return (
      READY.test(lower) ||
      (lower === 'data' && /^(new|fresh|more)$/.test(before)) ||
      (lower === 'in' && /^(is|are|come|comes|came)$/.test(before) && tokens[at + 1]?.kind !== 'word')
    )
  })
}

/** `once gold.sales is fresh`: where that which is waited for ends; undefined where no table is. */
export function readyUntil(tokens: readonly Token[], at: number): number | undefined {
  const isNotBefore = tokens[at]?.lower === 'before' && tokens[at - 1]?.lower === 'not'
  if (!isNotBefore && !/^(once|when|after|as)$/.test(tokens[at]?.lower ?? '')) return undefined
  const near = tokens.slice(at + 1, at + 9)
  const ready = readyAt(near)
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

/** `More than 3 hits? Call him`, `hits > 3 -> call him`: where a comparison that decides without an `if` ends; undefined where none does. */
export function askedUntil(tokens: readonly Token[], at: number): number | undefined {
  const length = tokens
    .slice(at, at + 9)
    .findIndex(({ text }) => SENTENCE_END.has(text) || text === ',' || LEADS_ON.test(text))
  const end = tokens[at + length]?.text ?? ''
  const asked = tokens.slice(at, at + length)
  if (length <= 0 || tokens[at + length + 1] === undefined) return undefined
  if (!asked.some(({ mention }) => mention?.kinds.has('number') === true)) return undefined
  const isAsked = end === '?' && COMPARING.test(asked.map(({ lower }) => lower).join(' '))
  return isAsked || (LEADS_ON.test(end) && asked.some(({ text }) => SIGN.test(text))) ? at + length : undefined
}

/** `see if it is open` asks, and decides nothing. */
export function isWhether(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.lower !== 'if') return false
  const isPointer = /^(me|us|out|up|for|please)$/.test(tokens[at - 1]?.lower ?? '')
  const verb = tokens[isPointer ? at - 2 : at - 1]
  return verb?.kind === 'word' && ASKING.test(verb.lower)
}

/** `file it in case C-7`: a case that is named, and no `in case` of something. */
export function namesCase(tokens: readonly Token[], at: number): boolean {
  const [named, next] = [tokens[at + 1], tokens[at + 2]]
  return named?.kind === 'mention' && !(next?.kind === 'word' && (HAPPENS.test(next.lower) || FAILING.test(next.lower)))
}

/** `when will it arrive` asks; `when it arrives` does not. */
export function asksWhen(token: Token, after: Token | undefined): boolean {
  return token.lower === 'when' && /^(will|did|does|do|was|were|can|should|has|have|is)$/.test(after?.lower ?? '')
}
