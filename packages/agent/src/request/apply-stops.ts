import type { Clause } from './clause.js'

const STOP =
  /^(?:just |simply |please |then )*(?:stop|end|quit|abort|halt|finish|give up)(?: it| that| there| here| everything| all)?$/

/** Takes out `stop`: who stops when a step fails has what is done anyway, and `stop if it is empty` governs what follows. */
export function applyStops(clauses: readonly Clause[]): Clause[] {
  const kept: Clause[] = []
  let stopped: Clause | undefined
  for (const clause of clauses) {
    const isStop = STOP.test(clause.tokens.map(({ lower }) => lower).join(' '))
    const follows = clauses.some(({ index, condition }) => index > clause.index && condition === undefined)
    if (isStop && clause.is_fallback === true) continue
    if (isStop && clause.condition !== undefined && clause.branch === 'if_true' && follows) {
      stopped = clause
      continue
    }
    kept.push(
      stopped?.condition === undefined || clause.condition !== undefined
        ? clause
        : { ...clause, condition: stopped.condition, branch: 'if_false' },
    )
  }
  return kept.map((clause, index) => ({ ...clause, index }))
}
