import type { Port } from '../../catalog/capability.js'
import type { Mention, MentionKind } from '../../request/mention.js'
import { REQUEST_VERBS, STOP_WORDS } from '../../words/english.js'
import type { Goal } from './goal.js'
import { KIND_WORDS, kindsNamed, SOFT_KINDS } from './meanings.js'
import type { Workspace } from './workspace.js'

/** A word that the catalog does not know and that stands right after what it names: `the tiktok account oakandiron`, `npm package lodash`. */
export function findApposition(goal: Goal, port: Port, space: Workspace): Mention | undefined {
  if (port.json.length > 0 && !port.json.includes('string')) return undefined
  const wanted = kindsNamed([...port.type_words, ...port.words])
  if (wanted.length > 0 && !wanted.some((kind) => SOFT_KINDS.has(kind) && kind !== 'text')) return undefined
  const { tokens } = goal.clause
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1]
    if (token.kind !== 'word' || before === undefined || before.kind !== 'word') continue
    const isUnknown =
      space.catalog.rarity(token.stem) === undefined &&
      !STOP_WORDS.has(token.stem) &&
      !REQUEST_VERBS.has(token.stem) &&
      !KIND_WORDS.has(token.stem)
    if (!isUnknown || token.text.length < 3) continue
    const namesKind =
      goal.words.has(before.stem) ||
      port.words.includes(before.stem) ||
      port.type_words.includes(before.stem) ||
      (KIND_WORDS.has(before.stem) && space.catalog.rarity(before.stem) !== undefined)
    if (!namesKind) continue
    // An English word after a noun is no name: `the account mentioned`, `the domain registered`.
    if (/([^e]ed|ing|ly|tion|ment|ness|able|ible)$/.test(token.lower)) continue
    const kinds = new Map<MentionKind, number>([[wanted[0] ?? 'name', 1]])
    return { start: token.start, end: token.end, text: token.text, value: token.text, kinds }
  }
  return undefined
}
