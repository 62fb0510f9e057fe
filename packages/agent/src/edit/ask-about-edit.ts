import type { Draft } from '../planner/draft.js'
import { PLANNER_NAME } from '../planner/typed/typed-planner.js'

/** Asks what a change is meant to be, with the answers that are possible where they are known. */
export function askAboutEdit(
  text: string,
  more: { readonly options?: readonly string[]; readonly unused_words?: readonly string[] } = {},
): Draft {
  const { options, unused_words = [] } = more
  const question = { text, ...(options === undefined ? {} : { options }) }
  return { outcome: 'question', question, unused_words, planner: PLANNER_NAME }
}
