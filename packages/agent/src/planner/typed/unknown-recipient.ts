import type { MentionKind } from '../../request/mention.js'
import { stemsOf } from '../../words/stem.js'
import { effectOf } from './effects.js'
import type { Goal, Source } from './goal.js'
import { kindsNamed } from './meanings.js'
import type { Workspace } from './workspace.js'

const ADDRESSES: ReadonlySet<MentionKind> = new Set(['email', 'phone', 'handle'])

/** Somebody who is to be told something, and of whom no step says how to reach them. */
export interface UnknownRecipient {
  readonly goal: Goal
  readonly port: string
  readonly said: string
}

/** `email the curator`: the address that some step happens to have is the curator's only where the step says so. */
export function unknownRecipient(space: Workspace): UnknownRecipient | undefined {
  for (const goal of space.goals) {
    if (goal.capability === undefined || goal.is_given === true || goal.is_producer === true) continue
    const told = effectOf(goal.clause, space)?.told ?? []
    if (told.length === 0) continue
    for (const port of goal.capability.inputs) {
      if (!kindsNamed([...port.type_words, ...port.words]).some((kind) => ADDRESSES.has(kind))) continue
      const sources = goal.bound.get(port.name) ?? []
      const isOpen = sources.length > 0 && sources.every((source) => isAnybodys(source, goal, told))
      if (isOpen) return { goal, port: port.name, said: told.map(({ text }) => text).join(' ') }
    }
  }
  return undefined
}

/** Whether a value of a step is there whoever is meant: none of the words for who is told speaks of it. */
function isAnybodys(source: Source, goal: Goal, told: readonly { stem: string }[]): boolean {
  const over = goal.loop?.source
  const words =
    source.kind === 'ref'
      ? source.field.words
      : source.kind === 'item' && over?.kind === 'path'
        ? stemsOf(`${over.path} ${source.path}`)
        : undefined
  return words !== undefined && !told.some(({ stem }) => words.includes(stem))
}
