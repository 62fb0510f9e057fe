import type { Clause } from '../../request/clause.js'
import { REQUEST_VERBS, STOP_WORDS } from '../../words/english.js'
import type { Scored } from './score-capability.js'
import type { Workspace } from './workspace.js'

/** Of entries that the same words speak for, the one that takes as many values as are given: two for a pair, a list for more. */
export function byNumberOfValues(options: readonly Scored[], clause: Clause, space: Workspace): Scored | undefined {
  const given = countValues(clause, space)
  if (given < 2) return undefined
  const fitting = options.filter(({ capability }) => {
    const required = capability.inputs.filter((port) => port.required)
    if (required.every(({ arity }) => arity === 'one')) return required.length === given
    return required.length === 1 && given > 2
  })
  return fitting.length === 1 ? fitting[0] : undefined
}

/** What stands between the values of one list. */
const BETWEEN = /^\s*(?:,|&|\/|,?\s*(?:and|or|with))?\s*$/i

/** The longest list in a sentence of constants and of words that the catalog has none of, which may be names. */
function countValues({ sentence }: Clause, { request, catalog }: Workspace): number {
  const tokens = request.clauses.filter((one) => one.sentence === sentence).flatMap((one) => one.tokens)
  const values = tokens.filter(({ kind, stem, mention }) =>
    kind === 'mention'
      ? mention?.kinds.has('number') !== true
      : kind === 'word' && !STOP_WORDS.has(stem) && !REQUEST_VERBS.has(stem) && catalog.rarity(stem) === undefined,
  )
  let longest = 0
  let length = 0
  for (const [at, { start }] of values.entries()) {
    const before = values[at - 1]
    length = before !== undefined && BETWEEN.test(request.text.slice(before.end, start)) ? length + 1 : 1
    longest = Math.max(longest, length)
  }
  return longest
}
