import { applyStops } from './apply-stops.js'
import type { Clause, Condition, Each } from './clause.js'
import type { Draft } from './clause-draft.js'
import type { Token } from './token.js'

export const ALWAYS = new Set(['regardless', 'anyway', 'always', 'finally', 'afterwards', 'lastly'])
const NOTHING_DONE =
  /^(?:just |simply )?(?:do |please )?(?:nothing|leave|skip|ignore|forget|drop|stop|end|quit|never mind|don't bother|do not bother)(?: it| that| this| them| there| here)?$/

/** Says of each clause which condition and which repetition it belongs to. */
export function governClauses(drafts: readonly Draft[]): Clause[] {
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
      const continues =
        draft.role === 'condition' && (draft.is_continued === true || speaksOfItem(draft, clauses.at(-1)))
      each = continues ? (each ?? clauses.at(-1)?.each) : undefined
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
    if (
      condition !== undefined &&
      branch === 'if_false' &&
      NOTHING_DONE.test(draft.tokens.map(({ lower }) => lower).join(' '))
    )
      continue
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
  return applyStops(clauses.map((clause, index) => ({ ...clause, index })))
}

/** `For each of them do this. If it is so, do that.`: a condition on what a loop found belongs into the loop, one on `any` of it does not. */
function speaksOfItem({ tokens }: Draft, before: Clause | undefined): boolean {
  if (before?.each === undefined) return false
  if (tokens.some(({ lower }) => /^(any|all|every|none|both|most|some|they|them|there|total)$/.test(lower)))
    return false
  const items = new Set(before.each.tokens.filter(({ kind }) => kind === 'word').map(({ stem }) => stem))
  return tokens.some(({ lower, stem }) => /^(it|its|this|that|he|his|she|her|one)$/.test(lower) || items.has(stem))
}

function isShort(clause: Clause): boolean {
  return clause.tokens.every(({ kind }) => kind === 'mention')
}

function setLast(clauses: Clause[], more: Partial<Clause>): void {
  const last = clauses.at(-1)
  if (last !== undefined) clauses[clauses.length - 1] = { ...last, ...more }
}
