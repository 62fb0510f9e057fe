import type { Goal } from '../planner/typed/goal.js'
import type { Token } from '../request/token.js'
import { REQUEST_VERBS, STOP_WORDS } from '../words/english.js'
import { stemsOf } from '../words/stem.js'

const EDIT_WORDS = new Set(
  (
    'set change raise lower increase decrease reduce extend update bump limit allow retry retries attempt attempts timeout value values ' +
    'use replace switch make at to instead gpu gpus cpu cpus memory only poll every try tries again'
  ).split(' '),
)

/** Words of a change that say more than what was done: neither where, nor what, nor the verbs of changing. */
export function unusedWords(text: string, tokens: readonly Token[], given: readonly Goal[]): string[] {
  const known = new Set(
    given.flatMap(({ words, capability }) => [
      ...words,
      ...stemsOf(capability?.summary ?? ''),
      ...(capability?.synonyms ?? []).flatMap(stemsOf),
      ...(capability?.inputs ?? []).flatMap((port) => [...port.words, ...port.type_words]),
    ]),
  )
  const left = tokens.filter(
    ({ kind, stem, lower }) =>
      kind === 'word' &&
      !known.has(stem) &&
      !STOP_WORDS.has(stem) &&
      !REQUEST_VERBS.has(stem) &&
      !EDIT_WORDS.has(lower),
  )
  return [...new Set(left.map(({ start, end }) => text.slice(start, end)))]
}
