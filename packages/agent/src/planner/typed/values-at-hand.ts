import type { Port } from '../../catalog/capability.js'
import { pointing } from './clause-words.js'
import type { Goal, Source } from './goal.js'
import type { Workspace } from './workspace.js'

/** A value that a step of the document has already, as what another port of the same type may be given too. */
export interface ValueAtHand {
  readonly source: Extract<Source, { kind: 'const' | 'input' }>
  readonly score: number
  readonly is_pointed_at: boolean
}

const FROM_GIVEN = 2.3
const SAME = 1.2

/** `the lab results of the same patient`: the constants and inputs that steps of the document have for such a port. */
export function valuesAtHand(goal: Goal, port: Port, space: Workspace): ValueAtHand[] {
  if (goal.is_given === true || port.type === undefined || space.catalog.types.isTop(port.type)) return []
  const isSame = goal.clause.tokens.some(({ lower }) =>
    /^(same|that|those|this|it|its|him|her|his|them|their)$/.test(lower),
  )
  const found = new Map<string, ValueAtHand>()
  for (const other of space.goals) {
    if (other.is_given !== true) continue
    for (const known of other.capability?.inputs ?? []) {
      const [source, ...more] = other.bound.get(known.name) ?? []
      if (known.type !== port.type || more.length > 0) continue
      if (source?.kind !== 'const' && source?.kind !== 'input') continue
      const pointed = pointing(goal.clause, [...known.words, ...known.type_words], goal.words, space)
      const key = JSON.stringify(source.kind === 'const' ? source.value : source.name)
      const score = FROM_GIVEN + pointed + (isSame ? SAME : 0)
      if (score > (found.get(key)?.score ?? 0)) found.set(key, { source, score, is_pointed_at: pointed > 0 || isSame })
    }
  }
  return [...found.values()]
}
