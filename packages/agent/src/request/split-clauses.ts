import { MORE_VERBS, REQUEST_VERBS } from '../words/english.js'
import type { Clause, Condition, Each } from './clause.js'
import { conditionEnd } from './condition-end.js'
import { type EntryNames, NO_NAMES } from './entry-names.js'
import type { Token } from './token.js'

const SENTENCE_END = new Set(['.', '!', '?', ';', '\n'])
const SOFT = new Set([',', ':', '(', ')', '+', '&', '->', '=>', '→', '–', '—', '|'])
const ARROW = new Set(['->', '=>', '→'])
const JOINING = new Set([
  'and',
  'plus',
  'also',
  'but',
  'then',
  'next',
  'afterwards',
  'finally',
  'lastly',
  'subsequently',
  'thereafter',
])
const THEN = new Set(['then', 'next', 'afterwards', 'finally', 'lastly', 'subsequently', 'thereafter', '->', '=>', '→'])
const IF = new Set(['if', 'when', 'whenever', 'unless', 'provided', 'assuming', 'should'])
const ELSE = new Set(['otherwise', 'else'])
const ALWAYS = new Set(['regardless', 'anyway', 'always', 'finally', 'afterwards', 'lastly'])
const FAILING =
  /^(fail(s|ed|ing|ure)?|offline|unresponsive|errors?|unavailable|unreachable|down|broken|breaks|crashes|wrong|timeout|times)$/

const ASKING = /^(see|check|know|tell|ask|find|determine|verify|test|wonder|learn|say|figure|confirm|examine)$/
const NOTHING_DONE =
  /^(?:just |simply )?(?:do |please )?(?:nothing|leave|skip|ignore|forget|drop|stop|end|quit|never mind|don't bother|do not bother)(?: it| that| this| them| there| here)?$/
const READY = /^(fresh|ready|updated|refreshed|available|complete|there|rebuilt)$/
const ARTICLE = /^(the|a|an|its|his|her|their)$/
const PREPOSITION = /^(of|in|by|from|for|on|with|at|to|over|through)$/

interface Draft {
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
      open('and')
      current.tokens = tokens.slice(at + 1, ready)
      open('then')
      at = ready - 1
      continue
    }
    if (SENTENCE_END.has(token.text)) {
      sentence += 1
      if (token.text === ';') continued.add(sentence)
      open('sentence')
    } else if (SOFT.has(token.text)) open(linkOf(token, before))
    else if (
      IF.has(token.lower) &&
      !asksWhen(token, after) &&
      !isWhether(tokens, at) &&
      !(token.lower === 'should' && current.tokens.length > 0) &&
      !(token.lower === 'provided' && after?.lower !== 'that')
    ) {
      const only = current.tokens.at(-1)?.lower === 'only' || current.tokens.at(-1)?.lower === 'but'
      if (only) current.tokens.pop()
      const is_direct = current.tokens.length > 0
      const end = conditionEnd(tokens, at + 1, isKnown, names)
      const own = tokens.slice(at + 1, end)
      const negated = token.lower === 'unless' || (after?.lower === 'not' && end > at + 2)
      const isAfterCondition =
        ['and', 'or', ',', ';'].includes(before?.lower ?? '') ||
        drafts.some((draft) => draft.role === 'condition' && !draft.is_fallback && draft.sentence === sentence - 1)
      if (/^(not|no)$/.test(after?.lower ?? '') && isAfterCondition && end <= at + 2)
        open('and', { is_else: true })
      else if (
        own.some(({ lower }) => FAILING.test(lower)) ||
        /(doesn't|does not|won't|will not|isn't|is not|can't|cannot) (work|working|answer|answering|respond|responding|load|be reached)|no (answer|response|luck)|gives? (nothing )?up|out of order/.test(
          own.map(({ lower }) => lower).join(' '),
        )
      ) {
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
      /^(loop|iterate|repeat)$/.test(token.lower) &&
      /^(over|through|for)$/.test(after?.lower ?? '') &&
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
    } else if (/^(each|every)$/.test(token.lower) || (token.lower === 'all' && before?.lower === 'for')) {
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
      const header = eachHeader(tokens, at + 1, isKnown)
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

/** `once gold.sales is fresh`: where that which is waited for ends; undefined where no table is. */
function readyUntil(tokens: readonly Token[], at: number): number | undefined {
  if (!/^(once|when|after|as)$/.test(tokens[at]?.lower ?? '')) return undefined
  const near = tokens.slice(at + 1, at + 9)
  const ready = near.findIndex(({ lower }) => READY.test(lower))
  const asset = near.findIndex(({ mention }) => mention?.kinds.has('asset') === true)
  const isWaiting =
    asset >= 0 && asset < ready && near.slice(0, ready).every(({ kind }, place) => kind !== 'mark' || place === asset)
  return isWaiting ? at + ready + 2 : undefined
}

/** `a -> b; -> c`: an arrow that begins a sentence goes on from what was before, not from its last step. */
function linkOf(token: Token, before: Token | undefined): Clause['link'] {
  if (!ARROW.has(token.text)) return 'and'
  return before !== undefined && SENTENCE_END.has(before.text) ? 'sentence' : 'then'
}

/** Where a colon or `is` says what something is, before its sentence ends. */
function sayingUntil(tokens: readonly Token[], from: number): number | undefined {
  const end = tokens.findIndex(
    ({ text, lower }, at) => at > from && (text === ':' || lower === 'is' || SENTENCE_END.has(text)),
  )
  return end < 0 || SENTENCE_END.has(tokens[end]?.text ?? '') ? undefined : end
}

/** `with X as fallback`: what stands after the last `with` is the fallback of what stands before it. */
function splitFallback(current: Draft, drafts: Draft[]): void {
  const own = current.tokens.slice(0, -1)
  const at = own.findLastIndex(({ lower }) => /^(with|use|using|keep|take)$/.test(lower))
  if (at > 0) drafts.push({ ...current, tokens: own.slice(0, at) })
  drafts.push({ tokens: own.slice(at + 1), sentence: current.sentence, link: 'and', role: 'goal', is_fallback: true })
}

/** `see if it is open` asks, and decides nothing. */
function isWhether(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.lower !== 'if') return false
  const isPointer = /^(me|us|out|up|for|please)$/.test(tokens[at - 1]?.lower ?? '')
  const verb = tokens[isPointer ? at - 2 : at - 1]
  return verb?.kind === 'word' && ASKING.test(verb.lower)
}

/** `when will it arrive` asks; `when it arrives` does not. */
function asksWhen(token: Token, after: Token | undefined): boolean {
  return token.lower === 'when' && /^(will|did|does|do|was|were|can|should|has|have|is)$/.test(after?.lower ?? '')
}

/** `for each of a, b and c`: the constants that are gone through, and how many tokens say them; undefined where a word says of what. */
function eachListed(tokens: readonly Token[], from: number): { tokens: Token[]; length: number } | undefined {
  const first = tokens.slice(from, from + 6).findIndex(({ kind }) => kind === 'mention')
  const words = tokens.slice(from, from + Math.max(first, 0))
  // `each officer of Acme` speaks of something else than Acme.
  if (
    first < 0 ||
    words.some(({ kind, lower }, at) => kind !== 'word' || (at > 0 && /^(of|in|by|from|for|on|with|at)$/.test(lower)))
  )
    return undefined
  const listed = [tokens[from + first] as Token]
  let end = from + first + 1
  for (;;) {
    let next = end
    while (/^(,|and|or|&|;)$/.test(tokens[next]?.lower ?? '') && next < end + 2) next += 1
    const token = tokens[next]
    if (token?.kind !== 'mention' || next === end) break
    listed.push(token)
    end = next + 1
  }
  return listed.length < 2 ? undefined : { tokens: [...words, ...listed], length: end - from }
}

/** The words after `for each` that say of what. */
function eachHeader(tokens: readonly Token[], from: number, isKnown: (stem: string) => boolean): Token[] {
  const header: Token[] = []
  for (const token of tokens.slice(from, from + 9)) {
    if (token.kind === 'mention') {
      header.push(token)
      continue
    }
    if (token.kind !== 'word' || JOINING.has(token.lower)) break
    // `for each one the price`: a second thing is what is wanted of the first.
    if (ARTICLE.test(token.lower) && header.length > 0 && !PREPOSITION.test(header.at(-1)?.lower ?? '')) break
    const next = tokens[from + header.length + 1]
    const takesObject =
      next === undefined ||
      next.kind === 'mention' ||
      /^(the|a|an|its|his|her|their|all|any|up|for|out|if|it|them|whether)$/.test(next.lower) ||
      isKnown(next.stem)
    const startsBody =
      (REQUEST_VERBS.has(token.stem) || MORE_VERBS.has(token.stem)) &&
      header.length > 0 &&
      takesObject &&
      !/^(the|a|an|of|in|my|our|this|that|to|input|given|whole|full|entire|following)$/.test(
        header.at(-1)?.lower ?? '',
      ) &&
      !/(ed|s)$/.test(token.lower)
    if (startsBody) break
    header.push(token)
    if (header.length >= 2 && isKnown(token.stem) && /^(run|do)$/.test(tokens[from + header.length]?.lower ?? '')) break
  }
  return header
}

/** Says of each clause which condition and which repetition it belongs to. */
function governClauses(drafts: readonly Draft[]): Clause[] {
  const clauses: Clause[] = []
  let condition: Condition | undefined
  let branch: 'if_true' | 'if_false' = 'if_true'
  let each: Each | undefined
  let isFallback = false
  let failing: readonly Token[] | undefined
  let sentence = -1
  let ids = 0
  let pendingThen = false
  for (const [at, draft] of drafts.entries()) {
    if (draft.sentence !== sentence) {
      const isElse = draft.is_else
      if (!isElse) condition = undefined
      branch = 'if_true'
      // `for each of them do this; if it is so, do that`
      if (draft.is_continued !== true || draft.role !== 'condition') each = undefined
      isFallback = false
      failing = undefined
      sentence = draft.sentence
    }
    if (draft.role === 'condition') {
      const next = drafts[at + 1]
      const follows =
        next !== undefined &&
        next.sentence === sentence &&
        !next.is_else &&
        next.role === 'goal' &&
        next.tokens.length > 0
      const governsBefore = draft.is_direct === true || !follows
      if (draft.is_fallback === true) {
        if (governsBefore && clauses.length > 0) setLast(clauses, { is_fallback: true, failing: draft.tokens })
        else {
          isFallback = true
          failing = draft.tokens
        }
        continue
      }
      const made: Condition = { id: ids++, tokens: draft.tokens, is_negated: draft.is_negated === true }
      condition = made
      branch = 'if_true'
      if (governsBefore && clauses.length > 0) {
        for (let back = clauses.length - 1; back >= 0; back -= 1) {
          const own = clauses[back] as Clause
          if (own.sentence !== sentence && back !== clauses.length - 1) break
          clauses[back] = { ...own, condition: made, branch }
          if (own.link !== 'and' || !isShort(own)) break
        }
        if (follows) condition = undefined
      }
      continue
    }
    if (draft.is_else === true) {
      if (condition === undefined) isFallback = true
      else branch = 'if_false'
    }
    if (
      draft.tokens.some(({ lower }) => ALWAYS.has(lower)) ||
      /\b(in any case|either way)\b/.test(draft.tokens.map(({ lower }) => lower).join(' '))
    ) {
      condition = undefined
      each = undefined
    }
    const own: Each | undefined = draft.each === undefined ? undefined : { id: ids++, tokens: draft.each.tokens }
    if (own !== undefined && draft.each?.leads === true) each = own
    if (draft.link === 'then') pendingThen = true
    if (draft.tokens.length === 0) continue
    if (condition !== undefined && NOTHING_DONE.test(draft.tokens.map(({ lower }) => lower).join(' '))) continue
    const governing = own ?? each
    clauses.push({
      index: clauses.length,
      sentence,
      tokens: draft.tokens,
      link: pendingThen ? 'then' : clauses.length === 0 ? 'start' : draft.link,
      start: draft.tokens[0]?.start ?? 0,
      end: draft.tokens.at(-1)?.end ?? 0,
      ...(condition === undefined ? {} : { condition, branch }),
      ...(isFallback || draft.is_fallback === true ? { is_fallback: true } : {}),
      ...(isFallback && failing !== undefined ? { failing } : {}),
      ...(governing === undefined ? {} : { each: governing }),
    })
    pendingThen = false
  }
  return clauses.map((clause, index) => ({ ...clause, index }))
}

function isShort(clause: Clause): boolean {
  return clause.tokens.every(({ kind }) => kind === 'mention')
}

function setLast(clauses: Clause[], more: Partial<Clause>): void {
  const last = clauses.at(-1)
  if (last !== undefined) clauses[clauses.length - 1] = { ...last, ...more }
}
