import type { Clause } from './clause.js'
import type { Draft } from './clause-draft.js'
import { JOINING, SENTENCE_END } from './clause-marks.js'
import { askedUntil, asksWhen, isWhether, namesCase, readyUntil, sayingUntil, saysFailing } from './clause-signs.js'
import { conditionEnd } from './condition-end.js'
import { eachHeader, eachListed } from './each-header.js'
import { type EntryNames, NO_NAMES } from './entry-names.js'
import { ALWAYS, governClauses } from './govern-clauses.js'
import type { Token } from './token.js'

const SOFT = new Set([',', ':', '(', ')', '+', '&', '->', '=>', '→', '–', '—', '|'])
const ARROW = new Set(['->', '=>', '→'])
const THEN = new Set(['then', 'next', 'afterwards', 'finally', 'lastly', 'subsequently', 'thereafter', '->', '=>', '→'])
const IF = new Set(['if', 'when', 'whenever', 'unless', 'provided', 'assuming', 'should'])
const ELSE = new Set(['otherwise', 'else'])
const ARTICLE = /^(the|a|an|its|his|her|their)$/

/** Splits a request into clauses, each with what governs it. */
export function splitClauses(
  tokens: readonly Token[],
  isKnown: (stem: string) => boolean,
  names: EntryNames = NO_NAMES,
): Clause[] {
  const drafts = draftClauses(tokens, isKnown, names).filter(
    ({ tokens: own, role, each, is_else }) => own.length > 0 || role === 'condition' || each !== undefined || is_else,
  )
  return governClauses(drafts)
}

function draftClauses(tokens: readonly Token[], isKnown: (stem: string) => boolean, names: EntryNames): Draft[] {
  const drafts: Draft[] = []
  let sentence = 0
  const continued = new Set<number>()
  let current: Draft = { tokens: [], sentence, link: 'start', role: 'goal' }
  const open = (link: Clause['link'], more: Partial<Draft> = {}) => {
    if (current.tokens.length > 0 || current.role === 'condition' || current.each !== undefined || current.is_else)
      drafts.push(current)
    else if (current.link === 'then' && link === 'and') link = 'then'
    else if (current.is_fallback) more = { is_fallback: true, ...more }
    current = { tokens: [], sentence, link, role: 'goal', is_continued: continued.has(sentence), ...more }
  }
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as Token
    const after = tokens[at + 1]
    const before = tokens[at - 1]
    if (token.kind === 'mention') {
      current.tokens.push(token)
      continue
    }
    const ready = readyUntil(tokens, at)
    if (ready !== undefined) {
      if (token.lower === 'before') current.tokens.pop()
      open('and')
      current.tokens = tokens.slice(at + 1, ready)
      open('then')
      at = ready - 1
      continue
    }
    const asked = current.tokens.length === 0 ? askedUntil(tokens, at) : undefined
    if (asked !== undefined) {
      open('and', { role: 'condition' })
      current.tokens = tokens.slice(at, asked)
      open('and')
      at = asked
      continue
    }
    if (SENTENCE_END.has(token.text)) {
      sentence += 1
      if (token.text === ';') continued.add(sentence)
      open('sentence')
    } else if (SOFT.has(token.text)) open(linkOf(token, before))
    else if (
      (IF.has(token.lower) || (token.lower === 'case' && before?.lower === 'in')) &&
      !asksWhen(token, after) &&
      !isWhether(tokens, at) &&
      !(token.lower === 'should' && current.tokens.length > 0) &&
      !(token.lower === 'provided' && after?.lower !== 'that') &&
      !(token.lower === 'case' && namesCase(tokens, at))
    ) {
      const only = current.tokens.at(-1)?.lower === 'only' || current.tokens.at(-1)?.lower === 'but'
      if (only || token.lower === 'case') current.tokens.pop()
      if (token.lower === 'case' && /^(of|that)$/.test(after?.lower ?? '')) at += 1
      const is_direct = current.tokens.length > 0
      const end = conditionEnd(tokens, at + 1, isKnown, names)
      const own = tokens.slice(at + 1, end)
      const negated = token.lower === 'unless' || (after?.lower === 'not' && end > at + 2)
      const isAfterCondition =
        ['and', 'or', ',', ';'].includes(before?.lower ?? '') ||
        drafts.some((draft) => draft.role === 'condition' && !draft.is_fallback && draft.sentence === sentence - 1)
      if (/^(not|no)$/.test(after?.lower ?? '') && isAfterCondition && end <= at + 2) open('and', { is_else: true })
      else if (saysFailing(own)) {
        open('and', { role: 'condition', is_direct, is_fallback: true })
        current.tokens = own
        open('and')
      } else {
        open('and', { role: 'condition', is_direct, is_negated: negated })
        current.tokens = negated && token.lower !== 'unless' ? own.slice(1) : own
        open('and')
      }
      at = end - 1
    } else if (ELSE.has(token.lower)) open('and', { is_else: true })
    else if (token.lower === 'failing' && after?.lower === 'that') {
      open('and', { is_fallback: true })
      at += 1
    } else if (
      token.lower === 'fallback' &&
      current.tokens.every(({ lower }) => ARTICLE.test(lower)) &&
      /^(to|for|of)$/.test(after?.lower ?? '') &&
      sayingUntil(tokens, at + 2) !== undefined
    ) {
      // `a fallback for the first one: the second`
      const end = sayingUntil(tokens, at + 2) ?? at
      current.tokens = []
      open('and', { role: 'condition', is_fallback: true })
      current.tokens = tokens.slice(at + 2, end)
      open('and')
      at = end
    } else if (/^(fallback|alternatively)$/.test(token.lower) && current.tokens.length === 0 && after !== undefined) {
      // `a, fallback b`, `fallback: b`
      open('and', { is_fallback: true })
      while (/^(:|=|->|→|to|is|on|with|use)$/.test(tokens[at + 1]?.lower ?? '')) at += 1
    } else if (
      token.lower === 'on' &&
      /^(errors?|failures?|timeouts?)$/.test(after?.lower ?? '') &&
      !/^(of|in|from|for)$/.test(tokens[at + 2]?.lower ?? '')
    ) {
      open('and', { is_fallback: true })
      at += 1
      while (/^(,|:|=|->|→|to|use|with)$/.test(tokens[at + 1]?.lower ?? '')) at += 1
    } else if (token.lower === 'no' && after?.lower === 'luck') {
      open('and', { is_fallback: true })
      at += 1
    } else if (
      /^(loop|iterate|repeat|go|goes|cycle|step)$/.test(token.lower) &&
      (after?.lower === 'through' || (/^(over|for)$/.test(after?.lower ?? '') && !/^go/.test(token.lower))) &&
      current.tokens.length === 0
    ) {
      // `loop over the rows: check each`
      let end = at + 2
      if (/^(each|every|all)$/.test(tokens[end]?.lower ?? '')) end += 1
      const from = end
      while (end < tokens.length && tokens[end]?.kind !== 'mark' && !JOINING.has(tokens[end]?.lower ?? '')) end += 1
      open('and', { each: { tokens: tokens.slice(from, end), leads: true } })
      at = end - 1
    } else if (/^(fall|falls|falling)$/.test(token.lower) && after?.lower === 'back') {
      open('and', { is_fallback: true })
      at += tokens[at + 2]?.lower === 'to' || tokens[at + 2]?.lower === 'on' ? 2 : 1
    } else if (/^(fallback|backup)$/.test(token.lower) && before?.lower === 'as' && current.tokens.length > 1) {
      splitFallback(current, drafts)
      current = { tokens: [], sentence, link: 'and', role: 'goal' }
    } else if (/^(each|every|foreach)$/.test(token.lower) || (token.lower === 'all' && before?.lower === 'for')) {
      if (before?.lower === 'for' || before?.lower === 'of') current.tokens.pop()
      if (after?.lower === 'and' && tokens[at + 2]?.lower === 'every') at += 2
      const listed = eachListed(tokens, at + 1)
      if (listed !== undefined) {
        const leads = current.tokens.every(({ lower }) => lower === 'and' || lower === 'then')
        if (leads) open('and', { each: { tokens: listed.tokens, leads } })
        else current.each ??= { tokens: listed.tokens, leads }
        at += listed.length
        continue
      }
      const leads = current.tokens.every(({ lower }) => lower === 'and' || lower === 'then')
      const header = eachHeader(tokens, at + 1, isKnown, names)
      if (leads && header.length > 0) {
        if (
          header.some(({ mention }) => mention !== undefined) &&
          header.some(({ lower }) => /^(of|in|by|from|for|on)$/.test(lower))
        ) {
          // What there is one each of has to be found first.
          open('and')
          current.tokens.push(...header)
        }
        open('and', { each: { tokens: header, leads } })
        at += header.length
      } else {
        current.each ??= { tokens: header, leads }
      }
    } else if (JOINING.has(token.lower) && !(token.lower === 'next' && before?.lower === 'the')) {
      open(THEN.has(token.lower) ? 'then' : 'and')
      if (ALWAYS.has(token.lower)) current.tokens.push(token)
    } else if (token.lower === 'after' && /^(that|this|which|it)$/.test(after?.lower ?? '')) {
      open('then')
      at += 1
    } else if (token.lower === 'well' && before?.lower === 'as' && after?.lower === 'as') {
      current.tokens.pop()
      open('and')
      at += 1
    } else if (token.kind === 'word') current.tokens.push(token)
  }
  open('sentence')
  return drafts
}

/** `a -> b; -> c`: an arrow that begins a sentence goes on from what was before, not from its last step. */
function linkOf(token: Token, before: Token | undefined): Clause['link'] {
  if (!ARROW.has(token.text)) return 'and'
  return before !== undefined && SENTENCE_END.has(before.text) ? 'sentence' : 'then'
}

/** `with X as fallback`: what stands after the last `with` is the fallback of what stands before it. */
function splitFallback(current: Draft, drafts: Draft[]): void {
  const own = current.tokens.slice(0, -1)
  const at = own.findLastIndex(({ lower }) => /^(with|use|using|keep|take)$/.test(lower))
  if (at > 0) drafts.push({ ...current, tokens: own.slice(0, at) })
  drafts.push({ tokens: own.slice(at + 1), sentence: current.sentence, link: 'and', role: 'goal', is_fallback: true })
}
