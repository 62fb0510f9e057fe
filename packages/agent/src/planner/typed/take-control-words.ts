import { PLANNED_TYPES } from '../../catalog/planned-types.js'
import { stem } from '../../words/stem.js'
import { entriesCalled } from './entries-called.js'
import type { Workspace } from './workspace.js'

const LOOPING = ['loop', 'iterate', 'foreach'].map(stem)
const STANDING_IN = [
  'fallback',
  'alternatively',
  'error',
  'failure',
  'timeout',
  'luck',
  'case',
  'fall',
  'back',
  'instead',
  'fails',
].map(stem)
const LEFT_ALONE = ['leave', 'skip', 'ignore', 'forget', 'drop', 'quit', 'bother', 'mind', 'case', 'none'].map(stem)

/** Words that said how steps run have had their use, and the id of an entry is no value for any. */
export function takeControlWords(space: Workspace): void {
  const { clauses, mentions, tokens } = space.request
  if (clauses.some(({ each }) => each !== undefined)) for (const word of LOOPING) space.used.add(word)
  if (clauses.some(({ is_fallback }) => is_fallback === true)) for (const word of STANDING_IN) space.used.add(word)
  if (clauses.some(({ condition }) => condition !== undefined)) for (const word of LEFT_ALONE) space.used.add(word)
  // What is left of no clause only steered: `stop if it fails`.
  const parts = new Set(
    clauses.flatMap(({ tokens: own, condition, each, failing = [] }) => [
      ...own,
      ...(condition?.tokens ?? []),
      ...(each?.tokens ?? []),
      ...failing,
    ]),
  )
  for (const token of tokens) if (!parts.has(token)) space.used.add(token.stem)
  for (const mention of mentions) {
    const entries = mention.is_quoted === true ? [] : entriesCalled(mention.text, space.catalog)
    if (mention.text === PLANNED_TYPES.wait) space.reserved.add(mention)
    if (entries.some(({ step_type }) => step_type !== PLANNED_TYPES.wait)) space.reserved.add(mention)
  }
}
