import type { Capability } from '../../catalog/capability.js'
import type { Clause } from '../../request/clause.js'
import type { Token } from '../../request/token.js'
import { STOP_WORDS } from '../../words/english.js'
import { stemsOf } from '../../words/stem.js'
import { entriesCalled } from './entries-called.js'
import { scoreCapabilities } from './score-capability.js'
import type { Workspace } from './workspace.js'

const OPENERS = /^(with|where|for|and|is|are|of|at|the|a|an|set|as)$/

/**
 * Clauses in which what is said of an entry's inputs stands with the entry: `send letter: recipient "Ana", copies 3`
 * asks for one thing, whatever marks stand in it.
 */
export function joinParameters(clauses: readonly Clause[], space: Workspace): Clause[] {
  const joined: Clause[] = []
  for (const clause of clauses) {
    const before = joined.at(-1)
    if (before === undefined || !continues(before, clause) || !saysInput(clause, before, space)) joined.push(clause)
    else joined[joined.length - 1] = { ...before, tokens: [...before.tokens, ...clause.tokens], end: clause.end }
  }
  return joined.map((clause, index) => ({ ...clause, index }))
}

function continues(before: Clause, clause: Clause): boolean {
  return (
    clause.link === 'and' &&
    clause.sentence === before.sentence &&
    clause.condition === before.condition &&
    clause.branch === before.branch &&
    clause.each?.id === before.each?.id &&
    clause.is_fallback === before.is_fallback
  )
}

/** Whether a clause is nothing but `input value` of the entry that the clause before it names. */
function saysInput(clause: Clause, before: Clause, space: Workspace): boolean {
  const { tokens } = clause
  const value = tokens.findIndex(({ mention }) => mention !== undefined)
  if (value < 1) return false
  const words = contentOf(tokens.slice(0, value))
  if (words.length === 0) return false
  const entry = entryOf(before, space)
  const port = entry?.inputs.find(({ name }) => {
    const own = stemsOf(name)
    return words.every((word) => own.includes(word))
  })
  // Another entry may be called by these very words.
  return (
    port !== undefined &&
    scoreCapabilities(tokens, space).every(({ capability, is_named }) => !is_named || capability === entry)
  )
}

function contentOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({ kind, lower, stem }) =>
    kind !== 'word' || OPENERS.test(lower) || STOP_WORDS.has(stem) ? [] : [stem],
  )
}

function entryOf(clause: Clause, space: Workspace): Capability | undefined {
  for (const { text, mention } of clause.tokens) {
    const [entry] = /[_.]/.test(mention?.text ?? text) ? entriesCalled(mention?.text ?? text, space.catalog) : []
    if (entry !== undefined) return entry
  }
  const [best, next] = scoreCapabilities(clause.tokens, space)
  return best?.is_named === true || (next?.score ?? 0) < (best?.score ?? 0) ? best?.capability : undefined
}
