import type { Json } from '@odp/dsl'
import type { Condition } from '../../request/clause.js'
import type { Mention } from '../../request/mention.js'
import { readNumber } from '../../request/settings.js'
import type { Token } from '../../request/token.js'
import { MORE_VERBS, REQUEST_VERBS, STOP_WORDS } from '../../words/english.js'
import { stemsOf } from '../../words/stem.js'
import { isHard } from './constant-fit.js'

/** What a condition compares, in words: which field is meant is not yet known. */
export interface ReadTest {
  readonly subject: readonly Token[]
  readonly op?: '==' | '!=' | '<' | '<=' | '>' | '>='
  readonly value?: Json
  /** There has to be one, or none, of what is spoken about. */
  readonly asks_for_any: boolean
  readonly is_negated: boolean
}

type Operator = NonNullable<ReadTest['op']>

const COMPARISONS: readonly (readonly [RegExp, Operator])[] = [
  [
    /\b(?:is |are |was )?(?:greater|more|higher|larger|bigger|older) than or equal(?: to)?|>=|≥|¤ (?:\S+ )?or (?:more|above|over|higher|greater|larger|better|older|later)\b|\bat least|\bno(?:t)? (?:less|fewer|lower) than|\bminimum of/g,
    '>=',
  ],
  [
    /\b(?:less|fewer|lower|smaller) than or equal(?: to)?|<=|≤|¤ (?:\S+ )?or (?:less|fewer|below|under|lower|smaller|worse|younger|earlier)\b|\bat most|\bno(?:t)? (?:more|greater|higher) than|\bup to|\bmaximum of/g,
    '<=',
  ],
  [
    /\b(?:greater|more|higher|larger|bigger|older|better) than|\babove|\bover|\bexceeds?|\bexceeding|\bbeyond|\btops|>/g,
    '>',
  ],
  [/\b(?:less|fewer|lower|smaller|worse) than|\bbelow|\bunder|</g, '<'],
  [/!=|≠|\b(?:is|are|does) not equal(?: to)?|\bdiffers from|\bother than|\b(?:isn't|is not)(?= \S+$)/g, '!='],
  [/=|\bequals?(?: to)?|\bexactly|\bis\b(?= ¤)/g, '=='],
]
/** Words in the name of a field. */
const LONGEST_NAME = 4
const COMPARED = /^(is|are|was|were|isn't|aren't|not|equals?|exactly|than|[<>=!]=|[<>=≥≤≠])$/
const NEGATION =
  /\b(no|not|none|nothing|never|without|isn't|aren't|wasn't|doesn't|don't|hasn't|haven't|cannot|empty|missing|lacks?|absent|zero|false)\b/
const ANY =
  /\b(any|some|there (?:is|are|were|was)|found|finds?|has|have|had|exists?|contains?|shows?|comes? up|turns? up|appears?|at least one|a hit|hits?|one or more|non-empty|not empty|returns?|returned|listed|recorded|reported|available|present|identified|detected|discovered|known)\b/

/** What a condition compares with is a value of nothing else: `if the delay is over 180 minutes`, `if it is not "en"`. */
export function comparedWith({ tokens }: Condition): Mention[] {
  return tokens.flatMap(({ mention }, at) =>
    mention?.kinds.has('number') === true || COMPARED.test(tokens[at - 1]?.lower ?? '') ? (mention ?? []) : [],
  )
}

/** Reads a condition into its tests. */
export function readCondition(condition: Condition): { tests: ReadTest[]; join: 'and' | 'or' } {
  const parts = splitTests(condition.tokens)
  const tests = parts.tokens.map((tokens) => readTest(tokens, condition.is_negated))
  // Not both is: not the one or not the other.
  const join = condition.is_negated && tests.length > 1 ? (parts.join === 'and' ? 'or' : 'and') : parts.join
  return { tests, join }
}

function splitTests(tokens: readonly Token[]): { tokens: (readonly Token[])[]; join: 'and' | 'or' } {
  for (const join of ['and', 'or'] as const) {
    const at = tokens.findIndex(({ lower }) => lower === join)
    if (at <= 0) continue
    const parts = [tokens.slice(0, at), tokens.slice(at + 1)]
    if (parts.every(isTest)) return { tokens: parts, join }
  }
  return { tokens: [tokens], join: 'and' }
}

function isTest(tokens: readonly Token[]): boolean {
  return tokens.some(
    ({ lower, mention }) =>
      mention?.kinds.has('number') === true || /^(is|are|was|were|has|have|exists?|found|isn't|any|no)$/.test(lower),
  )
}

function readTest(tokens: readonly Token[], isNegated: boolean): ReadTest {
  const words = tokens
    .map((token) =>
      token.mention?.kinds.has('number') === true ? '¤' : token.mention !== undefined ? '¢' : token.lower,
    )
    .join(' ')
  const number =
    tokens.find((token) => token.mention?.kinds.has('number') === true) ??
    tokens.find(
      (token, at) =>
        at > 0 &&
        readNumber(token.text) !== undefined &&
        // `if he is one` counts nobody.
        !(token.lower === 'one' && at === tokens.length - 1) &&
        /^(than|least|most|above|over|below|under|equals?|exactly|is)$/.test(tokens[at - 1]?.lower ?? ''),
    )
  const amount = number === undefined ? undefined : numberOf(number)
  let op: Operator | undefined
  for (const [pattern, sign] of COMPARISONS) {
    pattern.lastIndex = 0
    if (op === undefined && pattern.test(words)) op = sign
  }
  const denied = NEGATION.test(words.replace(/\bnot? (?:more|less|fewer|greater|higher|lower) than\b/g, ''))
  if (amount !== undefined) {
    const subject = tokens.filter((token) => token !== number)
    return { subject, op: negate(op ?? '==', isNegated), value: amount, asks_for_any: false, is_negated: isNegated }
  }
  const first = tokens.findIndex(({ kind, stem }) => kind === 'mention' || (kind === 'word' && !STOP_WORDS.has(stem)))
  const quoted = tokens.find(
    // What is compared is said first, and is a field: `is_active`.
    (token, at) =>
      token.mention !== undefined && !isHard(token.mention) && !(at === first && identifierOf(token) !== undefined),
  )
  const value =
    quoted === undefined ? undefined : ([...(quoted.mention?.codes?.values() ?? [])][0] ?? quoted.mention?.value)
  if (value !== undefined) {
    const sign = (denied || op === '!=') !== isNegated ? '!=' : '=='
    return {
      subject: tokens.filter((token) => token !== quoted),
      op: sign,
      value,
      asks_for_any: false,
      is_negated: false,
    }
  }
  const hasAny = ANY.test(words)
  return { subject: tokens, asks_for_any: hasAny, is_negated: denied !== isNegated }
}

function negate(op: Operator, isNegated: boolean): Operator {
  if (!isNegated) return op
  const opposite: Readonly<Record<Operator, Operator>> = {
    '==': '!=',
    '!=': '==',
    '<': '>=',
    '<=': '>',
    '>': '<=',
    '>=': '<',
  }
  return opposite[op]
}

function numberOf(token: Token): number | undefined {
  const value =
    token.mention === undefined
      ? readNumber(token.text)
      : typeof token.mention.value === 'number'
        ? token.mention.value
        : readNumber(token.text)
  return value
}

/** The words of a test that may name a field. */
export function subjectWords(test: ReadTest): string[] {
  return test.subject.flatMap((token) => {
    const identifier = identifierOf(token)
    if (identifier !== undefined) return stemsOf(identifier)
    return token.kind === 'word' && !STOP_WORDS.has(token.stem) ? [token.stem] : []
  })
}

/** The last word of a test that says something: `is verified`. */
export function predicateOf(test: ReadTest): string | undefined {
  const said = test.subject.filter(
    ({ kind, lower, stem }) => kind === 'word' && !STOP_WORDS.has(stem) && !ANY.test(lower),
  )
  const last = said.at(-1)
  return last === undefined || REQUEST_VERBS.has(last.stem) || MORE_VERBS.has(last.stem) ? undefined : last.stem
}

/** The names of fields that a test writes as catalogs do, or spells out: `risk_score`, `the page count`. */
export function fieldNames({ subject }: ReadTest): string[] {
  return subject.flatMap((token, at) => {
    const run = subject.slice(at, at + LONGEST_NAME)
    const end = run.findIndex(
      ({ kind, start }, place) => kind !== 'word' || (place > 0 && start - (run[place - 1]?.end ?? 0) > 1),
    )
    const words = (end < 0 ? run : run.slice(0, end)).map(({ lower }) => lower)
    return [
      ...[identifierOf(token) ?? []].flat(),
      ...words.slice(1).map((_, length) => words.slice(0, length + 2).join('_')),
    ]
  })
}

function identifierOf({ text, mention }: Token): string | undefined {
  return mention?.is_quoted !== true && /^[a-z][a-z\d]*(?:[_.][a-z\d]+)*_[a-z\d]+(?:[_.][a-z\d]+)*$/i.test(text)
    ? text.toLowerCase()
    : undefined
}
